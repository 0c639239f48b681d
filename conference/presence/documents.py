"""The sign-in sheet as PDF: the fallback where nothing is scanned, and what auditors ask for first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _

from common.languages import locale_name
from conference.presence import queries, rules
from conference.presence.wording import half_words
from conference.programme.models import Session
from ticketing.events import paper, wording
from ticketing.events.models import Event

SPARE = 6
"""Empty lines at the end, for who was not expected."""


@dataclass(frozen=True, slots=True)
class Box:
    """One column to sign in: the half-day, its hours, and what takes place in it."""

    title: str
    hours: str
    about: str


def sheet(event: Event, *, day: date, language: str, at: datetime) -> bytes | None:
    """Return the sign-in sheet of one day, a box for each half of it; None where the day has no sessions."""
    sessions = [one for one in queries.sessions(event) if one.slot.starts_at.astimezone(event.tz).date() == day]
    if not sessions:
        return None
    with translation.override(language):
        countries = Locale.parse(locale_name(language)).territories
        rows: list[dict[str, Any]] = [
            {
                "name": one.name,
                "other": one.name_other,
                "organisation": one.organisation,
                "country": countries.get(one.country, one.country),
            }
            for one in queries.people(event)
        ]
        halves = queries.half_days(event, sessions)
        context = {
            "rows": rows,
            "spare": range(len(rows) + 1, len(rows) + SPARE + 1),
            "boxes": [_box(event, half, halves[half]) for half in sorted(halves)],
            "day": wording.day(day),
        }
        title = _("Sign-in sheet")
    return paper.render("conference/sheet", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _box(event: Event, half: rules.HalfDay, sessions: Sequence[Session]) -> Box:
    begins = min(one.slot.starts_at for one in sessions).astimezone(event.tz)
    ends = max(one.slot.ends_at for one in sessions).astimezone(event.tz)
    about = str(sessions[0]) if len(sessions) == 1 else ""
    return Box(str(half_words(half)), f"{begins:%H:%M}–{ends:%H:%M}", about)
