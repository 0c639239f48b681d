"""Sessions for an event without a programme: each half of a day is one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Person
from common.errors import Refused
from common.languages import Language, default_language
from conference.presence import rules
from conference.presence.wording import half_words
from conference.programme import operations as programme
from conference.programme.models import Session
from ticketing.events import wording
from ticketing.events.models import Event


class HasSessions(Refused):
    """The event has a programme already."""

    code = "has_sessions"


@transaction.atomic
def make_half_days(*, event: Event, by: Person, at: datetime) -> list[Session]:
    """Make a session of each half of each day, so that attendance can be kept where nobody plans a programme.

    Raises:
        HasSessions: see there.
    """
    if Session.objects.filter(event=event, is_break=False, state=Session.State.PLANNED).exists():
        raise HasSessions(_("This event has sessions already. Give them their times in the programme."))
    language = next(iter(event.languages), default_language())
    made = []
    for day in event.days.all():
        for span in rules.halves_of(day.opens_at, day.closes_at, event.tz):
            facts: dict[str, Any] = {
                **_titles(event, span),
                "minutes": min(rules.minutes([span]), 600),
                "language": language,
                "interpreted_into": [],
            }
            session = programme.add(event=event, wanted=programme.Wanted(facts), by=by, at=at)
            programme.place(session=session, hall=None, starts_at=span.begins, by=by, at=at)
            made.append(session)
    return made


def _titles(event: Event, span: rules.Span) -> dict[str, str]:
    """Return the name of a half-day in each language."""
    half = rules.half_day(span.begins, event.tz)
    titles = {}
    for language in Language.values:
        with translation.override(language):
            titles[f"title_{language}"] = f"{wording.dates(half.day, half.day)}: {half_words(half)}"
    return titles
