"""The columns of the files of presence."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.presence.wording import HOW
from conference.programme.models import Session
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.events.sheets import Column


def columns(event: Event, sessions: Sequence[Session]) -> list[Column]:
    """Return a column for each fact of a person, and for each session the minutes they were there."""
    found = [
        Column(_("No."), lambda line: line.enrolment.number),
        Column(_("Name and surname"), lambda line: line.enrolment.name),
        Column(_("Name in another script"), lambda line: line.enrolment.name_other),
        Column(_("Organisation"), lambda line: line.enrolment.organisation),
        Column(_("Country"), lambda line: line.enrolment.country),
        Column(_("Part"), lambda line: line.enrolment.get_role_display()),
        Column(_("Minutes"), lambda line: line.reckoning.attended),
        Column(_("of"), lambda line: line.reckoning.possible),
        Column("%", lambda line: line.reckoning.percent),
        Column(_("Proven by"), lambda line: ", ".join(sorted({str(HOW[how][0]) for how in line.how.values()}))),
    ]
    return found + [_minutes(event, one) for one in sessions]


def _minutes(event: Event, session: Session) -> Column:
    def value(line: Any) -> int | None:
        return line.reckoning.by_session.get(session.pk) if session.pk in line.how else None

    begins = session.slot.starts_at.astimezone(event.tz)
    return Column(f"{wording.brief_day(begins.date())} {begins:%H:%M} {session}", value)
