"""Who gets in whatever else happens, and who cannot: what the optimum of the first levels already settles.

Once it is proven who gets in (see `stage1`), the relaxed programme prices every place in the ground. Somebody whose absence would cost
more than the relaxed optimum lies above the proven one stands in every best allocation; somebody whose presence would, in
none. On later levels the first need not be doubted nor the others tried, which makes programmes smaller and, above all, keeps
their relaxed solutions from trading a sliver of value for wishes.
"""

from .board import Board
from .case import Case
from .model import Model, Priced
from .programme import Level
from .scope import Certain, whole
from .work import Work

SAFE = 1e-3
"""By how much more something must cost than the gap, for the solver's roundings."""


def certain(case: Case, board: Board, who: int, work: Work, *, seed: int, priced: Priced | None = None) -> Certain:
    """What the first `who` levels, at their proven optimum on this board, settle for good. `priced`: the last of them where it is
    relaxed already, and the others are met in full, so that nothing can be told from them."""
    if priced is not None:
        return _told_by(priced, board, case.instance.levels[who - 1])
    found = Certain()
    levels = case.instance.levels[:who]
    model = Model(whole(case, mingled=True), levels, seed=seed)
    for level in levels:
        relaxed = model.relax(level)
        if relaxed is None:
            break
        more = _told_by(Priced(model, relaxed), board, level)
        found = Certain(found.placed | more.placed, found.barred | more.barred)
        model.hold(level, board)
    work.spend(model.work)
    return found


def _told_by(priced: Priced, board: Board, level: Level) -> Certain:
    """What the prices of one relaxed level say."""
    programme, relaxed = priced.model.programme, priced.relaxed
    costs = programme.sheet.costs(level)
    gap = float(costs @ relaxed.values) - float(costs @ priced.model.vector(board)) + SAFE
    placed: set[int] = set()
    barred: set[tuple[int, int]] = set()
    for a, columns in programme.columns_of.items():
        worth = float(sum(max(0.0, relaxed.reduced[c]) for c, _ in columns))
        row = programme.person_row.get(a)
        if worth + (relaxed.prices[row] if row is not None else 0.0) > gap:
            placed.add(a)
        for length in {length for _, length in columns}:
            if max(relaxed.reduced[c] for c, n in columns if n == length) < -gap:
                barred.add((a, length))
    return Certain(frozenset(placed), frozenset(barred))
