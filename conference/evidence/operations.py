"""Keeping the pictures of the report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.people.models import Person
from common import files, pictures
from common.errors import Refused
from common.languages import Language
from conference.evidence.models import EvidencePhoto
from ticketing.events.models import Event

MAX_BYTES = 20 * files.MB
MOST = 24
"""Pictures of one event: more than any report takes."""


class Enough(Refused):
    """The event has as many pictures as it may."""

    code = "enough"


def add_photo(*, event: Event, file: BinaryIO, name: str, facts: Mapping[str, Any], by: Person, at: datetime) -> EvidencePhoto:
    """Keep a picture, drawn anew without the camera's data, under a random name.

    Args:
        facts: `about`, and `caption_lv`, `caption_ru`, `caption_en`.

    Raises:
        UnusableFile: no picture, too large, damaged (see common.files).
        Enough: there are 24 already.
    """
    files.check(file, name=name, allowed=files.PICTURES, max_bytes=MAX_BYTES)
    if EvidencePhoto.objects.filter(event=event).count() >= MOST:
        raise Enough(_("There are 24 pictures already. Remove one first."))
    drawn = pictures.draw(file)
    stem = uuid4().hex
    photo = EvidencePhoto(event=event, width=drawn.width, height=drawn.height, added_by=by, added_at=at, **_texts(facts))
    with transaction.atomic():
        last = EvidencePhoto.objects.filter(event=event).aggregate(last=Max("position"))["last"]
        photo.position = 0 if last is None else last + 1
        photo.file.save(f"{stem}.jpg", ContentFile(drawn.full), save=False)
        photo.thumb.save(f"{stem}-t.webp", ContentFile(drawn.thumb), save=False)
        photo.save()
        _log(photo, "evidence_photo.added", by, at)
    return photo


def describe_photo(*, photo: EvidencePhoto, facts: Mapping[str, Any], by: Person, at: datetime) -> EvidencePhoto:
    """Change what a picture is said to show."""
    with transaction.atomic():
        EvidencePhoto.objects.filter(pk=photo.pk).update(**_texts(facts))
        _log(photo, "evidence_photo.changed", by, at)
    photo.refresh_from_db()
    return photo


@transaction.atomic
def move_photo(*, photo: EvidencePhoto, to: str, by: Person, at: datetime) -> None:
    """Move a picture one place "earlier" or "later" in the report."""
    row = list(EvidencePhoto.objects.select_for_update().filter(event=photo.event_id).order_by("position", "pk"))
    here = next((place for place, one in enumerate(row) if one.pk == photo.pk), None)
    if here is None:
        return
    moved = row.pop(here)
    row.insert(max(here - 1, 0) if to == "earlier" else here + 1, moved)
    for place, one in enumerate(row):
        if one.position != place:
            EvidencePhoto.objects.filter(pk=one.pk).update(position=place)


@transaction.atomic
def remove_photo(*, photo: EvidencePhoto, by: Person, at: datetime) -> None:
    """Delete a picture with its files."""
    _log(photo, "evidence_photo.removed", by, at)
    storage, names = photo.file.storage, (str(photo.file), str(photo.thumb))
    photo.delete()

    def delete_files() -> None:
        for name in names:
            storage.delete(name)

    transaction.on_commit(delete_files, robust=True)


def _texts(facts: Mapping[str, Any]) -> dict[str, Any]:
    names = ("about", *(f"caption_{language}" for language in Language.values))
    return {name: facts[name] for name in names if name in facts}


def _log(photo: EvidencePhoto, action: str, by: Person, at: datetime) -> None:
    event = photo.event
    history.log(by=by, at=at, action=action, subject=event, partner=event.partner, event=event, after={"photo": photo.pk})
