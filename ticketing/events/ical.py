"""Events in people's own calendars (iCalendar, RFC 5545): one to add, or all of them to subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar, vCalAddress, vGeo, vText
from icalendar import Event as Entry

from places.sites.models import Site
from ticketing.events.models import Event


def _where(site: Site) -> str:
    parts = (site.name, site.house, site.settlement, site.municipality.name, site.postal_code)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _entry(event: Event, number: int, of: int, opens: datetime, closes: datetime, *, at: datetime, for_holder: bool) -> Entry:
    """Return one day. Its UID stays when the day is moved; SEQUENCE grows with time, so a later file replaces an earlier."""
    entry = Entry()
    entry.add("uid", f"event-{event.number}-day-{number}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", max(0, (at - event.created_at) // timedelta(minutes=1)))
    entry.add("dtstamp", at)
    entry.add("dtstart", opens.astimezone(event.tz))
    entry.add("dtend", closes.astimezone(event.tz))
    entry.add("summary", event.title if of == 1 else f"{event.title} ({number}/{of})")
    entry.add("status", "CANCELLED" if event.state == Event.State.CANCELLED else "CONFIRMED")
    entry.add("url", settings.SITE_URL + reverse("events:detail", args=[event.slug]))
    words = [event.summary, event.online_url if for_holder else ""]
    if description := "\n".join(word for word in words if word):
        entry.add("description", description)
    if event.site is not None and event.mode != Event.Mode.ONLINE:
        entry.add("location", _where(event.site))
        entry.add("geo", vGeo((float(event.site.latitude), float(event.site.longitude))))
    elif for_holder and event.online_url:
        entry.add("location", event.online_url)
    if event.contact_email:
        organiser = vCalAddress(f"mailto:{event.contact_email}")
        organiser.params["cn"] = vText(str(event.partner))
        entry.add("organizer", organiser)
    return entry


def ics(events: Iterable[Event], *, language: str, at: datetime, for_holder: bool = False, name: str = "") -> bytes:
    """Return an .ics file with one entry for each day of `events`, the rules of their zones included.

    Args:
        events: with days, site and partner at hand.
        language: of titles and places.
        at: the moment of writing; the same arguments give the same bytes.
        for_holder: add the online address, which only ticket holders get.
        name: of the whole calendar, where it is one to subscribe to.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gadatirgus//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what most programs read instead
    with translation.override(language):
        for event in events:
            days = [(day.opens_at, day.closes_at) for day in event.days.all()] or [(event.starts_at, event.ends_at)]
            for number, (opens, closes) in enumerate(days, start=1):
                calendar.add_component(_entry(event, number, len(days), opens, closes, at=at, for_holder=for_holder))
    calendar.add_missing_timezones()
    return calendar.to_ical()
