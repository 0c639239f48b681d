"""The search: free a patch, solve it exactly with the more important levels held, keep what is no worse, go on.

The *cursor* is the level being worked on. It starts at the first level that is not proven. After a round of patches
without gain the patches grow; when the largest bring nothing more, the cursor goes down to the next level. A search that
has gone through all levels is *settled*: its board is, as a rule, optimal or close to it; `proof` then settles it for good.
"""

from collections.abc import Callable

from .board import Board
from .choosing import Chooser
from .model import Limits, Model
from .scope import patch
from .solver import QUICK
from .work import Work

FIRST_SIZE, LARGEST_SIZE, GROWTH = 36, 90, 1.5
PATCH = Limits(nodes=400, looks=4000)


class Search:
    """Improves a board patch by patch."""

    def __init__(self, board: Board, *, seed: int, proven: int, work: Work, report: Callable[[str, Board], None]):
        self.board, self.case, self.work = board, board.case, work
        self.levels = board.case.instance.levels
        self.proven, self.cursor = proven, proven
        self.size = float(min(FIRST_SIZE, len(self.case.ground.stalls)))
        self._seed, self._report = seed, report
        self._chooser = Chooser(self.case, seed)
        self._idle = 0

    def run(self, *, largest: float = LARGEST_SIZE) -> bool:
        """Works until the budget is over (False) or it is settled with patches of this size (True)."""
        while self.cursor < len(self.levels):
            if self.work.over():
                return False
            self._idle = 0 if self._next_patch() else self._idle + 1
            if self._idle >= self._round():
                self._idle = 0
                self._widen(min(largest, len(self.case.ground.stalls)))
        return True

    def _widen(self, largest: float) -> None:
        """Larger patches; after the largest the next level, with small ones again."""
        if self.size < largest:
            self.size = min(self.size * GROWTH, largest)
        else:
            self.size = float(min(FIRST_SIZE, len(self.case.ground.stalls)))
            self.cursor += 1

    def _round(self) -> int:
        """Patches after which every stall has had its turn, on average."""
        return 4 + int(3 * len(self.case.ground.stalls) / self.size)

    def _next_patch(self) -> bool:
        """One patch; True when the board has become better."""
        stalls, waiting = self._chooser.patch(self.board, int(self.size))
        envy = any(level.get("justified_envy") for level in self.levels[: self.cursor + 1])
        scope = patch(self.board, stalls, waiting, single=envy)
        self.work.patches += 1
        model = Model(scope, self.levels[: self.cursor + 1], seed=self._seed, settings=QUICK)
        for level in self.levels[: self.cursor]:
            model.hold(level, self.board)
        _outcome, found = model.improve(self.levels[self.cursor], self.board, PATCH)
        self.work.spend(model.work)
        if found is None:
            return False
        return self._take(found)

    def _take(self, found: Board) -> bool:
        """Keeps the found board when it is no worse; True when it is better."""
        change = {a: found.at.get(a) for a in {*found.at, *self.board.at} if found.at.get(a) != self.board.at.get(a)}
        if not change:
            return False
        before = self.board.levels(change)
        undo = self.board.apply(change)
        after = self.board.levels(change)
        if after < before or self.board.breaks(change):
            self.board.apply(undo)
            return False
        if after > before:
            self._report("patch", self.board)
        return after > before
