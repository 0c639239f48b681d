"""The whole fair as one programme, level after level, until each is proven to be at its optimum.

Starts from the best board the search has. Levels before the first with envy are proven with pools; for envy, those who
turn up in one get columns of their own and the programme is built again, until its best solution holds no envy it does
not know of. Then its bound is true of the fair, and the board that meets it is optimal.

A level of envy alone is proven together with the one before: whoever proves that one anew while it counts envies goes
the same long way twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .board import Board
from .model import OPTIMAL, Limits, Model, is_whole, iteration
from .programme import Level
from .scope import whole
from .solver import PROOF, QUICK
from .work import Work

SMALL = 100
"""Up to so many stalls everybody gets columns of his own at once, where envy is weighed."""

FIRST_WEIGHT = 64
"""What a unit of a level is worth in envies of the level after, where both are proven at once; more when more turn up."""

Goal = tuple[Level, int]
"""What is maximised, and how many levels are proven by it."""

PER_LOOK = 60
"""Simplex iterations between two looks of the solver, on average."""


@dataclass
class Proof:
    """Proves the levels of a board; `board` and `proven` say how far it came."""

    board: Board
    proven: int
    work: Work
    seed: int
    report: Callable[[str, Board], None]

    def __post_init__(self) -> None:
        self.case = self.board.case
        self.levels = self.case.instance.levels
        self._small = len(self.case.ground.stalls) <= SMALL
        self._single = frozenset(range(len(self.case.people))) if self._small else frozenset()
        self._weight: float = FIRST_WEIGHT

    def run(self) -> bool:
        """True when every level is proven; False when the work or the clock ran out before."""
        while self.proven < len(self.levels):
            goals, known = self._goals()
            model = Model(
                whole(self.case, self._single if known else ()),
                [*self.levels[: self.proven], *(goal for goal, _ in goals)],
                seed=self.seed,
                settings=QUICK if self._small else PROOF,
            )
            for level in self.levels[: self.proven]:
                model.hold(level, self.board)
            try:
                if not self._climb(model, goals):
                    return False
            finally:
                self.work.spend(model.work)
        return True

    def _goals(self) -> tuple[list[Goal], bool]:
        """What the next programme maximises, one after the other, and whether it knows envy."""
        envy = next((n for n, level in enumerate(self.levels) if level.get("justified_envy")), len(self.levels))
        if self.proven >= envy:
            return [(level, 1) for level in self.levels[self.proven :]], True
        if envy == len(self.levels) or not self._joinable(envy):
            return [(level, 1) for level in self.levels[self.proven : envy]], False
        if self.proven < envy - 1:
            return [(level, 1) for level in self.levels[self.proven : envy - 1]], False
        return [(self._joint(envy), 2)], True

    def _joinable(self, envy: int) -> bool:
        """Whether the level of envy may be proven along with the one before: nothing else in it, and whole numbers in both."""
        level, before = self.levels[envy], self.levels[envy - 1]
        alone = all(term == "justified_envy" or not weight for term, weight in level.items())
        return envy > 0 and alone and level["justified_envy"] < 0 and is_whole(self.case, level) and is_whole(self.case, before)

    def _joint(self, envy: int) -> Level:
        """Both levels at once: a unit of the first outweighs every envy the programme may come to know."""
        return {**{term: self._weight * w for term, w in self.levels[envy - 1].items()}, **self.levels[envy]}

    def _limits(self, model: Model) -> Limits:
        """What is left of the work, as looks of the solver at this programme."""
        left = self.work.left() - model.work
        looks = None if left == float("inf") else max(1, int(left / (PER_LOOK * iteration(model.entries))))
        return Limits(looks=looks, should_stop=self.work.interrupted)

    def _climb(self, model: Model, goals: list[Goal]) -> bool:
        """Proves what this model can. False when stopped; True when done or when it must be built anew."""
        for goal, count in goals:
            if goal.get("justified_envy", 0) > 0:
                return False
            outcome, found = model.improve(goal, self.board, self._limits(model))
            if found is None:
                return False
            if outcome.status == OPTIMAL and self._must_learn(model, found, count):
                return True
            reached = self.proven + count
            if found.levels() >= self.board.levels():
                self.board = found
            elif found.levels()[:reached] != self.board.levels()[:reached]:
                return False
            if outcome.status != OPTIMAL:
                return False
            for level in self.levels[self.proven : reached]:
                model.hold(level, self.board)
            self.proven = reached
            self.report("proof", self.board)
        return True

    def _must_learn(self, model: Model, found: Board, count: int) -> bool:
        """Whether the solution rests on envies the programme does not know or, where two levels are one, does not outweigh."""
        if "justified_envy" not in model.programme.used:
            return False
        pooled = {a for pair in model.envies.missing(found) for a in pair} - self._single
        self._single |= pooled
        known = 2 * len(model.envies.columns) * max(abs(level.get("justified_envy", 0)) for level in self.levels)
        light = count > 1 and self._weight <= known
        if light:
            self._weight = known + 1
        return bool(pooled) or light
