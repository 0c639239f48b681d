"""Single exchanges: somebody takes a window, whoever stands there moves to the place that falls free, to an empty one, or out.

The quick part of the search, and what an explanation weighs: both look at the same exchanges, so that after a pass
without gain no reason can name an exchange that would have been better.
"""

from collections.abc import Iterable, Iterator, Mapping

from .board import Board
from .work import Work

GAIN_COST = 100e-6
HOPE_COST = 5e-6
"""Seconds of an ordinary machine that weighing one exchange takes, and seeing that one is not worth weighing."""

WEIGHED = 300
"""Exchanges weighed for one applicant, those of most promise first."""


def exchanges(board: Board, a: int, w: int) -> Iterator[dict[int, int | None]]:
    """Every way looked at of giving window `w` to `a`; none when a pinned applicant stands there."""
    case = board.case
    holders = sorted({board.holder[s] for s in case.ground.windows[w]} - {a, -1})
    if any(h in case.pinned for h in holders) or not case.may_stand(a, w):
        return
    freed = board.at.get(a)
    if len(holders) == 1 and freed is not None and case.ground.windows[w] != case.ground.windows[freed]:
        back = _after_shift(board, a, w, holders[0])
        if back is not None:
            yield {a: w, holders[0]: back}
            return
    change: dict[int, int | None] = {a: w}
    for h in holders:
        change[h] = _empty_place(board, h, w, change)
    yield change


def _after_shift(board: Board, a: int, w: int, other: int) -> int | None:
    """The place of `a`, if the other may stand there and the two places do not overlap."""
    ground = board.case.ground
    freed = board.at[a]
    if not board.case.may_stand(other, freed) or not set(ground.windows[w]).isdisjoint(ground.windows[freed]):
        return None
    return freed


def _empty_place(board: Board, a: int, taken: int, change: dict[int, int | None]) -> int | None:
    """The empty window this applicant would like best once the change is made, or None."""
    case, windows = board.case, board.case.ground.windows
    moving = set(change) | {a}
    occupied = set(windows[taken]).union(*(windows[w] for w in change.values() if w is not None))
    emptied = {s for m in moving if m in board.at for s in windows[board.at[m]]}
    free = {s for s, holder in enumerate(board.holder) if (holder < 0 or s in emptied) and s not in occupied}
    open_ = [w for w in case.ground.windows_over(free) if free.issuperset(windows[w]) and case.may_stand(a, w)]
    return min(open_, key=lambda w: (case.rank(a, w) or 99, not case.keeps_claim(a, w), -len(windows[w]), w), default=None)


def troubled(board: Board) -> list[int]:
    """Who stands beside his own craft or beside somebody unwanted, or apart from somebody he wanted beside him."""
    out = []
    for a in sorted(board.at):
        near = {board.holder[s] for s in board.case.ground.around[board.at[a]]} - {-1}
        craft = board.case.people[a].craft
        alike = craft not in board.case.instance.same_craft_allowed and any(board.case.people[b].craft == craft for b in near)
        if alike or any(_unhappy(board, a, b, b in near) for b in board.case.partners[a]):
            out.append(a)
    return out


def _unhappy(board: Board, a: int, b: int, beside: bool) -> bool:
    pair = (min(a, b), max(a, b))
    return pair in board.case.not_beside if beside else pair in board.case.beside and b in board.at


def improve_by_exchange(board: Board, people: Iterable[int], work: Work, level: int) -> bool:
    """For each of these applicants in turn the best exchange on windows of the size he has; True when one was made.

    Args:
        level: the first level that may still rise; exchanges that cannot make up on it for what they lose are not weighed.
    """
    better = False
    enough = work.left() / 2
    hopes = Hopes(board, board.case.instance.levels[level])
    for a in people:
        if a not in board.at or a in board.case.pinned or work.left() < enough:
            continue
        best, chosen = [0.0] * len(board.case.instance.levels), None
        for w in hopes.best_for(a, work):
            for change in exchanges(board, a, w):
                work.spend(GAIN_COST)
                if None not in change.values() and (gain := lawful_gain(board, change)) is not None and gain > best:
                    best, chosen = gain, change
        if chosen:
            board.apply(chosen)
            hopes.forget()
            better = True
    return better


class Hopes:
    """The most a swap of two equally long places could gain on a level, worked out without making it."""

    def __init__(self, board: Board, level: Mapping[str, float]):
        self._board, self._level = board, level
        self._here: dict[int, float] = {}

    def forget(self) -> None:
        """The board has changed."""
        self._here.clear()

    def _step_away(self, a: int) -> float:
        """The most somebody could gain by leaving his place, before what the new one brings."""
        known = self._here.get(a)
        if known is None:
            known = self._here[a] = self._relief(a) - self._own(a, self._board.at[a])
        return known

    def best_for(self, a: int, work: Work) -> list[int]:
        """The windows that promise `a` and whoever stands there most, as long as they promise anything."""
        board, mine = self._board, self._board.at[a]
        windows = board.case.ground.of_length[len(board.case.ground.windows[mine])]
        work.spend(HOPE_COST * len(windows))
        found = []
        for w in windows:
            hope = self._own(a, w) + self._step_away(a)
            other = board.holder[board.case.ground.windows[w][0]]
            if other >= 0 and board.at[other] == w:
                hope += self._own(other, mine) + self._step_away(other)
            if hope > 0 and w != mine:
                found.append((-hope, w))
        return [w for _, w in sorted(found)[:WEIGHED]]

    def _own(self, a: int, w: int) -> float:
        case, level = self._board.case, self._level
        points = case.points(a, case.rank(a, w)) * level.get("wish_points", 0)
        return points + case.keeps_claim(a, w) * level.get("claims_kept", 0) + self._moves(a, w)

    def _moves(self, a: int, w: int) -> float:
        weight, previous = self._level.get("moves", 0), self._board.case.previous.get(a)
        return weight if weight and previous is not None and previous != frozenset(self._board.case.ground.windows[w]) else 0

    def _relief(self, a: int) -> float:
        """What better neighbours alone could bring, if weights are as usual: wanted ones gained, unwanted and alike ones lost."""
        board, case, level = self._board, self._board.case, self._level
        if any(level.get(term) for term in ("justified_envy", "quota_shortfall")) or level.get("same_craft_neighbours", 0) > 0:
            return float("inf")
        around = case.ground.around[board.at[a]]
        craft = case.people[a].craft
        alike = sum(board.holder[s] >= 0 and case.people[board.holder[s]].craft == craft for s in around)
        pairs = [(min(a, b), max(a, b)) for b in case.partners[a]]
        wanted = sum(case.beside.get(p, 0) for p in pairs) * abs(level.get("beside_met", 0))
        unwanted = sum(case.not_beside.get(p, 0) for p in pairs) * abs(level.get("unwanted_neighbours", 0))
        return wanted + unwanted - alike * 2 * level.get("same_craft_neighbours", 0)


def lawful_gain(board: Board, change: dict[int, int | None]) -> list[float] | None:
    """What the change would do to each level; None when it breaks a rule."""
    before = board.levels(change)
    undo = board.apply(change)
    broken = board.breaks(change)
    after = before if broken else board.levels(change)
    board.apply(undo)
    return None if broken else [round(y - x, 6) for x, y in zip(before, after, strict=True)]
