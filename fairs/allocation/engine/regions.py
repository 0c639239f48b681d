"""A large ground, region by region: each is solved like a small fair (`core`), with everything around it standing fast.

First come the regions near each other, once over the whole ground. Who wished to stand together and still does not is often far
away: for each such pair there is a region around both. They are small, and bring more for their work than another round
over the ground, which comes last.
"""

from collections.abc import Callable, Iterator
from functools import partial

from .board import Board
from .choosing import Chooser
from .core import Core
from .model import Limits
from .scope import Certain, patch
from .settle import touch
from .work import Work

SIZES = (240, 340)
"""Stalls of a region in the first round and in those that follow. Twice as many take three times as long."""

PAIR = 120
"""Stalls of the region around a pair."""

CORES, LIMITS = 1, Limits(nodes=40, looks=4000)
"""Whole programmes solved for a region, and how far each may go."""

WAITING = 40
"""Waiting applicants let into a region."""

WORTHWHILE = 0.002
"""A round that gains less than this share of the level is the last one."""


def draft_regions(board: Board, known: Certain, held: int, work: Work, *, seed: int, report: Callable[[str, Board], None]) -> Board:
    """Rounds in which every usable stall has its turn, until the work is done or a round was not worth it."""
    chooser = Chooser(board.case, seed)
    size = SIZES[0]
    while not work.over():
        before = board.levels()[held]
        for regions in (_over_the_ground(chooser, size), _around_pairs(chooser)):
            board = _solved(regions, board, known, held, work, chooser, seed, report)
        after = board.levels()[held]
        if after - before < WORTHWHILE * abs(after):
            break
        size = SIZES[1]
    return board


Regions = Iterator[Callable[[Board], list[int]]]
"""One after the other, the stalls of a region as they follow from the board of that moment; none where it is not needed."""


def _over_the_ground(chooser: Chooser, size: int) -> Regions:
    """From one end of the file to the other, in another rhythm each time."""
    open_ = [n for n, s in enumerate(chooser.case.ground.stalls) if not s.blocked]
    while open_:
        stalls = chooser.near(open_[chooser.below(min(size // 4, len(open_)))], size)
        done = set(stalls)
        open_ = [n for n in open_ if n not in done]
        yield partial(_same, stalls)


def _same(stalls: list[int], _board: Board) -> list[int]:
    return stalls


def _around_pairs(chooser: Chooser) -> Regions:
    """Around those who wish to stand side by side and do not, though both have a place."""
    for a, b in chooser.case.beside:
        yield partial(_around, chooser, a, b)


def _around(chooser: Chooser, a: int, b: int, board: Board) -> list[int]:
    if a not in board.at or b not in board.at or touch(board, a, b):
        return []
    rows = [board.case.ground.windows[board.at[one]] for one in (a, b)]
    return sorted({s for row in rows for s in chooser.near(row[0], PAIR // 2)})


def _solved(
    regions: Regions, board: Board, known: Certain, held: int, work: Work, chooser: Chooser, seed: int, report: Callable[[str, Board], None]
) -> Board:
    """The board with one region after the other at its best, as far as the work goes."""
    for region in regions:
        if work.over():
            break
        stalls = region(board)
        if stalls:
            scope = patch(board, stalls, chooser.waiting(board, stalls, WAITING), mingled=True, certain=known)
            core = Core(board, scope, held, work, seed=seed, rounds=CORES, limits=LIMITS)
            core.run()
            board = core.board
            report("region", board)
    return board
