"""Dates, hours and time zones of events, in words.

Riga and Moscow show the same time in summer and differ by an hour in winter, so hours are always said with the name of
their zone, and where the other side's clock differs on that day, its hours are said too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton, get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.languages import default_language, locale_name
from ticketing.events.models import Event

ZONES = {"Europe/Riga": _("Riga time"), "Europe/Moscow": _("Moscow time")}

STATE_TONES: Mapping[str, str] = {
    Event.State.DRAFT: "neutral",
    Event.State.PUBLISHED: "ok",
    Event.State.MOVED: "warn",
    Event.State.CANCELLED: "bad",
    Event.State.FINISHED: "info",
    Event.State.REPORTED: "info",
}
"""Colour of each state's badge at the desk."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One day of an event in words; `elsewhere` is empty where both sides of the border have the same hours."""

    date: str
    hours: str
    zone: Any
    elsewhere: str

    @property
    def is_long(self) -> bool:
        """Whether the hours name a date, since it closes on another day: then they may break into two lines."""
        return " " in self.hours


def _locale() -> str:
    return locale_name(get_language() or default_language())


def zone_words(zone: tzinfo) -> Any:
    """Return whose time it is: "Riga time"."""
    name = str(zone)
    return ZONES.get(name) or get_timezone_location(zone, locale=_locale(), return_city=True)


def other_zone(zone: tzinfo, at: datetime) -> ZoneInfo | None:
    """Return the zone across the border if its clock shows another time at that moment."""
    names = [name for name in ZONES if name != str(zone)]
    if len(names) == len(ZONES):
        return None
    other = ZoneInfo(names[0])
    return other if at.astimezone(other).utcoffset() != at.astimezone(zone).utcoffset() else None


def day(at: date) -> str:
    """Return "Saturday, 6 December 2025"."""
    words = format_date(at, "full", locale=_locale())
    return words[:1].upper() + words[1:]


def month(at: date) -> str:
    """Return "December 2025", for headings."""
    words = format_date(at, "LLLL y", locale=_locale())
    return words[:1].upper() + words[1:]


def dates(first: date, last: date) -> str:
    """Return one date, or a short span: "6 December 2025", "6–7 Dec 2025"."""
    if first == last:
        return format_date(first, "long", locale=_locale())
    return format_interval(first, last, "yMMMMd", locale=_locale())


def _hours(opens: datetime, closes: datetime) -> str:
    if opens.date() == closes.date():
        return f"{opens:%H:%M}–{closes:%H:%M}"
    return f"{opens:%H:%M} – {format_date(closes, 'long', locale=_locale())}, {closes:%H:%M}"


def opening(opens_at: datetime, closes_at: datetime, zone: tzinfo) -> Opening:
    """Return when one day is open, by the clock on the spot and, if that differs, by the clock across the border."""
    opens, closes = opens_at.astimezone(zone), closes_at.astimezone(zone)
    other = other_zone(zone, opens_at)
    elsewhere = f"{_hours(opens_at.astimezone(other), closes_at.astimezone(other))} {zone_words(other)}" if other else ""
    return Opening(day(opens), _hours(opens, closes), zone_words(zone), elsewhere)


def openings(event: Event) -> list[Opening]:
    """Return the opening of each of an event's days. No statement where it begins and ends on one date."""
    first, last = event.starts_at.astimezone(event.tz), event.ends_at.astimezone(event.tz)
    if first.date() == last.date():
        return [opening(first, last, event.tz)]
    return [opening(one.opens_at, one.closes_at, event.tz) for one in event.days.all()]


def deadline(at: datetime, zone: tzinfo) -> str:
    """As `moment`, for an end: midnight is said as the last minute of the day before, which nobody mistakes."""
    return moment(at - timedelta(minutes=1) if at.astimezone(zone).time() == time() else at, zone)


def moment(at: datetime, zone: tzinfo) -> str:
    """Return a moment with its zone: "6 December 2025, 14:30 (Riga time)"."""
    local = at.astimezone(zone)
    return f"{format_date(local, 'long', locale=_locale())}, {local:%H:%M} ({zone_words(zone)})"


def brief_day(on: date) -> str:
    """Return a day of the present or a near year: "6 Dec"."""
    return format_skeleton("MMMd", on, locale=_locale())


def brief(at: datetime, zone: tzinfo) -> str:
    """Return a moment for lists, its zone being said beside them: "6 Dec 2025, 14:30"."""
    local = at.astimezone(zone)
    return f"{format_skeleton('yMMMd', local, locale=_locale())}, {local:%H:%M}"
