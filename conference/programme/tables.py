"""Lists of the programme: the columns of their files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.sheets import Column
from conference.programme import texts
from conference.programme.models import Session


def _slot(session: Session, name: str) -> Any:
    return getattr(getattr(session, "slot", None), name, None)


def speakers(session: Session) -> str:
    return ", ".join(one.speaker.name for one in session.appearances.all())


def session_columns(warnings: Mapping[int, Sequence[str]]) -> Sequence[Column]:
    """Return the columns of the file of sessions; `warnings` by their number."""
    return [
        Column(_("No."), lambda one: one.number),
        Column(_("Title"), lambda one: one.title),
        Column(_("Speakers"), speakers),
        Column(_("Kind"), lambda one: str(one.kind or "")),
        Column(_("Track"), lambda one: str(one.track or "")),
        Column(_("Minutes"), lambda one: one.minutes),
        Column(_("Language"), lambda one: texts.spoken(one.language, one.interpreted_into)),
        Column(_("Room"), lambda one: str(_slot(one, "hall") or "")),
        Column(_("From"), lambda one: _slot(one, "starts_at")),
        Column(_("Until"), lambda one: _slot(one, "ends_at")),
        Column(_("State"), lambda one: one.get_state_display()),
        Column(_("Warnings"), lambda one: " ".join(warnings.get(one.number, ()))),
    ]


def speaker_columns() -> Sequence[Column]:
    """Return the columns of the file of speakers."""
    return [
        Column(_("Name"), lambda one: one.name),
        Column(_("Name in another script"), lambda one: one.name_other),
        Column(_("Organisation"), lambda one: one.organisation),
        Column(_("Country"), lambda one: one.country),
        Column(_("E-mail"), lambda one: one.email),
        Column(_("Sessions"), lambda one: one.session_count),
    ]
