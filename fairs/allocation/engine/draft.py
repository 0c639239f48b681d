"""A start for a large ground: wishes, claims and moves alone, nobody's neighbours.

Relaxed, so that somebody may stand half here and half there, nearly everybody turns out to stand in one place. Those stay
there, and a small programme decides about the rest.
"""

import random

import numpy as np

from .board import Board
from .model import Limits, Model
from .programme import LINEAR, Level
from .scope import Certain, whole
from .settle import settle
from .solution import decided
from .work import Work

ATTEMPTS = 6
"""How often the programme for the rest is tried, each time with a fifth fewer of the others standing fast."""

REST = Limits(nodes=40, looks=4000)


def draft(board: Board, known: Certain, held: int, work: Work, *, seed: int) -> Board:
    """The board with what its first open level says of wishes close to the optimum, the `held` ones before it kept; the same
    board where that brings nothing."""
    case, levels = board.case, board.case.instance.levels
    goal = {term: weight for term, weight in levels[held].items() if term in LINEAR}
    model = Model(whole(case, mingled=True, certain=known), [*levels[:held], goal], seed=seed)
    for kept in levels[:held]:
        model.hold(kept, board)
    relaxed = model.relax(goal)
    found = None if relaxed is None else _rounded(model, goal, board, relaxed.values, seed)
    work.spend(model.work)
    if found is None or not settle(found, held) or found.levels() <= board.levels():
        return board
    return Board(case, found.at)


def _rounded(model: Model, goal: Level, board: Board, relaxed: np.ndarray, seed: int) -> Board | None:
    """Whoever stands in one place and belongs to those who get in (as the board knows) stays; the rest is decided anew."""
    dice = random.Random(f"draft/{seed}")  # noqa: S311 - no secret depends on it
    fast = decided(model.programme, relaxed, board.at)
    for _ in range(ATTEMPTS):
        model.solver.fix(fast)
        _outcome, found = model.improve(goal, None, REST)
        if found is not None:
            return found
        fast = sorted(dice.sample(fast, len(fast) * 4 // 5))
    return None
