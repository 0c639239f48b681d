from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticketing.waiting import rules
from ticketing.waiting.rules import Party

SITE, KILN = 1, 2

parties = st.lists(st.dictionaries(st.sampled_from([SITE, KILN, 3]), st.integers(1, 6), min_size=1), max_size=12).map(
    lambda demands: [Party(number, demand) for number, demand in enumerate(demands, 1)]
)
free_places = st.dictionaries(st.sampled_from([SITE, KILN, 3]), st.integers(0, 15))


def group(number, people, quota=KILN):
    return Party(number, {quota: people})


def turns(line, free, *, may_pass=False):
    return [turn.id for turn in rules.turns(line, free, may_pass=may_pass)]


def test_a_group_of_four_is_never_offered_three():
    assert turns([group(1, 4)], {KILN: 3}) == []
    assert turns([group(1, 4)], {KILN: 3}, may_pass=True) == []
    assert turns([group(1, 4)], {KILN: 4}) == [1]


def test_places_are_kept_for_a_large_group_unless_the_event_lets_smaller_ones_pass():
    line = [group(1, 4), group(2, 1), group(3, 2)]
    assert turns(line, {KILN: 3}) == []
    assert turns(line, {KILN: 3}, may_pass=True) == [2, 3]


def test_a_large_group_holds_nobody_up_who_wants_other_places():
    assert turns([group(1, 4, KILN), group(2, 1, SITE)], {KILN: 3, SITE: 1}) == [2]


def test_who_is_passed_over_is_told_with_the_turn():
    line = [group(1, 4), group(2, 1, SITE), group(3, 1)]
    assert rules.turns(line, {KILN: 1}, may_pass=True) == [rules.Turn(3, (1,))]


def test_places_before_somebody_count_only_those_who_want_the_same():
    line = [group(1, 2), group(2, 1, SITE), group(3, 1)]
    assert rules.ahead(line, 3) == [1]


@given(parties, free_places, st.booleans())
def test_no_more_is_offered_than_is_free_and_all_of_a_group_or_none(line, free, may_pass):
    offered = rules.turns(line, free, may_pass=may_pass)
    demand = {party.id: party.demand for party in line}
    taken = Counter()
    for turn in offered:
        taken.update(demand[turn.id])
    assert all(count <= free.get(quota, 0) for quota, count in taken.items())
    assert len({turn.id for turn in offered}) == len(offered)


@given(parties, free_places)
def test_in_a_strict_queue_nobody_is_offered_what_somebody_before_them_still_lacks(line, free):
    offered = set(turns(line, free))
    for party in line:
        if party.id in offered:
            before = [one for one in line if one.id <= party.id]
            wanted = Counter()
            for one in before:
                wanted.update(one.demand)
            assert all(wanted[quota] <= free.get(quota, 0) for quota in party.demand)


@given(parties, free_places)
def test_where_smaller_groups_may_pass_nobody_who_fits_is_left_waiting(line, free):
    offered = set(turns(line, free, may_pass=True))
    left = Counter(free)
    for party in line:
        if party.id in offered:
            left.subtract(party.demand)
    assert not [party for party in line if party.id not in offered and party.fits(left)]


@given(parties, free_places, st.booleans())
def test_more_free_places_never_take_an_offer_away_from_the_first(line, free, may_pass):
    if line and turns(line, free, may_pass=may_pass)[:1] == [line[0].id]:
        more = {quota: count + 1 for quota, count in free.items()}
        assert turns(line, more, may_pass=may_pass)[:1] == [line[0].id]


@given(st.sets(st.integers(1, 500), max_size=40), st.text(max_size=20))
def test_a_lot_is_the_same_whoever_draws_it_and_leaves_nobody_out(numbers, seed):
    drawn = rules.draw(numbers, seed)
    assert drawn == rules.draw(sorted(numbers, reverse=True), seed)
    assert sorted(drawn.values()) == list(range(1, len(numbers) + 1))


def test_the_lot_can_be_worked_out_by_hand():
    # echo -n "seed:1" | sha256sum gives 81e4ba3b…, of 2 97c3ddcd…, of 3 7413102d…: the smallest is first
    assert rules.draw([1, 2, 3], "seed") == {3: 1, 1: 2, 2: 3}


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_an_offer_stands_for_two_days_for_half_a_day_in_the_last_week_and_never_beyond_the_start():
    def until(days, **more):
        return rules.offer_until(made_at=NOW, event_starts_at=NOW + timedelta(days=days), **more) - NOW

    assert until(30) == timedelta(hours=48)
    assert until(7) == timedelta(hours=12)
    assert until(0.25) == timedelta(hours=6)
    assert until(30, stands=timedelta(hours=24)) == timedelta(hours=24)
    assert until(3, stands=timedelta(hours=6)) == timedelta(hours=6)


@given(st.lists(st.integers(), unique=True, min_size=2, max_size=9), st.data())
def test_moving_one_leaves_the_others_in_their_order(line, data):
    one, before = data.draw(st.sampled_from(line)), data.draw(st.sampled_from(line))
    if one != before:
        moved = rules.moved(line, one, before)
        assert moved.index(one) + 1 == moved.index(before)
        assert [other for other in moved if other != one] == [other for other in line if other != one]
