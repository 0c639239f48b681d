"""The first steps: who gets in, proven; then the levels that follow and ask only where each stands, not beside whom.

*Who gets in* are the leading levels that ask only whether somebody is placed and on how many stalls (quotas, value, extra
stalls, nobody dropped). With pools over all crafts the programme for them is small, and its optimum is the optimum of the
whole problem: who stands where inside a pool makes no difference to them. Levels of wishes,
claims and moves alone are an assignment problem, solved nearly as fast. `draft` goes on from here.
"""

from collections.abc import Sequence

from .board import Board
from .case import Case
from .conflict import smallest_conflict
from .errors import Impossible
from .model import INFEASIBLE, OPTIMAL, Limits, Model
from .programme import LINEAR, PLACING, Level
from .scope import whole
from .settle import settle
from .solution import decided
from .work import Work

WHO = LINEAR - PLACING

LARGE = 1500
"""Stalls from which a relaxed solution is rounded first; the solver alone needs four times as long."""

REST = Limits(nodes=100, looks=4000)

PREPARING = 40e-6
"""Seconds, for each entry, that the solver takes to prepare a programme for which it has no start."""


def leading(levels: Sequence[Level], terms: frozenset[str]) -> int:
    """How many levels at the head are made of these terms only."""
    for n, level in enumerate(levels):
        if not terms.issuperset(term for term, weight in level.items() if weight):
            return n
    return len(levels)


def first_board(case: Case, work: Work, *, seed: int, reach: int) -> tuple[Board, int]:
    """A board to start from, and how many levels at the head are proven to be at their optimum on it.

    Args:
        reach: levels of wishes are solved only if the ground has at most this many stalls.

    Raises:
        Impossible: no allocation meets every must-have rule.
    """
    levels = case.instance.levels
    who, linear = leading(levels, WHO), leading(levels, LINEAR)
    board, proven = _climb(case, levels[:who] or [{"placed_value": 1}], None, 0, who, work, seed)
    if linear == who or proven < who or len(case.ground.stalls) > reach:
        return board, proven
    better, more = _climb(case, levels[:linear], board, proven, linear, work, seed)
    return (better, more) if better.levels() >= board.levels() else (board, proven)


def _climb(case: Case, levels: Sequence[Level], board: Board | None, held: int, kept: int, work: Work, seed: int) -> tuple[Board, int]:
    """One level after the other, without neighbours. Pairs to be kept apart are separated at the end; the programme looks
    at them only when that would cost something on the first `kept` levels."""
    found, proven = _climb_once(case, levels, board, held, work, seed, mingled=True)
    if not settle(found, kept):
        found, proven = _climb_once(case, levels, board, held, work, seed, mingled=False)
    return found, min(proven, kept)


def _climb_once(case: Case, levels, board: Board | None, held: int, work: Work, seed: int, *, mingled: bool) -> tuple[Board, int]:
    if held == 0 and len(levels) > 1 and _only_quotas(levels[0]):
        found = _with_quotas_met(case, levels[:2], work, seed, mingled=mingled)
        board, held = (found, 2) if found is not None else (board, 0)
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
    return Board(case, board.at), proven


def _only_quotas(level: Level) -> bool:
    return level.get("quota_shortfall", 0) < 0 and all(not weight for term, weight in level.items() if term != "quota_shortfall")


def _with_quotas_met(case: Case, levels: Sequence[Level], work: Work, seed: int, *, mingled: bool) -> Board | None:
    """Nothing beats quotas that are all met; where they can be, the second level is solved at once. None where not."""
    model = Model(whole(case, mingled=mingled), levels, seed=seed)
    model.solver.hold(model.programme.sheet.costs(levels[0]), 0.0)
    found = _rounded(model, levels[1]) if len(case.ground.stalls) > LARGE else None
    if found is None:
        outcome, found = model.improve(levels[1], None, Limits(should_stop=work.cancelled))
        found = found if outcome.status == OPTIMAL else None
        work.spend(PREPARING * model.entries)
    work.spend(model.work)
    return found


def _rounded(model: Model, level: Level) -> Board | None:
    """The optimum by rounding a relaxed solution: whatever it sets to 1 stands fast. None where that is not as good as the
    relaxed one, which nothing can beat."""
    relaxed = model.relax(level)
    if relaxed is None:
        return None
    model.solver.fix(decided(model.programme, relaxed.values))
    outcome, found = model.improve(level, None, REST)
    best = float(model.programme.sheet.costs(level) @ relaxed.values)
    if found is not None and outcome.objective >= best - model.step(level) + 1e-3:
        return found
    model.solver.fix([])
    return None
