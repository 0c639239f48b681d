"""A released programme in people's own calendars (iCalendar, RFC 5545). UIDs are the same in every release."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar
from icalendar import Event as Entry

from conference.programme.released import Part, Place
from ticketing.events.models import Event

REFRESH = timedelta(hours=1)
"""How often a program that subscribes should look again."""


def ics(event: Event, parts: Iterable[Part], *, name: str, released_at: datetime, where: str = "") -> bytes:
    """Return an .ics file of `parts`; those that are gone are cancelled in it. The same arguments give the same bytes.

    Args:
        name: of the calendar, in the reader's language, as are the titles in `parts`.
        where: the site, said after the hall.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gadatirgus//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what most programs read instead
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # … and instead of that
    for part in parts:
        calendar.add_component(_entry(event, part, released_at, where))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event: Event, part: Part, released_at: datetime, where: str) -> Entry:
    zone = ZoneInfo(event.zone)
    entry = Entry()
    entry.add("uid", f"{part.guid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", part.sequence)
    entry.add("dtstamp", released_at)
    entry.add("last-modified", released_at)
    entry.add("dtstart", part.start.astimezone(zone))
    entry.add("dtend", part.end.astimezone(zone))
    entry.add("summary", part.title)
    entry.add("status", "CANCELLED" if part.is_gone else "CONFIRMED")
    if place := ", ".join(filter(None, (_name(part.hall), where))):
        entry.add("location", place)
    words = [", ".join(one.name for one in part.speakers), part.abstract]
    if description := "\n\n".join(word for word in words if word):
        entry.add("description", description)
    if not part.is_gone and not part.is_break:
        entry.add("url", settings.SITE_URL + reverse("learn:session", args=[event.slug, part.number]))
    if part.track is not None:
        entry.add("categories", [part.track.name])
    if part.is_break:
        entry.add("transp", "TRANSPARENT")
    return entry


def _name(hall: Place | None) -> str:
    return hall.name if hall else ""
