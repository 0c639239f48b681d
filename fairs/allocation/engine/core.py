"""The optimum of one level by its core: the few columns a best allocation can consist of.

The fair, or a region of it, is one programme with pools (`programme`) and columns for those who wish to stand together
(`clusters`). Its relaxation, in which somebody may stand half here and half there, is solved; it cannot be beaten, and it
prices every column: one that lacks more to pay than the relaxed value lies above a known board has no place in a better one. What is left,
the *core*, is a tenth to a third of the columns, and the solver soon finds the best whole solution in it.

Two things can keep the relaxed value far above: somebody who gets in by halves, and what the programme does not look at. The first is
settled by branching on whether he is in, the relaxed value of both ways being worked out at once, the most hopeful looked at first. The
second are pairs to be kept apart, unwanted neighbours and envies: those that turn up in a solution are told to the
programme, which is then built again, until a solution holds none. Then its value is true of the fair, and nothing better exists.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from .board import Board
from .clusters import Clusters
from .model import INFEASIBLE, OPTIMAL, STOPPED, Limits, Model, iteration
from .programme import LINEAR, Level
from .scope import Scope
from .settle import settle, touch
from .solution import placed
from .solver import Relaxed
from .work import Work

DRAWN = LINEAR | {"same_craft_neighbours"}
"""Terms every core knows; besides them beside_met, and unwanted_neighbours and justified_envy of those who were told."""

FIRST = 12
"""Columns of the first core, for each stall; each time it was too narrow, twice as many."""

EXACT = 1e-6

CUTTING = 1.5
"""How much longer a core takes than its simplex iterations say: it is prepared anew, cut and dived into."""

SURVEY = 25e-6
"""Seconds, for each applicant of the fair, to weigh the whole board before and after."""

IN, OUT = (1.0, 1.0), (0.0, 0.0)

PER_LOOK = 60
"""Simplex iterations between two looks of the solver, on average."""


def suits(levels: Sequence[Level], n: int) -> bool:
    """Whether a core can settle this level: the ones before it ask for what every core knows, and nothing that this one looks at only
    in part is worth having more of."""
    used = [{term for term, weight in level.items() if weight} for level in levels[: n + 1]]
    level = levels[n]
    return (
        all(terms <= DRAWN for terms in used[:n])
        and level.get("beside_met", 0) >= 0
        and level.get("unwanted_neighbours", 0) <= 0
        and level.get("justified_envy", 0) <= 0
        and bool(DRAWN & used[n])
    )


@dataclass(order=True)
class _Branch:
    """The fair with some people in or out for good. `bound`: what cannot be exceeded in it, also by what its relaxed solution says
    of the columns outside the cores it has had; `width`: columns of the next one, for each stall."""

    order: tuple[float, int]
    bound: float = field(compare=False)
    relaxed: Relaxed = field(compare=False)
    value: float = field(compare=False)
    rows: dict[int, tuple[float, float]] = field(compare=False)
    width: int = field(compare=False, default=FIRST)


class Core:
    """One goal within a scope, the first `held` levels as they are on the board. `board` is the best so far, `bound` what none exceeds.

    Every whole programme solved counts as a patch of the search, and ends as one where the clock or the caller strikes.

    Args:
        goal: the level after those held, where nothing else is given.
        rounds: how many whole programmes may be solved, None for as many as it takes.
        limits: of one of them, besides what is left of the work.
    """

    def __init__(
        self,
        board: Board,
        scope: Scope,
        held: int,
        work: Work,
        *,
        seed: int,
        goal: Level | None = None,
        rounds: int | None = None,
        limits: Limits | None = None,
        report: Callable[[Board], None] = lambda _board: None,
    ):
        self.scope, self.held, self.work = scope, held, work
        self.levels = board.case.instance.levels
        self.goal: Level = self.levels[held] if goal is None else goal
        self._keep(board, board.levels())
        self.bound = float("inf")
        self._seed, self._rounds, self._limits, self._report = seed, rounds, limits or Limits(), report
        self._number = count()
        self._heap: list[_Branch] = []
        self._found = False

    def run(self) -> bool:
        """True when nothing better than the board can be."""
        while not self.work.over():
            self._build()
            self._told: list[Scope] = []
            try:
                self._climb()
            finally:
                self.work.spend(self.model.work - self._paid)
            if not self._told:
                return self._beaten(self.bound)
            self.scope = self._told[-1]
        return False

    def relax(self) -> float:
        """What no board can exceed, by the relaxed solution alone."""
        self._build()
        self._push(self.model.relax(self._goal), {})
        self._spend()
        return self._heap[0].bound if self._heap else float("inf")

    # ---- the programme --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        told = {"unwanted_neighbours"} if self.scope.watched else set()
        told |= {"justified_envy"} if self.scope.single else set()
        goal = {term: weight for term, weight in self.goal.items() if term in DRAWN | told}
        self.model = Model(self.scope, [*self.levels[: self.held], goal], seed=self._seed)
        for level in self.levels[: self.held]:
            self.model.hold(level, self.board)
        self.clusters = Clusters(self.model.programme, self.goal)
        self._goal: Level = {**goal, "beside_met": self.goal.get("beside_met", 0)}
        self._paid = 0.0
        self.work.spend(SURVEY * len(self.board.case.people))
        self._remainder = self._value(self._without_movable(), {"quota_shortfall"})

    def _keep(self, board: Board, levels: list[float]) -> None:
        self.board, self._reached = board, levels
        self._worth = self._value(board)

    def _without_movable(self) -> Board:
        movable = set(self.scope.people)
        return Board(self.board.case, {a: w for a, w in self.board.at.items() if a not in movable})

    def _value(self, board: Board, without: Iterable[str] = ()) -> float:
        terms = board.terms(envy=bool(self.goal.get("justified_envy")))
        return sum(weight * terms[term] for term, weight in self.goal.items() if term not in without)

    def _beaten(self, bound: float) -> bool:
        """Whether a bound leaves no room for a better board: better ones are better by a whole unit, where units are whole."""
        return bound < self._worth + max(EXACT, self.model.step(self.goal) - 1e-3)

    def _spend(self) -> None:
        self.work.spend(self.model.work - self._paid)
        self._paid = self.model.work

    # ---- branches -------------------------------------------------------------------------------------------------

    def _climb(self) -> None:
        """Looks at branches, the most hopeful first, until none can hold a better board, or the work is over, or the programme must
        be told more."""
        self._heap = []
        self._push(self.model.relax(self._goal), {})
        if not self._heap:
            return
        while self._heap:
            self.bound = min(self.bound, max(branch.bound for branch in self._heap))
            self._spend()
            if self._beaten(self.bound) or self._rounds == 0 or self.work.over():
                return
            branch = self._next()
            doubtful = self._doubtful(branch.relaxed)
            if doubtful is not None:
                self._fork(branch, doubtful)
            elif not self._solve(branch) or self._told:
                return
        self.bound = self._worth

    def _next(self) -> _Branch:
        """The most hopeful branch; until a board is found, of those where the fewest people are in doubt."""
        if self._found:
            return heapq.heappop(self._heap)
        deepest = max(self._heap, key=lambda branch: (len(branch.rows), branch.bound, -branch.order[1]))
        self._heap.remove(deepest)
        heapq.heapify(self._heap)
        return deepest

    def _push(self, relaxed: Relaxed | None, rows: dict[int, tuple[float, float]]) -> None:
        """Adds a branch whose relaxed solution is known, after pricing who stands together; nothing when there is none."""
        while relaxed is not None and self.clusters.add(relaxed.reduced, -1e-3):
            relaxed = self.model.relax(self._goal, again="columns")
        if relaxed is not None:
            value = float(self.model.programme.sheet.costs(self._goal) @ relaxed.values)
            bound = value + self._remainder if self.clusters.complete else float("inf")
            self._queue(_Branch((0.0, 0), bound, relaxed, value, rows))

    def _queue(self, branch: _Branch) -> None:
        heapq.heappush(self._heap, replace(branch, order=(-branch.bound, next(self._number))))

    def _fork(self, branch: _Branch, a: int) -> None:
        """The branch with this person in, and with him out."""
        row = self.model.programme.person_row[a]
        for bounds in (IN, OUT):
            rows = {**branch.rows, row: bounds}
            self.model.solver.bind(rows)
            self._push(self.model.relax(self._goal, again="rows", start=self._basis(branch.relaxed)), rows)
            self.model.solver.release(rows)

    def _basis(self, relaxed: Relaxed) -> object:
        """Where the simplex method left off, with the columns added since at 0."""
        return self.model.solver.padded(relaxed.basis)

    def _doubtful(self, relaxed: Relaxed) -> int | None:
        """Who is nearest to being half in, where anybody is."""
        inside = placed(self.model.programme, relaxed.values)
        halves = [(abs(amount - 0.5), a) for a, amount in inside.items() if 1e-4 < amount < 1 - 1e-4]
        return min(halves, default=(0.0, None))[1]

    # ---- whole solutions ------------------------------------------------------------------------------------------

    def _solve(self, branch: _Branch) -> bool:
        """The best board in the branch's core; the branch comes back, wider, if better ones may be outside. False when a limit struck."""
        gap = branch.value + self._remainder - self._worth
        lack = min(gap, self._lack(branch))
        start = self.board if self._is_in(branch) else None
        outcome, found = self._in_core(branch, lack, start)
        if self._rounds is not None:
            self._rounds -= 1
        best = outcome.objective + self._remainder if found is not None else -float("inf")
        if found is not None:
            self._found = True
            self._take(found, best)
        self.work.patches += outcome.status != STOPPED
        if outcome.status not in (OPTIMAL, INFEASIBLE):
            self._queue(branch)
            return False
        outside = branch.value + self._remainder - lack if lack < gap else -float("inf")
        left = max(outside, best if not self._beaten(best) else outside)
        if lack >= gap and not self._beaten(left) and not self._told:
            return False
        if not self._beaten(left):
            self._queue(replace(branch, bound=min(branch.bound, left), width=2 * branch.width))
        return True

    def _lack(self, branch: _Branch) -> float:
        """So much may a column lack for the core to have the width it shall have."""
        reduced = np.sort(-self._reduced(branch))
        wanted = branch.width * max(1, len(self.scope.stalls))
        return float(max(reduced[wanted], 1.0)) if wanted < len(reduced) else float("inf")

    def _reduced(self, branch: _Branch) -> np.ndarray:
        """The reduced cost of every column, also of those added since."""
        known = branch.relaxed.reduced
        sheet = self.model.programme.sheet
        costs = sheet.costs(self._goal)
        out = np.concatenate([known, costs[len(known) :]])
        for column in range(len(known), len(out)):
            parts = list(sheet.parts.get(column, ()))
            out[column] += float(np.sum(out[parts] - costs[parts])) if parts else 0.0
        return out

    def _is_in(self, branch: _Branch) -> bool:
        rows = self.model.programme.person_row
        return all((a in self.board.at) == (branch.rows[row] == IN) for a, row in rows.items() if row in branch.rows)

    def _in_core(self, branch: _Branch, lack: float, start: Board | None):
        model = self.model
        if lack < float("inf"):
            self.clusters.add(self._reduced(branch), lack)
        model.solver.extend()
        alive = self._reduced(branch) >= -lack - EXACT
        if start is not None:
            alive |= model.vector(start) > EXACT
        model.solver.restrict(alive)
        model.solver.bind(branch.rows)
        before = model.work
        outcome, found = model.improve(self._goal, start, self._limits_of(alive))
        model.work += (CUTTING - 1) * (model.work - before)
        model.solver.restrict(np.ones(len(model.programme.sheet.upper), dtype=bool))
        model.solver.release(branch.rows)
        return outcome, found

    def _limits_of(self, alive: np.ndarray) -> Limits:
        """What is left of the work, as looks of the solver at this core."""
        self._spend()
        left, looks = self.work.left(), self._limits.looks
        if left < float("inf"):
            mine = max(1, int(left / (CUTTING * PER_LOOK * iteration(self.model.entries))))
            looks = mine if looks is None else min(mine, looks)
        return Limits(nodes=self._limits.nodes, looks=looks, should_stop=self.work.interrupted)

    def _take(self, found: Board, value: float) -> None:
        """Keeps the board if it is better. Where it is not what the programme took it for, the programme shall be told why."""
        told = self._overlooked(found)
        found = Board(found.case, found.at)
        if settle(found, self.held) and (levels := found.levels()) > self._reached:
            self._keep(found, levels)
            self._report(found)
        if not self._beaten(value) and told is not None:
            self._told.append(told)

    def _overlooked(self, board: Board) -> Scope | None:
        """The scope with what the programme did not look at on this board; None where there was nothing."""
        case, scope = board.case, self.scope
        pairs = [*case.apart, *(case.not_beside if self.goal.get("unwanted_neighbours") else ())]
        watched = {pair for pair in pairs if pair not in scope.watched and touch(board, *pair)}
        envious = {a for pair in self.model.envies.missing(board) for a in pair} if self.goal.get("justified_envy") else set()
        single = {a for pair in watched for a in pair} | envious
        if single <= scope.single and not watched:
            return None
        return replace(scope, single=scope.single | single, watched=scope.watched | watched)
