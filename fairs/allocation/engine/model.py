"""A programme with its neighbours and envies inside a solver, improved level by level."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .board import Board
from .case import Case
from .envies import Envies
from .programme import Level, Programme
from .relations import Relations
from .scope import Scope
from .solution import read, write
from .solver import INFEASIBLE, LIMITED, OPTIMAL, START, STOPPED, Outcome, Relaxed, Solver


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one solve may cost: `nodes` of the search tree, `looks` of the solver; None for no limit."""

    nodes: int | None = None
    looks: int | None = None
    should_stop: Callable[[], bool] | None = None


class Model:
    """What `programme`, `relations` and `envies` describe, ready to be maximised on any of its levels."""

    def __init__(self, scope: Scope, levels: Sequence[Level], *, seed: int = 0, settings: Mapping[str, object] = START):
        self.scope, self.case, self.levels = scope, scope.case, levels
        self.programme = Programme(scope, levels)
        self.relations = Relations(self.programme)
        self.envies = Envies(self.programme)
        self.solver = Solver(self.programme.sheet, seed=seed, settings=settings)
        self._held: list[tuple[int, float]] = []
        self.work = 0.005 + 3e-6 * self.entries

    @property
    def entries(self) -> int:
        """Entries of all rows: what building and solving it costs depends on them."""
        return len(self.programme.sheet.index)

    def step(self, level: Level) -> float:
        """Values of a level are whole numbers, unless a score or a weight is not."""
        return 1.0 if is_whole(self.case, level) else 0.0

    def vector(self, board: Board) -> np.ndarray:
        """The columns of what the movable people have on this board."""
        people = set(self.scope.people)
        at = {a: w for a, w in board.at.items() if a in people}
        ones = write(self.programme, at)
        self.relations.write(at, ones)
        self.envies.write(board, ones)
        out = np.zeros(len(self.programme.sheet.upper))
        out[list(ones)] = list(ones.values())
        self._write_quotas(board, out)
        return out

    def _write_quotas(self, board: Board, out: np.ndarray) -> None:
        for column, target, held in self.programme.shortfalls:
            out[column] = max(0, target - sum(length * out[c] for c, length in held))

    def hold(self, level: Level, board: Board) -> None:
        """From now on this level may not fall below what the board has."""
        self._learn(board)
        costs = self.programme.sheet.costs(level)
        envy = bool(level.get("justified_envy"))
        row = self.solver.hold(costs, self._rounded(level, float(costs @ self.vector(board))), grows=envy)
        if row is not None and envy:
            self._held.append((row, level["justified_envy"]))

    def _rounded(self, level: Level, value: float) -> float:
        return round(value) if self.step(level) else value - 1e-6

    def _learn(self, board: Board) -> bool:
        """Gives every envy of this board its column, also in the levels already held; False when there was nothing new."""
        if "justified_envy" not in self.programme.used:
            return False
        added = [pair for pair in self.envies.missing(board) if self.envies.add(*pair)]
        self.solver.extend()
        for pair in added:
            for row, weight in self._held:
                self.solver.put(row, self.envies.columns[pair], weight)
        return bool(added)

    def improve(self, level: Level, board: Board | None, limits: Limits) -> tuple[Outcome, Board | None]:
        """The best board for one level, the held ones kept; the one given is the start. Envies are added as they turn up."""
        if board is not None:
            self._learn(board)
        while True:
            costs = self.programme.sheet.costs(level)
            start = None if board is None else self.vector(board)
            outcome = self.solver.maximise(
                costs, start=start, step=self.step(level), nodes=limits.nodes, looks=limits.looks, should_stop=limits.should_stop
            )
            self.work += effort(self.entries, outcome.iterations)
            if outcome.values is None or outcome.status in (INFEASIBLE, STOPPED):
                return outcome, None
            found = self.board_of(outcome)
            if not self._learn(found) or outcome.status == LIMITED:
                return outcome, found

    def relax(self, level: Level, *, again: str = "", start: object = None) -> Relaxed | None:
        """The best solution if nobody had to stand in one place; None should there be none. `again`, `start`: see `Solver.relax`."""
        self.solver.extend()
        relaxed = self.solver.relax(self.programme.sheet.costs(level), again=again, start=start)
        if relaxed is not None:
            self.work += effort(self.entries, relaxed.iterations) + POINT * self.entries**1.25 * relaxed.points
        return relaxed

    def board_of(self, outcome: Outcome) -> Board:
        """The whole board, with what the outcome says about the movable people."""
        people = set(self.scope.people)
        at = {a: w for a, w in self.scope.board.at.items() if a not in people}
        return Board(self.case, at | read(self.programme, outcome.values))


@dataclass(frozen=True, slots=True)
class Priced:
    """A model with its relaxed solution on one level."""

    model: Model
    relaxed: Relaxed


def is_whole(case: Case, level: Level) -> bool:
    """Whether the level has whole numbers as values."""
    return all(isinstance(w, int) for w in level.values()) and all(isinstance(a.score, int) for a in case.people)


POINT = 1.2e-8
"""Seconds of one step of the interior point method, for each entry to the power of 1.25."""


def effort(entries: int, iterations: int) -> float:
    """Seconds a solve takes on an ordinary machine, judged by the entries of its rows and its simplex iterations."""
    return 0.9e-6 * entries + iterations * iteration(entries)


def iteration(entries: int) -> float:
    """Seconds of one simplex iteration."""
    return 13e-6 + 3.1e-9 * entries


__all__ = ["INFEASIBLE", "LIMITED", "OPTIMAL", "STOPPED", "Limits", "Model", "Priced", "effort", "is_whole", "iteration"]
