"""The first steps: who gets in, proven; then the levels that follow and ask only where each stands, not beside whom.

*Who gets in* are the leading levels that ask only whether somebody is placed and on how many stalls (quotas, value, extra
stalls, nobody dropped). With pools over all crafts the programme for them is small, and its optimum is the optimum of the
whole problem: who stands where inside a pool makes no difference to them. Levels of wishes,
claims and moves alone are an assignment problem, solved nearly as fast. `draft` goes on from here.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .board import Board
from .case import Case
from .conflict import smallest_conflict
from .errors import Impossible
from .model import INFEASIBLE, OPTIMAL, Limits, Model, Priced
from .programme import LINEAR, PLACING, Level
from .scope import whole
from .settle import settle
from .solution import decided
from .work import Work

WHO = LINEAR - PLACING

QUOTAS_AND_VALUE = 2
"""Levels that are solved at once where the first asks for quotas and all can be met."""

LARGE = 1500
"""Stalls from which a relaxed solution is rounded first; the solver alone needs four times as long."""

REST = Limits(nodes=100, looks=4000)

PREPARING = 40e-6
"""Seconds, for each entry, that the solver takes to prepare a programme for which it has no start."""


class Start(NamedTuple):
    """A board to start from, how many levels at the head are proven to be at their optimum on it, and the relaxed programme of the
    second, where the first asks for quotas and all are met."""

    board: Board
    proven: int
    priced: Priced | None = None


def leading(levels: Sequence[Level], terms: frozenset[str]) -> int:
    """How many levels at the head are made of these terms only."""
    for n, level in enumerate(levels):
        if not terms.issuperset(term for term, weight in level.items() if weight):
            return n
    return len(levels)


def first_board(case: Case, work: Work, *, seed: int, reach: int) -> Start:
    """Who gets in, and where that is quick, where they stand.

    Args:
        reach: levels of wishes are solved only if the ground has at most this many stalls.

    Raises:
        Impossible: no allocation meets every must-have rule.
    """
    levels = case.instance.levels
    who, linear = leading(levels, WHO), leading(levels, LINEAR)
    start = _climb(case, levels[:who] or [{"placed_value": 1}], None, 0, who, work, seed)
    if linear == who or start.proven < who or len(case.ground.stalls) > reach:
        return start
    better = _climb(case, levels[:linear], start.board, start.proven, linear, work, seed)
    return better._replace(priced=start.priced) if better.board.levels() >= start.board.levels() else start


def _climb(case: Case, levels: Sequence[Level], board: Board | None, held: int, kept: int, work: Work, seed: int) -> Start:
    """One level after the other, without neighbours. Pairs to be kept apart are separated at the end; the programme looks
    at them only when that would cost something on the first `kept` levels."""
    found = _climb_once(case, levels, board, held, work, seed, mingled=True)
    if not settle(found.board, kept):
        found = _climb_once(case, levels, board, held, work, seed, mingled=False)
    return found._replace(proven=min(found.proven, kept))


def _climb_once(case: Case, levels, board: Board | None, held: int, work: Work, seed: int, *, mingled: bool) -> Start:
    priced: Priced | None = None
    if held == 0 and len(levels) > 1 and _only_quotas(levels[0]):
        start = _with_quotas_met(case, levels[:QUOTAS_AND_VALUE], work, seed, mingled=mingled)
        if start is not None:
            board, held, priced = start
    model = Model(whole(case, mingled=mingled), levels, seed=seed)
    proven = held
    for n, level in enumerate(levels):
        if n < held:
            model.hold(level, board)
            continue
        outcome, found = model.improve(level, board, Limits(should_stop=work.cancelled if board is not None else None))
        if outcome.status == INFEASIBLE:
            raise Impossible(*smallest_conflict(case))
        if found is not None:
            board = found
            proven += proven == n and outcome.status == OPTIMAL
        model.hold(level, board)
        work.spend(PREPARING * model.entries)
    work.spend(model.work)
    return Start(Board(case, board.at), proven, priced)


def _only_quotas(level: Level) -> bool:
    return level.get("quota_shortfall", 0) < 0 and all(not weight for term, weight in level.items() if term != "quota_shortfall")


def _with_quotas_met(case: Case, levels: Sequence[Level], work: Work, seed: int, *, mingled: bool) -> Start | None:
    """Nothing beats quotas that are all met; where they can be, the second level is solved at once. None where not."""
    model = Model(whole(case, mingled=mingled), levels, seed=seed)
    model.solver.hold(model.programme.sheet.costs(levels[0]), 0.0)
    priced, found = _rounded(model, levels[1]) if len(case.ground.stalls) > LARGE else (None, None)
    if found is None:
        outcome, found = model.improve(levels[1], None, Limits(should_stop=work.cancelled))
        found = found if outcome.status == OPTIMAL else None
        work.spend(PREPARING * model.entries)
    work.spend(model.work)
    return None if found is None else Start(found, QUOTAS_AND_VALUE, priced)


def _rounded(model: Model, level: Level) -> tuple[Priced | None, Board | None]:
    """The relaxed solution, and the optimum by rounding it: whatever it sets to 1 stands fast. No board where that is not as
    good as the relaxed one, which nothing can beat."""
    relaxed = model.relax(level)
    if relaxed is None:
        return None, None
    model.solver.fix(decided(model.programme, relaxed.values))
    outcome, found = model.improve(level, None, REST)
    best = float(model.programme.sheet.costs(level) @ relaxed.values)
    if found is not None and outcome.objective >= best - model.step(level) + 1e-3:
        return Priced(model, relaxed), found
    model.solver.fix([])
    return Priced(model, relaxed), None
