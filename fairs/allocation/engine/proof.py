"""The levels that `core` does not settle, as one programme of the whole fair, until each is proven to be at its optimum.

Starts from the best board the search has. Levels before the first with envy are proven with pools; for envy, those who
turn up in one get columns of their own and the programme is built again, until its best solution holds no envy it does
not know of. Then its bound is true of the fair, and the board that meets it is optimal.

A level of envy alone is settled by a core as well, along with the one before: a unit of that one outweighs every envy on the board.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .board import Board
from .core import PER_LOOK, Core, suits
from .model import OPTIMAL, Limits, Model, is_whole, iteration
from .programme import Level
from .scope import Certain, whole
from .solver import PROOF, QUICK
from .work import Work

SMALL = 100
"""Up to so many stalls everybody gets columns of his own at once, where envy is weighed."""


@dataclass
class Proof:
    """Proves the levels of a board; `board` and `proven` say how far it came."""

    board: Board
    proven: int
    work: Work
    seed: int
    report: Callable[[str, Board], None]
    known: Certain | None = None

    def __post_init__(self) -> None:
        self.case = self.board.case
        self.levels = self.case.instance.levels
        self._small = len(self.case.ground.stalls) <= SMALL
        self._single = frozenset(range(len(self.case.people))) if self._small else frozenset()

    def run(self) -> bool:
        """True when every level is proven; False when the work or the clock ran out before."""
        while self.proven < len(self.levels):
            if not (self._by_core() or self._by_programme()):
                return False
        return True

    # ---- by a core ------------------------------------------------------------------------------------------------

    def _by_core(self) -> bool:
        """Whether a core settled the next level."""
        level = self.levels[self.proven]
        if suits(self.levels, self.proven):
            return self._core(self.proven, level)
        if self.proven and suits(self.levels, self.proven - 1) and self._joinable(self.proven):
            envies = -level["justified_envy"] * self.board.terms()["justified_envy"]
            before = {term: (envies + 1) * weight for term, weight in self.levels[self.proven - 1].items()}
            return self._core(self.proven - 1, {**before, **level})
        return False

    def _core(self, held: int, goal: Level) -> bool:
        scope = whole(self.case, mingled=True, certain=self.known)
        core = Core(self.board, scope, held, self.work, seed=self.seed, goal=goal, report=lambda board: self.report("proof", board))
        proven = core.run()
        if not self.work.stopped_by:
            self.board = core.board
            self.proven += proven
        return proven

    def _joinable(self, envy: int) -> bool:
        """Whether a level may be proven along with the one before: nothing but envy in it, and whole numbers in both."""
        level, before = self.levels[envy], self.levels[envy - 1]
        alone = all(term == "justified_envy" or not weight for term, weight in level.items())
        return alone and level.get("justified_envy", 0) < 0 and is_whole(self.case, level) and is_whole(self.case, before)

    # ---- by one programme -----------------------------------------------------------------------------------------

    def _by_programme(self) -> bool:
        """True when the next levels are proven or the programme must be built again, knowing more."""
        goals, known = self._goals()
        model = Model(
            whole(self.case, self._single if known else (), certain=self.known),
            [*self.levels[: self.proven], *goals],
            seed=self.seed,
            settings=QUICK if self._small else PROOF,
        )
        for level in self.levels[: self.proven]:
            model.hold(level, self.board)
        try:
            return self._climb(model, goals)
        finally:
            self.work.spend(model.work)

    def _goals(self) -> tuple[list[Level], bool]:
        """What the next programme maximises, one after the other, and whether it knows envy."""
        envy = next((n for n, level in enumerate(self.levels) if level.get("justified_envy")), len(self.levels))
        rest = self.levels[self.proven : envy] if self.proven < envy else self.levels[self.proven :]
        count = next((n for n in range(len(rest)) if n and suits(self.levels, self.proven + n)), len(rest))
        return list(rest[:count]), self.proven >= envy

    def _limits(self, model: Model) -> Limits:
        """What is left of the work, as looks of the solver at this programme."""
        left = self.work.left() - model.work
        looks = None if left == float("inf") else max(1, int(left / (PER_LOOK * iteration(model.entries))))
        return Limits(looks=looks, should_stop=self.work.interrupted)

    def _climb(self, model: Model, goals: list[Level]) -> bool:
        """Proves what this model can. False when stopped; True when done or when it must be built anew."""
        for goal in goals:
            if goal.get("justified_envy", 0) > 0:
                return False
            outcome, found = model.improve(goal, self.board, self._limits(model))
            if found is None:
                return False
            if outcome.status == OPTIMAL and self._must_learn(model, found):
                return True
            reached = self.proven + 1
            if found.levels() >= self.board.levels():
                self.board = found
            elif found.levels()[:reached] != self.board.levels()[:reached]:
                return False
            if outcome.status != OPTIMAL:
                return False
            model.hold(goal, self.board)
            self.proven = reached
            self.report("proof", self.board)
        return True

    def _must_learn(self, model: Model, found: Board) -> bool:
        """Whether the solution rests on envies the programme does not know."""
        if "justified_envy" not in model.programme.used:
            return False
        pooled = {a for pair in model.envies.missing(found) for a in pair} - self._single
        self._single |= pooled
        return bool(pooled)
