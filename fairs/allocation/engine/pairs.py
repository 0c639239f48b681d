"""Pairs who wish to stand side by side, as columns for both at once.

Whole programmes pool their applicants and know no pairs. Once such a programme is relaxed, the worth of every column in its
solution shows which places a pair could have for less than their being together brings. Only for those there is a column
that stands for both on two touching windows: it is the sum of the columns that place each alone, and *beside* on top. Where
the other one is not in the programme, the column stands for the first alone on a window that touches him.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from .programme import Level, Programme

MOST = 40
"""Columns for one pair, the most promising ones."""

SLACK = 0.25
"""What a column may be short of paying, as a share of what being together brings: it may pay once others have moved."""

Way = tuple[float, tuple[int, ...]]
"""What placing somebody on a window lacks to pay in the relaxed solution (0 or below), and the columns that place him there."""


def add_pairs(programme: Programme, level: Level, reduced: np.ndarray) -> int:
    """Adds the columns that promise something on this level; returns how many. `reduced`: reduced cost of every column."""
    added = 0
    for pair, times in programme.case.beside.items():
        worth = level.get("beside_met", 0) * times + level.get("unwanted_neighbours", 0) * programme.case.not_beside.get(pair, 0)
        if worth > 0:
            added += _add_pair(programme, pair, times, worth, reduced)
    return added


def _add_pair(programme: Programme, pair: tuple[int, int], times: int, worth: float, reduced: np.ndarray) -> int:
    inside = [a for a in pair if a in programme.columns_of]
    ways = [_ways(programme, a, reduced, -worth * (1 + SLACK)) for a in inside]
    if len(inside) == 2:
        found = _both(programme, inside, ways)
    elif inside and (there := programme.scope.board.at.get(pair[1] if inside[0] == pair[0] else pair[0])) is not None:
        found = _one(programme, inside[0], ways[0], there)
    else:
        return 0
    best = sorted((-lack, tuple(at.items()), parts) for lack, at, parts in found if lack + worth >= -SLACK * worth)[:MOST]
    for _lack, at, parts in best:
        programme.add_together(dict(at), parts, times)
    return len(best)


def _ways(programme: Programme, a: int, reduced: np.ndarray, least: float) -> dict[int, Way]:
    """Window to the best way of placing the applicant there, for those that lack no more than `least`."""
    out: dict[int, Way] = {}
    for w, parts in programme.ways(a):
        lack = float(sum(reduced[c] for c in parts))
        if lack >= least and (w not in out or lack > out[w][0]):
            out[w] = lack, parts
    return out


def _both(programme: Programme, pair: list[int], ways: list[Mapping[int, Way]]) -> Iterator[tuple[float, dict[int, int], tuple[int, ...]]]:
    (a, b), (his, hers), ground = pair, ways, programme.case.ground
    for w, (lack, parts) in his.items():
        row = set(ground.windows[w])
        for v in ground.windows_over(ground.around[w]):
            if v in hers and row.isdisjoint(ground.windows[v]):
                yield lack + hers[v][0], {a: w, b: v}, parts + hers[v][1]


def _one(programme: Programme, a: int, ways: Mapping[int, Way], there: int) -> Iterator[tuple[float, dict[int, int], tuple[int, ...]]]:
    ground = programme.case.ground
    for w in ground.windows_over(ground.around[there]):
        if w in ways:
            yield ways[w][0], {a: w}, ways[w][1]
