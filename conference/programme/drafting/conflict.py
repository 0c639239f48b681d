"""The smallest reason why there is no programme: demands that contradict each other, none of them superfluous."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from conference.programme.drafting.demands import demands_of
from conference.programme.drafting.model import Model, solver_with
from conference.programme.drafting.problem import Demand, Problem

WORK = 1.0
"""Deterministic time for each question whether some of the demands can be met; an unanswered one counts as yes."""


def conflict(problem: Problem, *, seed: int = 1) -> tuple[Demand, ...]:
    """Return demands that cannot all be met, such that leaving out any one of them would help (QuickXplain, Junker 2004).

    Empty when the halls could hold everything and only the search was too short.
    """
    demands = demands_of(problem)

    def is_possible(held: Sequence[Demand]) -> bool:
        return solver_with(seed, WORK).solve(Model(problem, frozenset(held)).cp) != cp_model.INFEASIBLE

    if is_possible(demands):
        return ()

    def explain(kept: list[Demand], is_new: bool, rest: list[Demand]) -> list[Demand]:
        if is_new and not is_possible(kept):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        from_second = explain(kept + first, True, second)
        from_first = explain(kept + from_second, bool(from_second), first)
        return from_first + from_second

    found = set(explain([], False, list(demands)))
    return tuple(demand for demand in demands if demand in found)
