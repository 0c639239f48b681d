"""Reading pictures and works."""

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from exhibitors.profiles.models import Exhibitor
from exhibitors.works.models import Photo, Work

SIZES = ("thumb", "screen", "full")


def photos(exhibitor: Exhibitor) -> QuerySet[Photo]:
    """Return the exhibitor's pictures in their order, without those taken away."""
    return Photo.objects.filter(exhibitor=exhibitor, removed_at=None)


def works(exhibitor: Exhibitor) -> QuerySet[Work]:
    """Return the exhibitor's works with their pictures."""
    return Work.objects.filter(exhibitor=exhibitor).select_related("craft").prefetch_related("photos")


def picture_url(photo: Photo, size: str = "screen") -> str:
    """Return the address of a picture for its maker and for organisers. A blind jury needs addresses of its own."""
    return reverse("maker:picture", args=[photo.pk, size])


def picture_file(photo: Photo, size: str) -> FieldFile:
    """Return the stored file of a picture: "thumb", "screen" or "full". A smaller one that is missing is the full one."""
    return {"thumb": photo.thumb, "screen": photo.screen}.get(size) or photo.file
