"""Who gets in whatever else happens, and who cannot: what the optimum of the first levels already settles.

Once it is proven who gets in (see `stage1`), the relaxed programme prices every place in the ground. Somebody whose absence would cost
more than the relaxed optimum lies above the proven one stands in every best allocation; somebody whose presence would, in
none. On later levels the first need not be doubted nor the others tried, which makes programmes smaller and, above all, keeps
their relaxed solutions from trading a sliver of value for wishes.
"""

from .board import Board
from .case import Case
from .model import Model
from .scope import Certain, whole
from .work import Work

SAFE = 1e-3
"""By how much more something must cost than the gap, for the solver's roundings."""


def certain(case: Case, board: Board, who: int, work: Work, *, seed: int) -> Certain:
    """What the first `who` levels, at their proven optimum on this board, settle for good."""
    placed: set[int] = set()
    barred: set[tuple[int, int]] = set()
    levels = case.instance.levels[:who]
    model = Model(whole(case, mingled=True), levels, seed=seed)
    for level in levels:
        relaxed = model.relax(level)
        if relaxed is None:
            break
        costs = model.programme.sheet.costs(level)
        gap = float(costs @ relaxed.values) - float(costs @ model.vector(board)) + SAFE
        for a, columns in model.programme.columns_of.items():
            worth = float(sum(max(0.0, relaxed.reduced[c]) for c, _ in columns))
            row = model.programme.person_row.get(a)
            if worth + (relaxed.prices[row] if row is not None else 0.0) > gap:
                placed.add(a)
            for length in {length for _, length in columns}:
                if max(relaxed.reduced[c] for c, n in columns if n == length) < -gap:
                    barred.add((a, length))
        model.hold(level, board)
    work.spend(model.work)
    return Certain(frozenset(placed), frozenset(barred))
