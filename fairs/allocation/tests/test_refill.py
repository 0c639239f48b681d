"""After publication: few withdraw, few notice."""

import pytest

from fairs.allocation.engine import BadInput, Budget, read, solve
from fairs.allocation.engine.case import Case
from fairs.allocation.engine.refill import refill

from .test_optimum import load


@pytest.fixture(scope="module")
def published():
    instance = read(load("latgale-60-s1"))
    return instance, solve(instance, budget=Budget(until_proof=True)).allocation


@pytest.fixture(scope="module")
def repaired(published):
    """Who withdrew, and the plan without them."""
    instance, before = published
    gone = sorted(before)[::20]
    return gone, refill(instance, before, withdrawn=gone, budget=Budget(until_proof=True))


def moved(before, after):
    return [one for one in before if one in after and set(after[one]) != set(before[one])]


def test_free_places_are_filled_without_moving_anybody_who_can_stay(published, repaired):
    _instance, before = published
    gone, plan = repaired
    assert plan.proven == len(plan.levels)
    assert set(before) - set(gone) <= set(plan.allocation)
    assert not set(gone) & set(plan.allocation)
    assert len(moved(before, plan.allocation)) == -plan.levels[3]
    assert plan.levels[3] >= -len(gone)


def test_nobody_is_worse_off_unless_he_agreed(published, repaired):
    instance, before = published
    _gone, plan = repaired
    case = Case(instance)
    for one in moved(before, plan.allocation):
        a = case.number[one]
        was, now = (case.ground.window_number[frozenset(map(case.ground.number.get, at[one]))] for at in (before, plan.allocation))
        assert (case.rank(a, now) or 99) <= (case.rank(a, was) or 99)
        assert len(plan.allocation[one]) >= len(before[one])


def test_who_stood_on_a_closed_stall_keeps_a_place(published):
    instance, before = published
    loser = next(one for one in sorted(before) if one not in instance.pins and len(before[one]) == 1)
    gone = [one for one in sorted(before) if one != loser][:8]
    agreed = frozenset(before)
    plan = refill(instance, before, withdrawn=gone, closed=before[loser], agreed=agreed, budget=Budget(until_proof=True))
    assert plan.levels[0] == 0
    assert set(plan.allocation[loser]).isdisjoint(before[loser])


def test_an_unknown_name_is_refused(published):
    instance, before = published
    with pytest.raises(BadInput):
        refill(instance, before, withdrawn=["nobody"])
