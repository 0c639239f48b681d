from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.events import rules
from ticketing.events.rules import Day
from ticketing.models import Event

RIGA = ZoneInfo("Europe/Riga")
START = datetime(2026, 6, 6, 7, tzinfo=UTC)
hours = st.integers(-72, 72).map(lambda n: START + timedelta(hours=n))
whole_days = st.builds(Day, hours, hours)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_half_past_three_in_the_october_night_is_ambiguous():
    assert rules.clock_problem(wall("2026-10-25T03:30"), RIGA) == "ambiguous"


def test_half_past_three_in_the_march_night_is_missing():
    assert rules.clock_problem(wall("2026-03-29T03:30"), RIGA) == "missing"


@pytest.mark.parametrize("text", ["2026-10-25T02:59", "2026-10-25T04:00", "2026-03-29T02:59", "2026-03-29T04:00", "2026-06-06T03:30"])
def test_other_hours_are_plain(text):
    assert rules.clock_problem(wall(text), RIGA) == ""


@given(st.datetimes(min_value=wall("2000-01-02"), max_value=wall("2090-01-01")))
def test_a_plain_hour_names_exactly_one_instant(local):
    instants = {local.replace(tzinfo=RIGA, fold=fold).astimezone(UTC) for fold in (0, 1)}
    instants = {instant for instant in instants if instant.astimezone(RIGA).replace(tzinfo=None, fold=0) == local}
    assert {"": 1, "missing": 0, "ambiguous": 2}[rules.clock_problem(local, RIGA)] == len(instants)


def test_the_table_of_moves_knows_every_state():
    assert set(rules.MOVES) == set(Event.State.values)
    assert set().union(*rules.MOVES.values()) <= set(Event.State.values)


def test_nothing_leads_out_of_reported_and_nothing_back_from_cancelled():
    assert not rules.MOVES["reported"]
    assert rules.MOVES["cancelled"] == {"reported"}


@pytest.mark.parametrize(
    ("border", "special", "limit"), [(False, False, 5000), (True, False, 1000), (False, True, 1000), (True, True, 1000)]
)
def test_an_event_in_the_border_zone_or_for_children_is_high_risk_above_a_thousand(border, special, limit):
    assert rules.high_risk_limit(in_border_zone=border, special_audience=special) == limit


def test_an_event_needs_a_day():
    assert rules.days_problem([]) == (0, "opens_at", "no_days")


def test_a_day_closes_after_it_opens():
    assert Day(START, START).problem() == ("closes_at", "ends_before_start")


def test_half_a_set_up_window_is_refused_at_the_half_that_is_missing():
    day = Day(START, START + timedelta(hours=8), setup_from=START - timedelta(hours=3))
    assert day.problem() == ("setup_until", "half_a_window")


def test_a_take_down_that_ends_before_it_begins_is_refused():
    evening = START + timedelta(hours=8)
    day = Day(START, evening, takedown_from=evening, takedown_until=evening - timedelta(hours=1))
    assert day.problem() == ("takedown_until", "ends_before_start")


def test_set_up_begins_before_the_doors_open():
    day = Day(START, START + timedelta(hours=8), setup_from=START, setup_until=START + timedelta(hours=1))
    assert day.problem() == ("setup_from", "setup_after_opening")


def test_the_later_of_two_overlapping_days_is_pointed_at_in_whatever_order_they_were_typed():
    first, second = Day(START, START + timedelta(hours=8)), Day(START + timedelta(hours=7), START + timedelta(hours=9))
    assert rules.days_problem([first, second]) == (1, "opens_at", "days_overlap")
    assert rules.days_problem([second, first]) == (0, "opens_at", "days_overlap")


@given(st.lists(whole_days, min_size=1, max_size=5))
def test_days_that_pass_never_overlap(days):
    index, field, code = rules.days_problem(days)
    if code:
        assert 0 <= index < len(days)
        assert hasattr(days[index], field)
    else:
        ordered = sorted(days, key=lambda day: day.opens_at)
        assert all(earlier.closes_at <= later.opens_at for earlier, later in pairwise(ordered))


def test_a_free_address_stays_and_a_taken_one_gets_the_year_then_a_number():
    assert rules.free_slug("maras-tirgus", 2026, set()) == "maras-tirgus"
    assert rules.free_slug("maras-tirgus", 2026, {"maras-tirgus"}) == "maras-tirgus-2026"
    assert rules.free_slug("maras-tirgus", 2026, {"maras-tirgus", "maras-tirgus-2026"}) == "maras-tirgus-2026-2"


def test_the_word_for_a_new_event_is_nobodys_address():
    assert rules.free_slug("new", 2026, set()) == "new-2026"


@given(st.text("abc-", max_size=100), st.sets(st.sampled_from(["abc", "abc-2026", "event", "event-2026", "event-2026-2"])))
def test_an_address_is_always_free_and_short_enough(wished, taken):
    slug = rules.free_slug(wished, 2026, taken)
    assert slug
    assert slug not in taken
    assert len(slug) <= rules.SLUG_LENGTH
