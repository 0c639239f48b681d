"""The same input and seed give the same bytes, on a busy machine too."""

import subprocess
import sys

import pytest

from fairs.allocation.engine import Budget, dumps, read, solve

from .test_optimum import load


def plan(**budget):
    return dumps(solve(read(load("latgale-60-s1")), seed=3, budget=Budget(**budget)).document())


@pytest.mark.parametrize("budget", [{"patches": 5}, {"seconds": 0.4}, {"seconds": 60}])
def test_a_plan_is_the_same_beside_a_busy_process(budget):
    quiet = plan(**budget)
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        assert plan(**budget) == quiet
    finally:
        busy.kill()
        busy.wait()


def test_a_search_that_was_stopped_can_be_repeated_to_the_same_patch():
    seen = []
    stopped = solve(
        read(load("latgale-60-s1")),
        seed=3,
        budget=Budget(patches=1000),
        progress=lambda now: seen.append(now.patches),
        should_stop=lambda: len(seen) > 1,
    )
    again = solve(read(load("latgale-60-s1")), seed=3, budget=Budget(patches=stopped.patches))
    assert stopped.stopped == "caller"
    assert again.allocation == stopped.allocation


def test_the_best_so_far_is_a_whole_plan():
    plans = []
    solve(read(load("tiny-12-s1")), budget=Budget(until_proof=True), progress=lambda now: plans.append((now.levels, now.plan())))
    assert plans
    assert all(tuple(levels) == plan.levels for levels, plan in plans)
    assert [levels for levels, _ in plans] == sorted(levels for levels, _ in plans)
