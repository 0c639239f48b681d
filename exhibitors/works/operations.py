"""Taking in pictures and describing works."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common import files, pictures
from common.errors import Invalid, Refused
from exhibitors.profiles.models import Exhibitor
from exhibitors.works import queries
from exhibitors.works.models import Photo, Work

MAX_BYTES = 20 * files.MB
MOST_PHOTOS = 60
MOST_WORKS = 100


class Enough(Refused):
    """As many as one exhibitor may have."""

    code = "enough"


def add_photo(
    *, exhibitor: Exhibitor, file: BinaryIO, name: str, by: Actor, at: datetime, about: str = Photo.About.WORK, rights_holder: str = ""
) -> Photo:
    """Keep an uploaded picture, drawn anew in three sizes under random names, so that nothing in it tells whose it is.

    Raises:
        UnusableFile: no picture, too large, damaged (see common.files).
        Enough: there are sixty already.
    """
    files.check(file, name=name, allowed=files.PICTURES, max_bytes=MAX_BYTES)
    if queries.photos(exhibitor).count() >= MOST_PHOTOS:
        raise Enough(_("There are 60 pictures already. Remove one first."), code="too_many_photos")
    drawn = pictures.draw(file)
    stem = uuid4().hex
    photo = Photo(exhibitor=exhibitor, about=about, rights_holder=rights_holder, added_at=at)
    with transaction.atomic():
        photo.position = _next(Photo, exhibitor)
        photo.file.save(f"{stem}.jpg", ContentFile(drawn.full), save=False)
        photo.screen.save(f"{stem}-s.webp", ContentFile(drawn.screen), save=False)
        photo.thumb.save(f"{stem}-t.webp", ContentFile(drawn.thumb), save=False)
        photo.width, photo.height = drawn.width, drawn.height
        photo.save()
        history.log(by=by, at=at, action="photo.added", subject=exhibitor, after={"photo": photo.pk})
    return photo


def describe_photo(*, photo: Photo, facts: Mapping[str, Any], by: Actor, at: datetime) -> Photo:
    """Change what a picture shows, its caption and whose it is."""
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(**{name: facts[name] for name in ("about", "caption", "rights_holder") if name in facts})
        history.log(by=by, at=at, action="photo.changed", subject=photo.exhibitor, after={"photo": photo.pk})
    photo.refresh_from_db()
    return photo


def move_photo(*, photo: Photo, to: str, by: Actor, at: datetime) -> None:
    """Move a picture one place "earlier" or "later", or to be the "first"."""
    with transaction.atomic():
        Exhibitor.objects.select_for_update(of=("self",)).get(pk=photo.exhibitor_id)
        row = list(queries.photos(photo.exhibitor))
        here = next((place for place, one in enumerate(row) if one.pk == photo.pk), None)
        if here is None:
            return
        moved = row.pop(here)
        row.insert({"earlier": max(here - 1, 0), "later": here + 1}.get(to, 0), moved)
        for place, one in enumerate(row):
            if one.position != place:
                Photo.objects.filter(pk=one.pk).update(position=place)


def remove_photo(*, photo: Photo, by: Actor, at: datetime) -> None:
    """Take a picture away: deleted with its files, or only put out of sight while an application holds it."""
    with transaction.atomic():
        history.log(by=by, at=at, action="photo.removed", subject=photo.exhibitor, after={"photo": photo.pk})
        try:
            with transaction.atomic():
                pk = photo.pk
                photo.delete()
                photo.pk = pk
        except ProtectedError:
            Photo.objects.filter(pk=photo.pk).update(removed_at=at)
            photo.works.clear()
        else:
            transaction.on_commit(lambda: drop_files([photo]), robust=True)


def drop_files(photos: Sequence[Photo]) -> None:
    """Delete the files of pictures whose rows are gone."""
    for photo in photos:
        for file in (photo.file, photo.screen, photo.thumb):
            if file.name:
                file.storage.delete(file.name)


def save_work(
    *, exhibitor: Exhibitor, facts: Mapping[str, Any], photos: Sequence[Photo], by: Actor, at: datetime, work: Work | None = None
) -> Work:
    """Describe a work, a new one when none is given.

    Raises:
        Invalid: no name, or a price that ends below its beginning.
        Enough: there are a hundred already.
    """
    if not facts.get("name_lv") and not facts.get("name_ru") and not facts.get("name_en"):
        raise Invalid(_("Write what it is called, in one language at least."), code="no_name", field="name_lv")
    low, high = facts.get("price_from"), facts.get("price_until")
    if low is not None and high is not None and high < low:
        raise Invalid(_("The highest price is below the lowest."), code="prices", field="price_until")
    with transaction.atomic():
        if work is None:
            if Work.objects.filter(exhibitor=exhibitor).count() >= MOST_WORKS:
                raise Enough(_("There are 100 works already. Remove one first."), code="too_many_works")
            work = Work(exhibitor=exhibitor, position=_next(Work, exhibitor))
        for name, value in facts.items():
            setattr(work, name, value)
        work.save()
        work.photos.set([photo for photo in photos if photo.exhibitor_id == exhibitor.pk])
        history.log(by=by, at=at, action="work.saved", subject=exhibitor, after={"work": work.pk})
    return work


def remove_work(*, work: Work, by: Actor, at: datetime) -> None:
    """Take a work out of the catalogue; its pictures stay."""
    with transaction.atomic():
        history.log(by=by, at=at, action="work.removed", subject=work.exhibitor, before={"work": str(work)})
        work.delete()


def take_over(*, keep: Exhibitor, drop: Exhibitor) -> None:
    """Move pictures and works to another exhibitor, behind its own. Inside the merging's transaction."""
    for table in (Photo, Work):
        table._default_manager.filter(exhibitor=drop).update(exhibitor=keep, position=F("position") + _next(table, keep))


def _next(table: type[Photo] | type[Work], exhibitor: Exhibitor) -> int:
    last = table._default_manager.filter(exhibitor=exhibitor).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
