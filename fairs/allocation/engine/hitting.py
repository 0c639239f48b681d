"""Smallest contradictions by hitting sets.

Whatever can be met together leaves some demands out; a contradiction must contain at least one of every such remainder,
it must *hit* them all. So: take a smallest set that hits every remainder known, ask whether it can be met; if it can, the
most that can be met with it gives a new remainder; if it cannot, it is a smallest contradiction.

Demands that could stand for each other (`kin`) are only counted: a remainder with c of a kind of n is then hit, in all its
variants at once, by n - c + 1 of the kind. Without that, fifteen equal guarantees would mean hundreds of rounds.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import partial

import numpy as np

from .sheet import Sheet
from .solver import Solver

ROUNDS = 120
"""Remainders looked at; where many contradictions are independent of each other, thousands would not be enough."""


def smallest_contradiction(kin: Sequence[Hashable], together: Callable[[list[int]], list[int] | None]) -> tuple[list[int], bool]:
    """Numbers of a smallest set that cannot be met, and whether it is proven smallest.

    Args:
        kin: for each demand, its kind.
        together: the most demands that can be met along with the given ones, or None when those alone cannot.
    """
    kinds: dict[Hashable, list[int]] = {}
    for n, kind in enumerate(kin):
        kinds.setdefault(kind, []).append(n)
    groups = list(kinds.values())
    remainders: list[list[int]] = []
    for _ in range(ROUNDS):
        chosen = [n for group, count in zip(groups, _smallest_hitting(groups, remainders), strict=True) for n in group[:count]]
        met = together(chosen)
        if met is None:
            return sorted(chosen), True
        left_out = Counter(kin[n] for n in range(len(kin)) if n not in set(met))
        if not left_out:
            return [], False
        remainders.append([left_out[kin[group[0]]] for group in groups])
    return _pruned(groups, together), False


def _smallest_hitting(groups: list[list[int]], remainders: list[list[int]]) -> list[int]:
    """How many of each kind to take, as few as possible in all, so that every remainder is hit."""
    sheet = Sheet()
    counts = [sheet.column(upper=len(group)) for group in groups]
    for remainder in remainders:
        ways = []
        for count, group, missing in zip(counts, groups, remainder, strict=True):
            if missing:
                way = sheet.column()
                ways.append(way)
                sheet.row([(count, 1.0), (way, -float(len(group) - missing + 1))], low=0)
        sheet.row([(way, 1.0) for way in ways], low=1)
    costs = np.zeros(len(sheet.upper))
    costs[counts] = -1.0
    values = Solver(sheet).maximise(costs, step=1).values
    return [round(values[c]) for c in counts]


def _pruned(groups: list[list[int]], together: Callable[[list[int]], list[int] | None]) -> list[int]:
    """Of one kind after the other, large ones first, as few as leave a contradiction: none could be taken back without resolving it."""
    counts = [len(group) for group in groups]

    def contradicts(kind: int, count: int) -> bool:
        taken = [*counts[:kind], count, *counts[kind + 1 :]]
        return together([n for group, some in zip(groups, taken, strict=True) for n in group[:some]]) is None

    for kind, count in sorted(enumerate(counts), key=lambda pair: -pair[1]):
        counts[kind] = bisect_left(range(count), True, key=partial(contradicts, kind))
    return sorted(n for group, count in zip(groups, counts, strict=True) for n in group[:count])
