"""Which patch of the ground is looked at next.

Four kinds, in turn: the stalls *near* one stall; the stalls *along wishes*, from somebody who did not get what he wished
for to whoever stands there, to what that one would rather have, and so on; for pairs who should stand together, the surroundings of *both*;
and *scattered* stalls, no two of whose holders touch, so that all neighbours stand fast: that leaves a mere assignment, which
is solved at once for several times as many stalls. Stalls and people are drawn from shuffled decks, so that everything gets its turn.
"""

import random
from collections import deque

from .board import Board
from .case import Case

WAITING = 12
"""At most so many of the waiting applicants are let into a patch."""

KINDS = ("wishes", "pair", "near", "wishes", "scattered", "pair", "wishes", "near")
SCATTERED = 3
"""How many times more stalls a scattered patch may have."""


class Chooser:
    """Draws patches; the same seed and the same boards give the same patches."""

    def __init__(self, case: Case, seed: int):
        self.case = case
        self._dice = random.Random(f"patches/{seed}")  # noqa: S311 - no secret depends on it
        self._usable = [n for n, s in enumerate(case.ground.stalls) if not s.blocked]
        self._decks: dict[str, list] = {}
        self._turn = 0

    def _draw(self, name: str, everything: list):
        """The next card of a deck that is shuffled anew when it is used up; None when there are no cards at all."""
        deck = self._decks.setdefault(name, [])
        if not deck:
            deck.extend(everything)
            self._dice.shuffle(deck)
        return deck.pop() if deck else None

    def below(self, most: int) -> int:
        """A number from 0 up to, not including, `most`."""
        return self._dice.randrange(most)

    def patch(self, board: Board, size: int) -> tuple[list[int], list[int]]:
        """About `size` stalls, and the waiting applicants who may compete for them."""
        self._turn += 1
        kind = KINDS[self._turn % len(KINDS)]
        stalls: list[int] = []
        if kind == "scattered":
            stalls = self._scattered(board, SCATTERED * size)
        elif kind == "pair" and self.case.beside:
            stalls = self._around_pair(board, size)
        elif kind == "wishes":
            stalls = self._along_wishes(board, size)
        if not stalls:
            stalls = self.near(self._draw("stalls", self._usable), size)
        return stalls, self.waiting(board, stalls)

    def near(self, centre: int, size: int) -> list[int]:
        """The usable stalls nearest to one, its own zone first where distances are equal."""
        stalls = self.case.ground.stalls
        x, y, zone = stalls[centre].x, stalls[centre].y, stalls[centre].zone
        order = sorted(self._usable, key=lambda n: ((stalls[n].x - x) ** 2 + (stalls[n].y - y) ** 2, stalls[n].zone != zone, n))
        return order[:size]

    def _scattered(self, board: Board, size: int) -> list[int]:
        """The rows of holders who do not touch each other, and empty stalls that touch none of them, nearest first."""
        ground = self.case.ground
        found: dict[int, None] = {}
        closed: set[int] = set()
        reach = self.near(self._draw("scattered", self._usable), 3 * size)
        self._dice.shuffle(reach)
        for s in reach:
            holder = board.holder[s]
            row = ground.windows[board.at[holder]] if holder >= 0 else (s,)
            if len(found) < size and closed.isdisjoint(row):
                found.update(dict.fromkeys(row))
                closed.update(row, *(ground.next_to[t] for t in row))
        return list(found)

    def _around_pair(self, board: Board, size: int) -> list[int]:
        pair = self._draw("pairs", [(a, b) for a, b in self.case.beside if a in board.at and b in board.at])
        rows = [self.case.ground.windows[board.at[a]] for a in pair or () if a in board.at]
        return sorted({s for row in rows for s in self.near(row[0], size // 2)})

    def _along_wishes(self, board: Board, size: int) -> list[int]:
        """Breadth first: a person, the stalls he would rather have, their holders, and again."""
        person = self._draw("people", [a for a in sorted(board.at) if self._longed_for(board, a)])
        if person is None:
            return []
        windows = self.case.ground.windows
        found: dict[int, None] = {}
        queue, seen = deque([person]), {person}
        while queue and len(found) < size:
            a = queue.popleft()
            if a not in board.at:
                continue
            found.update(dict.fromkeys(windows[board.at[a]]))
            for s in self._longed_for(board, a):
                found.setdefault(s)
                holder = board.holder[s]
                if holder >= 0 and holder not in seen:
                    seen.add(holder)
                    queue.append(holder)
        if found and len(found) < size:
            near = self.near(next(iter(found)), size)
            found.update(dict.fromkeys(near[: size - len(found)]))
        return list(found)[:size]

    def _longed_for(self, board: Board, a: int) -> list[int]:
        """Usable stalls this person ranks above what he has, best first."""
        at = board.at.get(a)
        rank = (self.case.rank(a, at) if at is not None else 0) or 99
        named = self.case.named_wishes(a)
        return [s for s in named if named[s] < rank and not self.case.ground.stalls[s].blocked]

    def waiting(self, board: Board, stalls: list[int], most: int = WAITING) -> list[int]:
        """Those who wish for a stall here or are worth as much as somebody here, then anybody, at random within each."""
        case, inside = self.case, set(stalls)
        waiting = [a for a in range(len(case.people)) if a not in board.at]
        if not waiting:
            return []
        worth = {case.value[board.holder[s]] for s in stalls if board.holder[s] >= 0}
        self._dice.shuffle(waiting)
        waiting.sort(key=lambda a: -2 * (case.value[a] in worth) - (not inside.isdisjoint(case.named_wishes(a))))
        return waiting[:most]
