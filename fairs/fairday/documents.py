"""The report of a fair as PDF; the funder reads English, whatever the reader's language is."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Partner
from exhibitors.profiles.rules import passport_spelling
from fairs.fairday import queries
from fairs.offers.documents.paper import render
from ticketing.events import wording
from ticketing.events.models import Event

_COUNTRIES = dict(Partner.Country.choices)


def _readable(name: str) -> str:
    """Return a name with its transliteration where it is Cyrillic, for readers of English."""
    latin = passport_spelling(name)
    return f"{name} ({latin})" if latin else name


def report(event: Event, *, at: datetime) -> bytes | None:
    """Return the event report; None where nobody had a stall."""
    with translation.override("en"):
        figures = queries.report(event)
        if not figures.makers:
            return None
        hour = figures.busiest_hour
        context = {
            "report": figures,
            "busiest": wording.moment(hour, event.tz) if hour else "",
            "days": [f"{day.date}, {day.hours}" for day in wording.openings(event)],
            "countries": [(_COUNTRIES.get(code, code), count) for code, count in figures.by_country],
            "municipalities": [(_readable(name), count) for name, count in figures.by_municipality],
        }
        title = _("Event report")
    return render("fairs/report", event=event, title=title, language="en", at=at, context=context)
