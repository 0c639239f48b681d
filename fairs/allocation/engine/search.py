"""From an instance to a plan: who gets in, a start, exchanges, patches, proof."""

from collections.abc import Callable

from .board import Board
from .case import Case
from .certain import certain
from .core import Core, suits
from .draft import draft
from .exchange import improve_by_exchange, troubled
from .instance import Instance
from .neighbourhood import LARGEST_SIZE, Search
from .plan import Plan, Progress, plan_of
from .polish import polish, price
from .proof import SMALL, Proof
from .regions import draft_regions
from .scope import Certain, whole
from .stage1 import QUOTAS_AND_VALUE, WHO, Start, first_board, leading
from .work import Budget, Work

REACH = 1500
"""Largest ground, in stalls, whose levels of wishes alone are solved by one programme."""

AT_ONCE = 400
"""Largest ground that is drafted as a whole; others region by region, after a draft that looks at wishes only."""

PASSES = 3
"""Passes of exchanges before the patches, unless one brings nothing."""

BEFORE_PROOF = 54
"""Where a proof is asked for, patches up to this size are worth trying first."""


def solve(
    instance: Instance,
    *,
    seed: int = 0,
    budget: Budget | None = None,
    unharmed: frozenset[str] = frozenset(),
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best allocation that can be found within the budget (60 seconds when none is given).

    Args:
        seed: another seed looks at other patches; the same gives the same plan, byte for byte.
        unharmed: previous holders who may be moved only to places at least as good.
        progress: called at every step forward with the best plan so far.
        should_stop: asked between patches and every now and then inside a proof; True ends the search with the best so far.

    Raises:
        Impossible: no allocation meets every must-have rule.
    """
    return _Run(Case(instance, unharmed=unharmed), seed, Work(budget or Budget(seconds=60), should_stop), progress).plan()


class _Run:
    """The steps of one search, and what they share."""

    def __init__(self, case: Case, seed: int, work: Work, progress: Callable[[Progress], None] | None):
        self.case, self.seed, self.work, self._progress = case, seed, work, progress
        self.proven = 0

    def plan(self) -> Plan:
        start = first_board(self.case, self.work, seed=self.seed, reach=REACH)
        board, self.proven = start.board, start.proven
        self.report("start", board)
        self.known = self._certain(start)
        del start  # the programme in it may be large
        self.work.reserved = price(board)
        board = self._draft(board)
        self._exchange(board)
        small = len(self.case.ground.stalls) <= SMALL
        finished = False
        if small and self.work.may_prove():
            board, finished = self._prove(board)
        if not finished:
            board, finished = self._search(board, try_proof=not small)
        if not finished:
            polish(board)
        return self._plan(board, "proof" if finished else self._why())

    def _search(self, board: Board, *, try_proof: bool) -> tuple[Board, bool]:
        search = Search(board, seed=self.seed, proven=self.proven, work=self.work, report=self.report)
        settled = search.run(largest=BEFORE_PROOF if self.work.budget.until_proof else LARGEST_SIZE)
        if settled and try_proof and self.work.budget.until_proof and self.work.may_prove():
            return self._prove(search.board)
        return search.board, False

    def _exchange(self, board: Board) -> None:
        if self.proven == len(self.case.instance.levels):
            return
        for _ in range(PASSES):
            if not improve_by_exchange(board, troubled(board), self.work, self.proven):
                break
            self.report("exchange", board)
        if not self.work.over():
            polish(board)
            self.work.spend(price(board))

    def _certain(self, start: Start) -> Certain:
        who = leading(self.case.instance.levels, WHO)
        if not who or self.proven < who or self.proven == len(self.case.instance.levels):
            return Certain()
        priced = start.priced if who == QUOTAS_AND_VALUE else None
        return certain(self.case, start.board, who, self.work, seed=self.seed, priced=priced)

    def _draft(self, board: Board) -> Board:
        """A better start for the first open level, where it asks for wishes or variety."""
        levels, case = self.case.instance.levels, self.case
        if self.proven == len(levels) or not suits(levels, self.proven):
            return board
        if len(case.ground.stalls) <= AT_ONCE:
            return self._core(board)
        board = draft(board, self.known, self.proven, self.work, seed=self.seed)
        self.report("draft", board)
        return draft_regions(board, self.known, self.proven, self.work, seed=self.seed, report=self.report)

    def _core(self, board: Board) -> Board:
        scope = whole(self.case, mingled=True, certain=self.known)
        core = Core(board, scope, self.proven, self.work, seed=self.seed, report=lambda board: self.report("core", board))
        self.proven += core.run()
        return core.board

    def _prove(self, board: Board) -> tuple[Board, bool]:
        proof = Proof(board, self.proven, self.work, self.seed, self.report, self.known)
        finished = proof.run()
        if not self.work.stopped_by:
            board, self.proven = proof.board, proof.proven
        return board, finished

    def _why(self) -> str:
        if self.work.stopped_by:
            return self.work.stopped_by
        if self.work.budget.patches is not None:
            return "patches"
        return "work" if self.work.left() <= 0 else "settled"

    def _plan(self, board: Board, stopped: str) -> Plan:
        return plan_of(
            board, proven=self.proven, seed=self.seed, patches=self.work.patches, seconds=self.work.budget.seconds, stopped=stopped
        )

    def report(self, step: str, board: Board) -> None:
        """Tells the caller about a step forward."""
        if self._progress is not None:
            levels = tuple(board.levels())
            self._progress(Progress(step, self.work.patches, self.work.elapsed, levels, lambda: self._plan(board, "so far")))
