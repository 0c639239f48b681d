from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from ticketing.events.ical import ics
from ticketing.factories import EventFactory
from ticketing.models import Event, EventDay

pytestmark = pytest.mark.django_db
RIGA = ZoneInfo("Europe/Riga")
AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def fair() -> Event:
    """A fair over the night of 25 October 2026, when the clocks go back."""
    event = EventFactory(
        starts_at=datetime(2026, 10, 24, 10, tzinfo=RIGA),
        ends_at=datetime(2026, 10, 25, 16, tzinfo=RIGA),
        contact_email="anna@example.org",
        slug="rudens-tirgus",
        number=7,
    )
    event.days.all().delete()
    for day in (24, 25):
        EventDay.objects.create(
            event=event, opens_at=datetime(2026, 10, day, 10, tzinfo=RIGA), closes_at=datetime(2026, 10, day, 16, tzinfo=RIGA)
        )
    Event.objects.filter(pk=event.pk).update(created_at=AT)
    return Event.objects.get(pk=event.pk)


def read(event: Event, **more: object) -> Calendar:
    return Calendar.from_ical(ics([event], **{"language": "lv", "at": AT, **more}))


def test_each_day_is_an_entry_at_the_clock_time_of_its_place(fair: Event) -> None:
    first, second = read(fair).events
    assert [entry.start.isoformat() for entry in (first, second)] == ["2026-10-24T10:00:00+03:00", "2026-10-25T10:00:00+02:00"]
    assert (first.end - first.start, second.end - second.start) == (second.end - second.start,) * 2
    assert second["SUMMARY"] == "Māras tirgus Lūznavā (2/2)"


def test_the_file_brings_the_rules_of_its_zone(fair: Event) -> None:
    raw = ics([fair], language="lv", at=AT)
    assert [str(zone["TZID"]) for zone in read(fair).timezones] == ["Europe/Riga"]
    assert b"DTSTART;TZID=Europe/Riga:20261025T100000" in raw
    zone = read(fair).timezones[0].to_tz()
    assert datetime(2026, 10, 25, 2, 59, tzinfo=zone).utcoffset() != datetime(2026, 10, 25, 10, 0, tzinfo=zone).utcoffset()


def test_place_coordinates_organiser_and_address_are_in_it(fair: Event) -> None:
    entry = read(fair, language="ru").events[0]
    assert entry["LOCATION"] == "Кузница усадьбы Лузнава, Rēzeknes novads"
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (56.36, 27.26)
    assert entry["ORGANIZER"] == "mailto:anna@example.org"
    assert entry["URL"].endswith("/e/rudens-tirgus/")


def test_a_moved_day_replaces_the_old_entry(fair: Event) -> None:
    before = read(fair).events[0]
    fair.days.first().delete()
    EventDay.objects.create(event=fair, opens_at=datetime(2026, 10, 23, 10, tzinfo=RIGA), closes_at=datetime(2026, 10, 23, 16, tzinfo=RIGA))
    after = read(Event.objects.get(pk=fair.pk), at=datetime(2026, 9, 2, 9, 0, tzinfo=UTC)).events[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start != before.start


def test_a_cancelled_event_says_so(fair: Event) -> None:
    fair.state = Event.State.CANCELLED
    assert read(fair).events[0]["STATUS"] == "CANCELLED"


def test_only_a_holder_gets_the_online_address(fair: Event) -> None:
    fair.mode, fair.online_url = Event.Mode.ONLINE, "https://meet.example.org/forge"
    assert b"meet.example.org" not in ics([fair], language="lv", at=AT)
    assert read(fair, for_holder=True).events[0]["LOCATION"] == "https://meet.example.org/forge"


def test_the_same_event_gives_the_same_bytes(fair: Event) -> None:
    assert ics([fair], language="en", at=AT) == ics([fair], language="en", at=AT)
