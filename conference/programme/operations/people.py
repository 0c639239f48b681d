"""Halls, speakers and interpreters of an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import changes, log
from accounts.people.models import Person
from common.errors import Invalid, Refused
from conference.programme.models import Hall, Interpreter, Speaker
from ticketing.events.models import Event

Row = TypeVar("Row", Hall, Speaker, Interpreter)


@transaction.atomic
def save_hall(*, event: Event, facts: Mapping[str, Any], by: Person, at: datetime, hall: Hall | None = None) -> Hall:
    """Add a column to the programme, or change one.

    Raises:
        Invalid: another hall has that name.
    """
    namesake = Hall.objects.filter(event=event, name_lv=facts["name_lv"]).first()
    if namesake is not None and namesake != hall:
        raise Invalid(_("There is a room of that name already."), field="name_lv", code="hall_known")
    return _save(hall or Hall(event=event), facts, "hall", by, at)


@transaction.atomic
def remove_hall(*, hall: Hall, by: Person, at: datetime) -> None:
    """Take a column out of the programme.

    Raises:
        Refused: sessions take place there.
    """
    if hall.slots.exists():
        raise Refused(_("Sessions take place there. Move them first."), code="hall_in_use")
    _remove(hall, "hall", by, at)


@transaction.atomic
def save_speaker(*, event: Event, facts: Mapping[str, Any], by: Person, at: datetime, speaker: Speaker | None = None) -> Speaker:
    """Add somebody who appears in the programme, or change what is known of them."""
    return _save(speaker or Speaker(event=event), facts, "speaker", by, at)


@transaction.atomic
def remove_speaker(*, speaker: Speaker, by: Person, at: datetime) -> None:
    """Take somebody out of the programme.

    Raises:
        Refused: they are down for a session.
    """
    if speaker.appearances.exists():
        raise Refused(_("They are down for a session. Take them out of it first."), code="speaker_in_use")
    _remove(speaker, "speaker", by, at)


@transaction.atomic
def save_interpreter(
    *, event: Event, facts: Mapping[str, Any], by: Person, at: datetime, interpreter: Interpreter | None = None
) -> Interpreter:
    """Add an interpreter, or change what is known of them.

    Raises:
        Invalid: no pair of languages is named.
    """
    if not facts["pairs"]:
        raise Invalid(_("Say between which languages they interpret."), field="pairs", code="no_pairs")
    return _save(interpreter or Interpreter(event=event), facts, "interpreter", by, at)


@transaction.atomic
def remove_interpreter(*, interpreter: Interpreter, by: Person, at: datetime) -> None:
    """Take an interpreter out of the event, and out of the sessions they were to interpret."""
    _remove(interpreter, "interpreter", by, at)


def _save(row: Row, facts: Mapping[str, Any], kind: str, by: Person, at: datetime) -> Row:
    is_new = row.pk is None
    before, after = changes(row, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    if is_new or after:
        log(
            by=by, at=at, action=f"{kind}.added" if is_new else f"{kind}.changed", subject=row, event=row.event,
            before={} if is_new else before, after={"name": row.name} if is_new else after,
        )  # fmt: skip
    return row


def _remove(row: models.Model, kind: str, by: Person, at: datetime) -> None:
    log(by=by, at=at, action=f"{kind}.removed", subject=row, event=row.event, before={"name": str(row)})  # type: ignore[attr-defined]
    row.delete()
