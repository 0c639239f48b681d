from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.learning import rules
from conference.learning.models import Enrolment

START = datetime(2026, 6, 6, 9, tzinfo=UTC)
countries = st.sampled_from(["LV", "RU", "EE"])
modes = st.sampled_from(["in_person", "online"])
people = st.lists(st.builds(rules.Who, countries, modes), min_size=1, max_size=5)


@st.composite
def quotas(draw):
    kinds = draw(
        st.lists(st.tuples(st.sampled_from(["", "LV", "RU"]), st.sampled_from(["", "in_person", "online"])), unique=True, max_size=4)
    )
    return [rules.Seats(n, country, mode, draw(st.integers(0, 4))) for n, (country, mode) in enumerate(kinds)]


def test_the_moves_are_of_states_that_exist():
    states = set(Enrolment.State.values)
    assert rules.MOVES.keys() == states
    assert set().union(*rules.MOVES.values()) <= states
    assert set(Enrolment.HOLDING) == rules.HOLDING


def test_who_has_left_never_comes_back():
    assert not rules.MOVES["withdrawn"]
    assert not rules.MOVES["declined"]
    assert rules.sources("enrolled") == ["applied", "offered"]


@given(people, quotas())
def test_people_who_fit_one_after_the_other_fit_together(party, seats):
    left = {one.id: one.left for one in seats}
    fits = True
    for who in party:
        for one in seats:
            if one.is_for(who):
                left[one.id] -= 1
        fits = fits and (not seats or any(one.is_for(who) for one in seats))
    assert rules.fit(party, seats) == (fits and min(left.values(), default=0) >= 0)


@given(people, quotas())
def test_a_party_that_fits_still_fits_without_one_of_its_people(party, seats):
    if rules.fit(party, seats):
        assert all(rules.fit(party[:n] + party[n + 1 :], seats) for n in range(len(party)))


@given(st.builds(rules.Who, countries, modes), quotas())
def test_what_is_left_for_somebody_is_how_many_like_them_fit(who, seats):
    left = rules.left_for(who, seats)
    if left is None:
        assert rules.fit([who] * 50, seats)
    else:
        assert rules.fit([who] * left, seats) or left == 0
        assert not rules.fit([who] * (left + 1), seats)


@given(st.lists(people, min_size=1, max_size=5), quotas())
def test_next_is_the_first_that_fits_and_all_before_do_not(parties, seats):
    line = [rules.Party(str(n), tuple(party)) for n, party in enumerate(parties)]
    pick = rules.next_in_line(line, seats)
    fitting = [party.id for party in line if rules.fit(party.people, seats)]
    assert (pick.id if pick else None) == (fitting[0] if fitting else None)
    if pick:
        assert [party.id for party in line if party.id in pick.passed_over] == [str(n) for n in range(int(pick.id))]


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(0, 10))
def test_at_an_activity_groups_get_all_or_nothing_and_no_seat_is_kept_from_who_fits(sizes, left):
    waiting = [(str(n), size) for n, size in enumerate(sizes)]
    seated = rules.seated_together(waiting, left)
    used = sum(sizes[int(group)] for group in seated)
    assert used <= left
    assert all(size > left - used for group, size in waiting if group not in seated)
    assert rules.seated_together(waiting, None) == [group for group, _size in waiting]


@given(st.sets(st.text("abc", min_size=1, max_size=3), max_size=6), st.integers(0, 10**9))
def test_the_lot_gives_each_a_place_of_its_own_and_can_be_drawn_again(parties, seed):
    drawn = rules.draw(parties, seed)
    assert sorted(drawn.values()) == list(range(1, len(parties) + 1))
    assert all(rules.draw(order, seed) == drawn for order in list(permutations(parties))[:5])


def test_the_lot_favours_nobody():
    firsts = {min(drawn, key=drawn.get) for seed in range(60) if (drawn := rules.draw("abcd", seed))}
    assert firsts == set("abcd")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=6))
def test_a_clash_is_any_pair_that_shares_a_moment(times):
    spans = [rules.Span(n, START + timedelta(hours=a), START + timedelta(hours=a + long)) for n, (a, long) in enumerate(times)]
    found = {frozenset(pair) for pair in rules.clashes(spans)}
    for first in spans:
        for second in spans:
            if first.id < second.id:
                shares = max(first.starts_at, second.starts_at) < min(first.ends_at, second.ends_at)
                assert (frozenset({first.id, second.id}) in found) == shares


@pytest.mark.parametrize(
    ("age", "least", "problem"),
    [(None, None, ""), (None, 16, ""), (None, 21, "age_needed"), (15, 16, "too_young"), (16, 16, ""), (20, 21, "too_young"), (7, 7, "")],
)
def test_an_age_left_out_says_of_age_and_no_more(age, least, problem):
    assert rules.age_problem(age, least, 18) == problem


def test_a_minor_is_who_says_an_age_below():
    assert [rules.is_minor(age, 18) for age in (None, 17, 18, 0)] == [False, True, False, True]
    assert rules.must_say_age([None, 21], 18)
    assert not rules.must_say_age([None, 7], 18)


@given(st.timedeltas(timedelta(0), timedelta(days=60)), st.integers(1, 400))
def test_an_offer_never_outlasts_the_start_and_is_short_in_the_last_week(before, hours):
    made_at = START - before
    until = rules.offer_until(made_at=made_at, hours=hours, event_starts_at=START)
    assert made_at <= until <= START
    if before <= timedelta(days=7):
        assert until - made_at <= timedelta(hours=12)


@given(st.timedeltas(timedelta(0), timedelta(days=60)))
def test_there_is_always_time_to_pay(before):
    until = rules.pay_until(enrolled_at=START - before, event_starts_at=START)
    assert timedelta(hours=1) <= until - (START - before) <= timedelta(days=7)
    if before > timedelta(days=2):
        assert until <= START - timedelta(days=1)


def test_the_phases_follow_each_other():
    times = rules.Times(START - timedelta(days=9), START - timedelta(days=2), START, START + timedelta(hours=8))
    moments = [START - timedelta(days=10), START - timedelta(days=9), START - timedelta(days=2), START, START + timedelta(hours=8)]
    assert [rules.phase(times, at) for at in moments] == ["soon", "open", "closed", "closed", "over"]
