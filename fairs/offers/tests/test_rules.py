from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fairs.offers import rules
from fairs.offers.rules import Arrival, Gateway, Waiting

RIGA = ZoneInfo("Europe/Riga")
FAIR = datetime(2026, 8, 15, 7, tzinfo=UTC)
moments = st.integers(0, 90 * 24).map(lambda hours: FAIR - timedelta(hours=hours))


def test_an_offer_stands_two_days_and_half_a_day_in_the_last_week():
    assert rules.answer_until(made_at=FAIR - timedelta(days=20), event_starts_at=FAIR) == FAIR - timedelta(days=18)
    assert rules.answer_until(made_at=FAIR - timedelta(days=5), event_starts_at=FAIR) == FAIR - timedelta(days=4, hours=12)


@given(moments)
def test_no_offer_and_no_fee_waits_beyond_the_start(made_at):
    assert rules.answer_until(made_at=made_at, event_starts_at=FAIR) <= FAIR
    until = rules.pay_until(accepted_at=made_at, event_starts_at=FAIR, working_days=5, zone=RIGA, country="LV")
    assert made_at < until <= max(FAIR, made_at + timedelta(hours=1))


def test_five_working_days_leave_out_the_weekend():
    friday = datetime(2026, 7, 3, 9, tzinfo=UTC)
    until = rules.pay_until(accepted_at=friday, event_starts_at=FAIR, working_days=5, zone=RIGA, country="LV")
    assert until == datetime(2026, 7, 11, 0, tzinfo=RIGA)


def waiting(application, group, place, *stalls):
    return Waiting(application, group, place, frozenset(stalls))


def test_the_list_of_the_group_that_lost_its_maker_goes_first():
    line = [waiting(1, "wood", 1, 7), waiting(2, "clay", 2, 7), waiting(3, "clay", 1, 8)]
    pick = rules.next_in_line(line, stalls=[7], group="clay", full_groups=frozenset())
    assert (pick.application, pick.stall, pick.passed_over) == (2, 7, ((3, "no_fit"),))


def test_a_full_group_is_passed_over_with_its_reason():
    line = [waiting(1, "clay", 1, 7), waiting(2, "wood", 1, 7)]
    pick = rules.next_in_line(line, stalls=[7], group="clay", full_groups=frozenset({"clay"}))
    assert (pick.application, pick.passed_over) == (2, ((1, "group_full"),))


@given(
    st.lists(
        st.builds(waiting, st.integers(1, 99), st.sampled_from("abc"), st.integers(1, 9), st.integers(1, 4), st.integers(1, 4)), max_size=8
    ),
    st.lists(st.integers(1, 4), unique=True, min_size=1),
)
def test_nobody_is_passed_over_who_would_have_fitted(line, stalls):
    pick = rules.next_in_line(line, stalls=stalls, group="a", full_groups=frozenset({"c"}))
    fits = [one for one in line if one.group != "c" and one.stalls & set(stalls)]
    assert (pick is None) == (not fits)
    if pick:
        best = min(fits, key=lambda one: (one.group != "a", one.place, one.application))
        assert pick.application == best.application


SETUP = [(FAIR - timedelta(hours=16), FAIR - timedelta(hours=12)), (FAIR - timedelta(hours=3), FAIR - timedelta(minutes=30))]
arrivals = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=80).map(
    lambda rows: [Arrival(n, {1: one, 2: two}) for n, (one, two) in enumerate(rows)]
)


@given(arrivals, st.integers(1, 3))
def test_everybody_has_a_time_in_the_windows_and_no_place_is_given_twice(coming, at_once):
    slots = rules.load_in(coming, [Gateway(1, at_once, 20), Gateway(2, 1, 15)], SETUP)
    assert Counter(slot.application for slot in slots) == Counter(one.application for one in coming)
    assert max(Counter((slot.entrance, slot.starts_at, slot.lane) for slot in slots).values()) == 1
    assert all(any(opens <= slot.starts_at and slot.ends_at <= closes for opens, closes in SETUP) for slot in slots)


@given(arrivals)
def test_far_stalls_come_first(coming):
    slots = rules.load_in(coming, [Gateway(1, 2, 20)], SETUP)
    if len(coming) <= 20:
        far = {one.application: min(one.distance.values()) for one in coming}
        assert [far[slot.application] for slot in sorted(slots, key=lambda slot: slot.starts_at)] == sorted(far.values(), reverse=True)
