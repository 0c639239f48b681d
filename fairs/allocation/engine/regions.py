"""A large ground, region by region: each is solved like a small fair (`core`), with everything around it standing fast."""

from collections.abc import Callable

from .board import Board
from .choosing import Chooser
from .core import Core
from .model import Limits
from .scope import Certain, patch
from .work import Work

SIZES = (240, 340)
"""Stalls of a region in the first round and in those that follow. Twice as many take three times as long."""

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
        board = _round(board, known, held, work, chooser, size, seed, report)
        after = board.levels()[held]
        if after - before < WORTHWHILE * abs(after):
            break
        size = SIZES[1]
    return board


def _round(
    board: Board, known: Certain, held: int, work: Work, chooser: Chooser, size: int, seed: int, report: Callable[[str, Board], None]
) -> Board:
    """From one end of the file to the other, in another rhythm each time."""
    open_ = [n for n, s in enumerate(board.case.ground.stalls) if not s.blocked]
    while open_ and not work.over():
        stalls = chooser.near(open_[chooser.below(min(size // 4, len(open_)))], size)
        scope = patch(board, stalls, chooser.waiting(board, stalls, WAITING), mingled=True, certain=known)
        core = Core(board, scope, held, work, seed=seed, rounds=CORES, limits=LIMITS)
        core.run()
        board = core.board
        report("region", board)
        done = set(stalls)
        open_ = [n for n in open_ if n not in done]
    return board
