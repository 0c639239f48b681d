"""HiGHS behind three verbs: maximise, hold, extend. One thread, a fixed seed, limits by work and never by the clock.

Work is counted in nodes and in *looks*, the points of its search at which HiGHS asks whether to go on: both depend on the
programme alone, so that the same sheet, seed and limits give the same answer on a busy machine. `should_stop` may break a
solve off; its answer is then not used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import highspy
import numpy as np

from .sheet import INFINITY, Sheet

OPTIMAL, LIMITED, INFEASIBLE, STOPPED = "optimal", "limited", "infeasible", "stopped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solve found. `values` is None when no solution is known; `bound` is proven: nothing better exists."""

    status: str
    values: np.ndarray | None
    objective: float
    bound: float
    iterations: int


START: Mapping[str, object] = {}
"""Settings for a programme without a good start: HiGHS as it comes."""

PROOF: Mapping[str, object] = {"mip_heuristic_effort": 0.0, "mip_detect_symmetry": False, "mip_allow_restart": False}
"""For one whose start is as good as optimal: no time for finding better ones."""

QUICK: Mapping[str, object] = {**PROOF, "presolve": "off", "mip_heuristic_run_feasibility_jump": False}
"""For a small one: preparing it would take longer than solving it."""


RELAXING: Mapping[str, object] = {"solve_relaxation": True, "solver": "ipm", "presolve": "choose", "simplex_strategy": 1}
AGAIN: Mapping[str, Mapping[str, object]] = {
    "columns": {"solve_relaxation": True, "solver": "simplex", "presolve": "off", "simplex_strategy": 4},
    "rows": {"solve_relaxation": True, "solver": "simplex", "presolve": "off", "simplex_strategy": 1},
}


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A solution that need not be whole. `reduced`: by how much each column, where it is 0, falls short of paying (0 or below);
    `prices`: what one unit more in each row would bring."""

    values: np.ndarray
    reduced: np.ndarray
    prices: np.ndarray
    points: int
    iterations: int
    basis: object = None


class _Quiet(highspy.Highs):
    """HiGHS greets on standard output while its callbacks are set up, before anybody could have asked it not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Solver:
    """One programme inside HiGHS, solved again and again with other objectives and more rows."""

    def __init__(self, sheet: Sheet, *, seed: int = 0, settings: Mapping[str, object] = START):
        self.sheet = sheet
        self._highs = _Quiet()
        for name, value in {
            "output_flag": False, "threads": 1, "parallel": "off", "random_seed": seed % 2**31,
            "mip_rel_gap": 0.0, "mip_feasibility_tolerance": 1e-6,
            **settings,
        }.items():  # fmt: skip
            self._highs.setOptionValue(name, value)
        self._columns, self._rows, self._entries = 0, 0, 0
        self.extend()

    def extend(self) -> None:
        """Takes over the columns and rows that were added to the sheet since the last call."""
        sheet, highs = self.sheet, self._highs
        new = len(sheet.upper) - self._columns
        if new:
            starts, index, weight = self._entries_of(range(self._columns, len(sheet.upper)))
            highs.addCols(
                new,
                np.zeros(new),
                np.zeros(new),
                np.array(sheet.upper[self._columns :], dtype=float),
                len(index),
                starts,
                index,
                weight,
            )
            whole = [self._columns + n for n, must in enumerate(sheet.whole[self._columns :]) if must]
            kinds = np.full(len(whole), highspy.HighsVarType.kInteger.value, dtype=np.uint8)
            highs.changeColsIntegrality(len(whole), np.array(whole, dtype=np.int32), kinds)
            self._columns += new
        rows = len(sheet.low) - self._rows
        if rows:
            starts = np.array(sheet.starts[self._rows : -1], dtype=np.int32) - self._entries
            highs.addRows(
                rows, np.array(sheet.low[self._rows :]), np.array(sheet.high[self._rows :]), len(sheet.index) - self._entries,
                starts, np.array(sheet.index[self._entries :], dtype=np.int32), np.array(sheet.weight[self._entries :], dtype=float),
            )  # fmt: skip
            self._rows, self._entries = len(sheet.low), len(sheet.index)

    def _entries_of(self, columns: range) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts, rows and weights of new columns in the rows that are there: none but those of the columns they stand for."""
        starts: list[int] = []
        index: list[int] = []
        weight: list[float] = []
        for column in columns:
            starts.append(len(index))
            total: dict[int, float] = {}
            for part in self.sheet.parts.get(column, ()):
                _status, rows, weights = self._highs.getColEntries(part)
                for row, by in zip(rows.tolist(), weights.tolist(), strict=True):
                    total[row] = total.get(row, 0) + by
            kept = {row: by for row, by in total.items() if by}
            index.extend(kept)
            weight.extend(kept.values())
        return np.array(starts, dtype=np.int32), np.array(index, dtype=np.int32), np.array(weight, dtype=float)

    def hold(self, costs: np.ndarray, at_least: float, *, grows: bool = False) -> int | None:
        """From now on the level with these costs may not fall below what is given. The number of its row, if it needs one:
        always when it `grows`, that is, when columns that count towards it may still be added."""
        used = np.flatnonzero(costs)
        if not len(used) and not grows:
            return None
        row = self.sheet.row(zip(used.tolist(), costs[used].tolist(), strict=True), low=at_least, complete=True)
        self.extend()
        return row

    def force(self, column: int, at_least: int) -> None:
        """From now on this column is no less."""
        self._highs.changeColBounds(column, float(at_least), float(self.sheet.upper[column]))

    def fix(self, columns: Sequence[int]) -> None:
        """These columns are 1 and all others free again."""
        self._highs.clearSolver()
        low, high = np.zeros(self._columns), np.array(self.sheet.upper, dtype=float)
        low[list(columns)] = 1.0
        self._highs.changeColsBounds(self._columns, np.arange(self._columns, dtype=np.int32), low, high)

    def restrict(self, alive: np.ndarray) -> None:
        """Only these columns may be more than 0."""
        self._highs.clearSolver()
        high = np.where(alive, np.array(self.sheet.upper, dtype=float), 0.0)
        every = np.arange(self._columns, dtype=np.int32)
        self._highs.changeColsBounds(self._columns, every, np.zeros(self._columns), high)

    def bind(self, rows: Mapping[int, tuple[float, float]]) -> None:
        """Gives these rows other bounds."""
        for row, (low, high) in rows.items():
            self._highs.changeRowBounds(row, low, high)

    def release(self, rows: Iterable[int]) -> None:
        """Gives these rows the bounds the sheet says."""
        self.bind({row: (self.sheet.low[row], self.sheet.high[row]) for row in rows})

    def padded(self, basis) -> object:
        """A basis of an earlier relaxed solution, with the columns and rows added since: those at 0, these slack."""
        columns, rows = self._columns - len(basis.col_status), self._rows - len(basis.row_status)
        status = highspy.HighsBasisStatus
        if columns:
            basis.col_status = [*basis.col_status, *[status.kLower] * columns]
        if rows:
            basis.row_status = [*basis.row_status, *[status.kBasic] * rows]
        return basis

    def relax(self, costs: np.ndarray, *, again: str = "", start: Any = None) -> Relaxed | None:
        """The best solution if no column had to be whole, None should there be none. Faster for large programmes by an
        interior point method; `again`, after columns were added or rows bound otherwise, by the simplex method from
        the solution before or the one that is given as `start`."""
        highs = self._highs
        every = np.arange(self._columns, dtype=np.int32)
        highs.changeColsCost(self._columns, every, costs)
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        before = {name: highs.getOptionValue(name)[1] for name in RELAXING}
        for name, value in AGAIN.get(again, RELAXING).items():
            highs.setOptionValue(name, value)
        if start is not None:
            highs.setBasis(start)
        highs.run()
        for name, value in before.items():
            highs.setOptionValue(name, value)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        info, solution = highs.getInfo(), highs.getSolution()
        return Relaxed(
            np.array(solution.col_value),
            np.array(solution.col_dual),
            np.array(solution.row_dual),
            max(0, info.ipm_iteration_count),
            max(0, info.simplex_iteration_count),
            highs.getBasis(),
        )

    def put(self, row: int, column: int, weight: float) -> None:
        """Adds a later column to a row that is already there."""
        self._highs.changeCoeff(row, column, weight)

    def maximise(
        self,
        costs: np.ndarray,
        *,
        start: np.ndarray | None = None,
        step: float = 0,
        nodes: int | None = None,
        looks: int | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Outcome:
        """The best solution for these costs.

        Args:
            start: a known solution to improve on.
            step: values of the objective differ by at least this much (1 when all are whole numbers).
            nodes, looks: limits; the best solution so far is returned when one is reached.
            should_stop: asked every now and then.
        """
        highs = self._highs
        every = np.arange(self._columns, dtype=np.int32)
        highs.changeColsCost(self._columns, every, costs)
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.setOptionValue("mip_abs_gap", max(1e-6, step - 1e-3))
        highs.setOptionValue("mip_max_nodes", nodes if nodes is not None else 2**31 - 1)
        if start is not None:
            highs.setSolution(self._columns, every, start)
        stopped = self._watch(looks, should_stop)
        highs.run()
        outcome = self._outcome(stopped)
        if start is not None and not _agrees(outcome, costs):
            # seen with HiGHS 1.16: the worth of a better solution, together with the columns of the start
            highs.clearSolver()
            return self.maximise(costs, step=step, nodes=nodes, looks=looks, should_stop=should_stop)
        return outcome

    def _watch(self, looks: int | None, should_stop: Callable[[], bool] | None) -> list[str]:
        """Installs the interrupt that enforces both limits; the list it returns tells afterwards which one struck."""
        struck: list[str] = []
        seen = count(1)

        def look(event) -> None:
            if next(seen) == looks:
                struck.append(LIMITED)
            elif should_stop is not None and should_stop():
                struck.append(STOPPED)
            if struck:
                event.interrupt()

        self._highs.cbMipInterrupt.clear()
        if looks is not None or should_stop is not None:
            self._highs.cbMipInterrupt.subscribe(look)
        return struck

    def _outcome(self, struck: Sequence[str]) -> Outcome:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        kinds = highspy.HighsModelStatus
        if not self._columns:
            possible = all(low <= 0 <= high for low, high in zip(self.sheet.low, self.sheet.high, strict=True))
            return Outcome(OPTIMAL, np.zeros(0), 0.0, 0.0, 0) if possible else Outcome(INFEASIBLE, None, -INFINITY, -INFINITY, 0)
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            return Outcome(INFEASIBLE, None, -INFINITY, -INFINITY, max(0, info.simplex_iteration_count))
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = np.array(self._highs.getSolution().col_value) if found else None
        word = OPTIMAL if status == kinds.kOptimal else STOPPED if STOPPED in struck else LIMITED
        return Outcome(word, values, info.objective_function_value, info.mip_dual_bound, max(0, info.simplex_iteration_count))


def _agrees(outcome: Outcome, costs: np.ndarray) -> bool:
    """Tell whether the solution is worth what the solver says it is."""
    return outcome.values is None or abs(float(costs @ outcome.values) - outcome.objective) < 1e-4 * max(1.0, abs(outcome.objective))
