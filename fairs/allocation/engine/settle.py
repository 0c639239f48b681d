"""Separates pairs that must be kept apart after a programme that did not look at them."""

from collections.abc import Iterator

from .board import Board


def settle(board: Board, kept: int) -> bool:
    """Swaps or moves one of each pair to where the rule is met; the best such change that loses nothing on the first
    `kept` levels. False, with the board as far as it came, when some pair finds none."""
    for a, b in sorted(board.case.apart):
        if touch(board, a, b):
            changes = [(gain, change) for change in _ways_out(board, a, b) if min((gain := board.gain(change))[:kept], default=0) >= 0]
            if not changes:
                return False
            board.apply(max(changes, key=lambda pair: (pair[0], sorted(pair[1].items())))[1])
    return True


def touch(board: Board, a: int, b: int) -> bool:
    """Whether both stand, side by side."""
    ground = board.case.ground
    return a in board.at and b in board.at and not ground.around[board.at[a]].isdisjoint(ground.windows[board.at[b]])


def _ways_out(board: Board, a: int, b: int) -> Iterator[dict[int, int]]:
    """Each place as large, empty or somebody else's, that one of the two could have, and nobody comes to stand wrongly."""
    case, windows = board.case, board.case.ground.windows
    for x in (a, b):
        if x in case.pinned:
            continue
        mine = board.at[x]
        for w in case.ground.of_length[len(windows[mine])]:
            holders = {board.holder[s] for s in windows[w]}
            c = holders.pop()
            if holders or w == mine or not case.may_stand(x, w) or (c >= 0 and (board.at[c] != w or not case.may_stand(c, mine))):
                continue
            change = {x: w} if c < 0 else {x: w, c: mine}
            undo = board.apply(change)
            broken = board.breaks(change)
            board.apply(undo)
            if not broken:
                yield change
