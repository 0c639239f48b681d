"""Bookings in people's own calendars (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from places.equipment.models import Booking


def feed(bookings: Iterable[Booking], *, name: str, language: str, at: datetime, with_names: bool) -> bytes:
    """Return a calendar to subscribe to, one entry a booking. A moved one keeps its UID and raises its SEQUENCE.

    Args:
        bookings: with thing, place and person at hand.
        with_names: tell what for and who, which is for keepers and for the person's own feed only.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gadatirgus//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    with translation.override(language):
        for booking in bookings:
            calendar.add_component(_entry(booking, at, with_names))
    return calendar.to_ical()


def _entry(booking: Booking, at: datetime, with_names: bool) -> Event:
    thing = booking.bookable
    entry = Event()
    entry.add("uid", f"booking-{booking.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", booking.revision)
    entry.add("dtstamp", at)
    entry.add("dtstart", booking.starts_at)
    entry.add("dtend", booking.ends_at)
    entry.add("summary", f"{thing.name}: {booking.title}" if with_names else _("%(thing)s: booked") % {"thing": thing.name})
    entry.add("location", ", ".join(part for part in (thing.room.name if thing.room else "", thing.site.name) if part))
    if with_names and booking.person:
        entry.add("description", booking.person.name)
    entry.add("status", _STATUS[booking.state])
    return entry


_STATUS = {"requested": "TENTATIVE", "confirmed": "CONFIRMED", "declined": "CANCELLED", "cancelled": "CANCELLED"}
