"""The last step of a search that ended without proof: no exchange an explanation would name may be an improvement."""

from .board import Board
from .exchange import GAIN_COST
from .explain import best_exchange, open_wishes, windows_with

ROUNDS = 20


def polish(board: Board) -> None:
    """Makes every exchange that gives somebody a stall he wished for and is better on the whole, until there is none left."""
    for _ in range(ROUNDS):
        if not _pass(board):
            return


def _pass(board: Board) -> bool:
    better = False
    case = board.case
    for a in range(len(case.people)):
        if a in case.pinned:
            continue
        for s in open_wishes(board, a):
            if case.ground.stalls[s].blocked or not windows_with(case, a, s):
                continue
            change, gain = best_exchange(board, a, s)
            if gain is not None and gain > [0.0] * len(gain):
                board.apply(change)
                better = True
                break
    return better


def price(board: Board) -> float:
    """Work to set aside for it: two passes over the wishes, each weighed in some three ways."""
    return 6 * GAIN_COST * sum(len(board.case.named_wishes(a)) for a in range(len(board.case.people)))
