"""Events as a calendar file (RFC 5545), for subscribing and for adding one event to one's own calendar."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, vGeo
from icalendar import Event as Entry

from ticketing.events.models import Event, EventDay


def calendar(events: Iterable[Event], *, at: datetime, name: str = "") -> bytes:
    """Return a calendar file with one entry for each day of `events`, which come with site and days loaded."""
    file = Calendar()
    file.add("prodid", "-//Gadatirgus//LV")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    if name:
        file.add("name", name)
        file.add("x-wr-calname", name)
    for event in events:
        days = list(event.days.all())
        for number, day in enumerate(days, start=1):
            file.add_component(_entry(event, day, f" ({number}/{len(days)})" if len(days) > 1 else "", at))
    return file.to_ical()


def _entry(event: Event, day: EventDay, which: str, at: datetime) -> Entry:
    entry = Entry()
    # Named after the day's place in the event, so that a moved event moves in the calendars it was put into.
    entry.add("uid", f"event-{event.number}-{which.strip(' ()') or '1/1'}@{settings.SITE_URL.split('://')[-1]}")
    entry.add("dtstamp", at)
    entry.add("dtstart", day.opens_at.astimezone(event.tz))
    entry.add("dtend", day.closes_at.astimezone(event.tz))
    entry.add("summary", event.title + which)
    entry.add("url", settings.SITE_URL + reverse("events:detail", args=[event.slug]))
    entry.add("status", "CANCELLED" if event.state == Event.State.CANCELLED else "CONFIRMED")
    if event.summary:
        entry.add("description", event.summary)
    if event.site is not None:
        site = event.site
        entry.add("location", ", ".join(filter(None, (site.name, site.house, site.settlement, site.municipality.name))))
        entry["geo"] = vGeo((float(site.latitude), float(site.longitude)))
    return entry
