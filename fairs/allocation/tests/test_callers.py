"""What the pages ask the engine: any plan weighed, two compared, and where everybody stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairs.allocation.engine import Budget, Impossible, compare, evaluate, read, solve, standing

from .strategies import fairs
from .test_optimum import load
from .yardstick import Yardstick


@pytest.fixture(scope="module")
def published():
    instance = read(load("latgale-60-s1"))
    return instance, dict(solve(instance, budget=Budget(patches=5)).allocation)


def codes(instance, allocation):
    return {broken.code for broken in evaluate(instance, allocation).broken}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fairs(previous=True), st.data())
def test_a_plan_made_by_hand_is_weighed_as_the_yardstick_weighs_it(document, data):
    instance, yard = read(document), Yardstick(document)
    rows = [(), *((s,) for s in yard.stalls), *[row for one in yard.people for row in yard.rows(one)]]
    at = {one: row for one in yard.people if (row := data.draw(st.sampled_from(rows)))}
    judged = evaluate(instance, at)
    taken = [s for row in at.values() for s in row]
    if len(taken) == len(set(taken)):
        assert list(judged.levels) == pytest.approx(yard.levels(at))
    assert (not judged.broken) == yard.lawful(at)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(fairs())
def test_everybody_is_told_where_he_stands(document):
    instance = read(document)
    try:
        plan = solve(instance, budget=Budget(until_proof=True))
    except Impossible:
        return
    facts = standing(instance, plan.allocation)
    assert set(facts) == {a.id for a in instance.applicants}
    assert {one for one, said in facts.items() if said["code"] == "placed"} == set(plan.allocation)
    assert sorted(said["turn"] for said in facts.values() if "turn" in said) == list(range(1, len(plan.waiting) + 1))
    for said in facts.values():
        if "exchange" in said:
            trial = dict(plan.allocation) | said["exchange"]
            after = compare(instance, plan.allocation, {one: stalls for one, stalls in trial.items() if stalls})
            assert not after.after.broken
            assert not after.better
            assert (after.first, -after.change[after.first - 1] if after.first else 0) == (said["level"], said["loss"])


def test_each_broken_rule_has_its_code(published):
    instance, at = published
    pinned = next(iter(instance.pins))
    stall = next(s.id for s in instance.stalls if s.blocked)
    small = next(a.id for a in instance.applicants if a.id in at and a.most == 1 and a.id not in instance.pins)
    a, b = [one for one in at if one not in instance.pins][:2]
    assert codes(instance, at) == set()
    assert "not_placed" in codes(instance, {one: row for one, row in at.items() if one != pinned})
    assert "closed" in codes(instance, at | {small: (stall,)})
    assert "shared" in codes(instance, at | {a: at[b]})
    assert "pinned_to_other" in codes(instance, at | {a: at[pinned]})
    assert {"size", "not_touching"} <= codes(instance, at | {small: (instance.stalls[0].id, instance.stalls[-1].id)})
    assert codes(instance, at | {small: ("nowhere",)}) == {"unknown_stall", "empty"}
    assert codes(instance, at | {"nobody": at[a]}) == {"unknown_applicant"}


def test_two_plans_are_compared_by_who_moves_and_what_it_costs(published):
    instance, at = published
    a, b = [one for one in at if one not in instance.pins and len(at[one]) == 1][:2]
    other = {one: row for one, row in at.items() if one != b} | {a: at[b]}
    found = compare(instance, at, other)
    assert found.moved == {a: (at[a], at[b])}
    assert found.left == (b,)
    assert found.entered == ()
    assert not found.better
    assert found.change[found.first - 1] < 0
    assert compare(instance, at, at).first is None
