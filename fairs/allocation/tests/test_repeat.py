"""The same input and seed give the same bytes, on a busy machine too."""

import multiprocessing

from fairs.allocation.engine import Budget, dumps, read, solve

from .test_optimum import load


def plan(**budget):
    return dumps(solve(read(load("latgale-60-s1")), seed=3, budget=Budget(**budget)).document())


def spin(stop):
    while not stop.is_set():
        sum(range(10_000))


def test_a_plan_is_the_same_beside_a_busy_process():
    quiet = plan(patches=10)
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    busy = [context.Process(target=spin, args=(stop,), daemon=True) for _ in range(2)]
    for process in busy:
        process.start()
    try:
        assert plan(patches=10) == quiet
    finally:
        stop.set()
        for process in busy:
            process.join()


def test_a_proven_plan_is_the_same_twice():
    assert plan(until_proof=True) == plan(until_proof=True)


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
