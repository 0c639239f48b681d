"""A start close to the optimum: the whole fair as one programme that knows wishes and crafts, though no pairs of applicants.

Its relaxation, in which somebody may stand half here and half there, is solved by an interior point method; nearly
everybody turns out to stand in one place. Those stay there, and a small programme decides about the rest. The result is
within two or three per cent of the optimum before the first patch is looked at.
"""

import random

import numpy as np

from .board import Board
from .case import Case
from .model import Limits, Model
from .programme import LINEAR
from .scope import whole
from .settle import settle
from .work import Work

DRAWN = LINEAR | {"same_craft_neighbours"}
"""Terms the programme knows."""

ATTEMPTS = 6
"""How often the programme for the rest is tried, each time with a fifth fewer of the others standing fast."""

REST = {"nodes": 40, "looks": 4000}


def draft(case: Case, board: Board, held: int, work: Work, *, seed: int) -> Board:
    """The board with its first open level close to the optimum, the `held` ones before it kept; the same where that fails."""
    levels = case.instance.levels
    level = {term: weight for term, weight in levels[held].items() if term in DRAWN}
    model = Model(whole(case, mingled=True), [*levels[:held], level], seed=seed)
    for kept in levels[:held]:
        model.hold(kept, board)
    relaxed = model.relax(level)
    found = None if relaxed is None else _rounded(model, level, board, relaxed, seed)
    work.spend(model.work)
    if found is None or not settle(found, held) or found.levels() < board.levels():
        return board
    return Board(case, found.at)


def _rounded(model: Model, level, board: Board, relaxed: np.ndarray, seed: int) -> Board | None:
    """Whoever stands in one place and belongs to those who get in (as the board knows) stays; the rest is decided anew."""
    dice = random.Random(f"draft/{seed}")  # noqa: S311 - no secret depends on it
    fast = model.programme.decided(relaxed, board.at)
    for _ in range(ATTEMPTS):
        model.solver.fix(fast)
        _outcome, found = model.improve(level, None, Limits(**REST))
        if found is not None:
            return found
        fast = sorted(dice.sample(fast, len(fast) * 4 // 5))
    return None
