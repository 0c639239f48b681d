"""A start close to the optimum: the whole fair, or a large region of it, as one programme that knows wishes, crafts and pairs.

Its relaxation, in which somebody may stand half here and half there, is solved by an interior point method; then columns
for the pairs that would pay are added and it is solved again (`pairs`). Nearly everybody turns out to stand in one place. Those stay
there, and a small programme decides about the rest. The result is within one per cent of the optimum, as a rule within half.
"""

import random

import numpy as np

from .board import Board
from .model import Limits, Model
from .pairs import add_pairs
from .programme import LINEAR, Level
from .scope import Scope
from .settle import settle
from .work import Work

DRAWN = LINEAR | {"same_craft_neighbours"}
"""Terms the programme knows, but for the pairs."""

ATTEMPTS = 6
"""How often the programme for the rest is tried, each time with a fifth fewer of the others standing fast."""

REST = Limits(nodes=40, looks=4000)


def draft(board: Board, scope: Scope, held: int, work: Work, *, seed: int, terms: frozenset[str] = DRAWN) -> Board:
    """The board with its first open level close to the optimum inside the scope, the `held` ones before it kept; the same
    board where that brings nothing. `terms`: those of the level that are looked at."""
    levels = board.case.instance.levels
    goal = {term: weight for term, weight in levels[held].items() if term in terms}
    model = Model(scope, [*levels[:held], goal], seed=seed)
    for kept in levels[:held]:
        model.hold(kept, board)
    found = _solved(model, goal, levels[held], board, seed)
    work.spend(model.work)
    if found is None or not settle(found, held) or found.levels() <= board.levels():
        return board
    return Board(board.case, found.at)


def _solved(model: Model, goal: Level, level: Level, board: Board, seed: int) -> Board | None:
    relaxed = model.relax(goal)
    if relaxed is not None and "beside_met" not in model.programme.used and add_pairs(model.programme, level, relaxed.reduced):
        goal = {**goal, "beside_met": level["beside_met"]}
        relaxed = model.relax(goal, again=True)
    return None if relaxed is None else _rounded(model, goal, board, relaxed.values, seed)


def _rounded(model: Model, goal: Level, board: Board, relaxed: np.ndarray, seed: int) -> Board | None:
    """Whoever stands in one place and belongs to those who get in (as the board knows) stays; the rest is decided anew."""
    dice = random.Random(f"draft/{seed}")  # noqa: S311 - no secret depends on it
    fast = model.programme.decided(relaxed, board.at)
    for _ in range(ATTEMPTS):
        model.solver.fix(fast)
        _outcome, found = model.improve(goal, None, REST)
        if found is not None:
            return found
        fast = sorted(dice.sample(fast, len(fast) * 4 // 5))
    return None
