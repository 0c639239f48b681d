from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ticketing.events.fields import EventDateTimeField

RIGA = ZoneInfo("Europe/Riga")
MOSCOW = ZoneInfo("Europe/Moscow")


def test_a_wall_clock_time_becomes_an_instant_of_its_zone():
    assert EventDateTimeField(zone=RIGA).clean("2026-06-06T10:00") == datetime(2026, 6, 6, 7, 0, tzinfo=UTC)
    assert EventDateTimeField(zone=MOSCOW).clean("2026-12-06T10:00") == datetime(2026, 12, 6, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-06-06 10:00", "06.06.2026 10:00", "2026-06-06T10:00:00", " 2026-06-06T10:00 "])
def test_a_time_typed_by_hand_is_understood(text):
    assert EventDateTimeField(zone=RIGA).clean(text) == datetime(2026, 6, 6, 7, 0, tzinfo=UTC)


def test_the_hour_that_comes_twice_in_october_is_refused_with_its_neighbours():
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            EventDateTimeField(zone=RIGA).clean("2026-10-25T03:30")
        assert refused.value.messages == ["That night the clocks go back: 03:30 comes twice. Choose 02:30 or 04:30."]


def test_the_hour_that_is_missing_in_march_is_refused_with_its_neighbours():
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            EventDateTimeField(zone=RIGA).clean("2026-03-29T03:30")
        assert refused.value.messages == ["That night the clocks go forward: 03:30 does not exist. Choose 02:30 or 04:30."]


@pytest.mark.parametrize("text", ["2026-10-25T02:30", "2026-10-25T04:30", "2026-03-29T02:30", "2026-03-29T04:30"])
def test_the_neighbours_that_were_offered_are_accepted(text):
    assert EventDateTimeField(zone=RIGA).clean(text)


def test_moscow_has_no_such_nights():
    assert EventDateTimeField(zone=MOSCOW).clean("2026-10-25T03:30")
    assert EventDateTimeField(zone=MOSCOW).clean("2026-03-29T03:30")


@pytest.mark.parametrize(
    ("text", "code"), [("tomorrow", "unreadable"), ("2026-06-06", "unreadable"), ("0001-01-01T00:00", "unlikely_year")]
)
def test_what_is_no_time_is_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        EventDateTimeField(zone=RIGA).clean(text)
    assert refused.value.code == code


def test_nothing_is_none_where_it_may_be_left_out():
    assert EventDateTimeField(zone=RIGA, required=False).clean("") is None


def test_an_instant_is_shown_by_the_clock_of_the_event():
    class OneTime(forms.Form):
        at = EventDateTimeField(zone=RIGA)

    html = str(OneTime(initial={"at": datetime(2026, 6, 6, 7, 0, tzinfo=UTC)})["at"])
    assert 'type="datetime-local"' in html
    assert 'value="2026-06-06T10:00"' in html


@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 12, 30)), st.sampled_from([RIGA, MOSCOW]))  # noqa: DTZ001
def test_what_is_accepted_reads_the_same_when_shown_again(local, zone):
    field = EventDateTimeField(zone=zone)
    text = f"{local:%Y-%m-%dT%H:%M}"
    try:
        instant = field.clean(text)
    except ValidationError as refused:
        assert refused.code in ("missing", "ambiguous")  # noqa: PT017
    else:
        assert f"{field.prepare_value(instant):%Y-%m-%dT%H:%M}" == text
        assert not field.has_changed(instant, text)
