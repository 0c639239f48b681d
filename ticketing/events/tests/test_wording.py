from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ticketing.events import wording
from ticketing.factories import EventFactory
from ticketing.models import EventDay

RIGA, MOSCOW = ZoneInfo("Europe/Riga"), ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("language", "said"),
    [("lv", "Sestdiena, 2026. gada 5. decembris"), ("ru", "Суббота, 5 декабря 2026\u202fг."), ("en", "Saturday, 5 December 2026")],
)
def test_a_day_is_said_as_each_language_says_it(language, said):
    with translation.override(language):
        assert wording.day(date(2026, 12, 5)) == said


@pytest.mark.parametrize(("language", "said"), [("lv", "Decembris 2026"), ("ru", "Декабрь 2026"), ("en", "December 2026")])
def test_a_month_stands_alone_in_a_heading(language, said):
    with translation.override(language):
        assert wording.month(date(2026, 12, 1)) == said


def test_a_span_of_days_is_said_shortly():
    with translation.override("en"):
        assert wording.dates(date(2026, 12, 5), date(2026, 12, 5)) == "5 December 2026"
        assert wording.dates(date(2026, 12, 5), date(2026, 12, 6)) == "5–6 Dec 2026"


def test_a_deadline_at_midnight_is_said_as_the_day_that_ends():
    with translation.override("en"):
        assert wording.deadline(datetime(2026, 12, 1, tzinfo=RIGA), RIGA).startswith("30 November 2026, 23:59")
        assert wording.deadline(datetime(2026, 12, 1, 12, tzinfo=RIGA), RIGA) == "1 December 2026, 12:00 (Riga time)"


def test_an_opening_past_midnight_says_both_days():
    with translation.override("en"):
        opening = wording.opening(datetime(2026, 6, 23, 20, tzinfo=RIGA), datetime(2026, 6, 24, 4, tzinfo=RIGA), RIGA)
    assert opening.hours == "20:00 – 24 June 2026, 04:00"
    assert opening.elsewhere == ""


def test_a_zone_off_the_border_has_no_other_side():
    tallinn = ZoneInfo("Europe/Tallinn")
    assert wording.other_zone(tallinn, datetime(2026, 1, 1, tzinfo=UTC)) is None
    with translation.override("en"):
        assert wording.zone_words(tallinn) == "Tallinn"


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)), st.sampled_from([RIGA, MOSCOW]))  # noqa: DTZ001
def test_the_other_side_is_named_exactly_when_its_clock_differs(moment, zone):
    at = moment.replace(tzinfo=UTC)
    other = MOSCOW if zone is RIGA else RIGA
    differs = at.astimezone(zone).replace(tzinfo=None) != at.astimezone(other).replace(tzinfo=None)
    assert (wording.other_zone(zone, at) is not None) == differs


@pytest.mark.django_db
def test_an_event_on_one_date_needs_no_look_at_its_days(django_assert_num_queries):
    event = EventFactory()
    with django_assert_num_queries(0):
        assert len(wording.openings(event)) == 1


@pytest.mark.django_db
def test_an_event_of_two_days_says_both():
    event = EventFactory()
    later = event.starts_at + timedelta(days=1)
    EventDay.objects.create(event=event, opens_at=later, closes_at=later + timedelta(hours=2))
    event.ends_at = later + timedelta(hours=2)
    assert len(wording.openings(event)) == 2
