"""The whole fair as one programme, level after level, until each is proven to be at its optimum.

Starts from the best board the search has. Levels before the first with envy are proven with pools; for envy, those who
turn up in one get columns of their own and the programme is built again, until its best solution holds no envy it does
not know of. Then its bound is true of the fair, and the board that meets it is optimal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .board import Board
from .model import OPTIMAL, Limits, Model, iteration
from .scope import whole
from .solver import PROOF, QUICK
from .work import Work

SMALL = 100
"""Up to so many stalls everybody gets columns of his own at once, where envy is weighed."""

PER_LOOK = 60
"""Simplex iterations between two looks of the solver, on average."""


@dataclass
class Proof:
    """Proves the levels of a board one by one; `board`, `proven` and `bounds` say how far it came."""

    board: Board
    proven: int
    work: Work
    seed: int
    report: Callable[[str, Board], None]
    bounds: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.case = self.board.case
        self.levels = self.case.instance.levels
        self._small = len(self.case.ground.stalls) <= SMALL
        self._single = frozenset(range(len(self.case.people))) if self._small else frozenset()

    def run(self) -> bool:
        """True when every level is proven; False when the work or the clock ran out before."""
        while self.proven < len(self.levels):
            envy = next((n for n, level in enumerate(self.levels) if level.get("justified_envy")), len(self.levels))
            last = envy if self.proven < envy else len(self.levels)
            model = Model(
                whole(self.case, self._single if last > envy else ()),
                self.levels[:last],
                seed=self.seed,
                settings=QUICK if self._small else PROOF,
            )
            for level in self.levels[: self.proven]:
                model.hold(level, self.board)
            try:
                if not self._climb(model, last):
                    return False
            finally:
                self.work.spend(model.work)
        return True

    def _limits(self, model: Model) -> Limits:
        """What is left of the work, as looks of the solver at this programme."""
        left = self.work.left() - model.work
        looks = None if left == float("inf") else max(1, int(left / (PER_LOOK * iteration(model.entries))))
        return Limits(looks=looks, should_stop=self.work.interrupted)

    def _climb(self, model: Model, last: int) -> bool:
        """Proves what this model can. False when stopped; True when done or when some need columns of their own."""
        while self.proven < last:
            level = self.levels[self.proven]
            if level.get("justified_envy", 0) > 0:
                return False
            outcome, found = model.improve(level, self.board, self._limits(model))
            if found is None:
                return False
            if outcome.status == OPTIMAL and (pooled := {a for pair in model.envies.missing(found) for a in pair} - self._single):
                self._single |= pooled
                return True
            if found.levels() >= self.board.levels():
                self.board = found
            elif found.levels()[: self.proven + 1] != self.board.levels()[: self.proven + 1]:
                return False
            if outcome.status != OPTIMAL:
                self.bounds[self.proven] = outcome.bound
                return False
            model.hold(level, self.board)
            self.proven += 1
            self.report("proof", self.board)
        return True
