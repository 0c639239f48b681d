"""People who wish to stand side by side, as columns for all of them at once.

Whole programmes pool their applicants and know no pairs. Once such a programme is relaxed, the worth of every column in its
solution shows which places a pair, or a chain of three and more, could have for less than their being together brings. For those
there is a column that stands for all of them on touching windows: it is the sum of the columns that place each alone, and
*beside* on top. Somebody outside the programme stands fast; then the column may place one person beside him.

A fraction of such a column gives no more than a fraction of being together, which two halves in two places do not: this is what brings
the relaxed solution close to the optimum.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from .programme import Level, Programme

MOST = 40_000
"""Columns added at most; where there would be more, the programme is no longer a bound."""

SAFE = 1e-6

At = dict[int, int]
Way = tuple[float, tuple[int, ...]]
"""What placing somebody on a window lacks to pay in the relaxed solution (0 or below), and the columns that place him there."""


class Clusters:
    """Adds columns to a programme. `complete` is false once it had to leave one out."""

    def __init__(self, programme: Programme, level: Level):
        self.programme, self.ground = programme, programme.case.ground
        self.each = float(level.get("beside_met", 0))
        self.complete = True
        self._columns: set[tuple[int, ...]] = set()
        self._groups = self._connected() if self.each > 0 else []

    def _connected(self) -> list[list[int]]:
        """The movable people of each chain of wishes to stand together."""
        wanted, movable = self.programme.case.beside, self.programme.columns_of
        near: dict[int, set[int]] = {}
        for a, b in wanted:
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
        groups, seen = [], set()
        for first in sorted(near):
            if first in seen or first not in movable:
                continue
            group, queue = {first}, [first]
            while queue:
                more = {b for b in near[queue.pop()] if b in movable} - group
                group |= more
                queue.extend(sorted(more))
            seen |= group
            groups.append(sorted(group))
        return groups

    def add(self, reduced: np.ndarray, lack: float) -> list[float]:
        """Adds every column that lacks no more than this to pay (a negative figure asks for those that do pay). `reduced`: reduced
        cost of every column so far. Returns the reduced costs of the new ones."""
        found = [row for group in self._groups for row in self._of_group(group, reduced, lack)]
        found.sort(key=lambda row: (-row[0], row[1]))
        self.complete = self.complete and len(self._columns) + len(found) <= MOST
        added = found[: MOST - len(self._columns)]
        for _, parts, at, met in added:
            self._columns.add(parts)
            self.programme.add_together(at, parts, met)
        return [cost for cost, _, _, _ in added]

    def _of_group(self, group: list[int], reduced: np.ndarray, lack: float) -> Iterator[tuple[float, tuple[int, ...], At, int]]:
        ways = {a: self._ways(a, reduced) for a in group}
        best = {a: {w: max(one[0] for one in found) for w, found in ways[a].items()} for a in group}
        hope = sum(max(0.0, max(best[a].values(), default=0.0)) for a in group)
        least = -lack - hope - self.each * self._wishes_of(group)
        best = {a: {w: cost for w, cost in best[a].items() if cost >= least} for a in group}
        for at in self._placements(group, best, least):
            met = self._met(at)
            if sum(best[a][w] for a, w in at.items()) + met * self.each < -lack - SAFE:
                continue
            for chosen in product(*(ways[a][w] for a, w in at.items())):
                cost = sum(one[0] for one in chosen) + met * self.each
                parts = tuple(sorted(c for one in chosen for c in one[1]))
                if cost >= -lack - SAFE and parts not in self._columns:
                    yield cost, parts, at, met

    def _ways(self, a: int, reduced: np.ndarray) -> dict[int, list[Way]]:
        out: dict[int, list[Way]] = {}
        for w, parts in self.programme.ways(a):
            out.setdefault(w, []).append((float(sum(reduced[c] for c in parts)), parts))
        return out

    def _wishes_of(self, group: list[int]) -> int:
        inside = set(group)
        return sum(times for (a, b), times in self.programme.case.beside.items() if a in inside or b in inside)

    def _placements(self, group: list[int], best: Mapping[int, Mapping[int, float]], least: float) -> list[At]:
        """Every way of standing together that does not lack too much: of one beside somebody who stands fast, of two, of more."""
        known: dict[frozenset, At] = {}
        queue: list[At] = [{a: w} for a in group for w in best[a]]
        while queue and len(known) < 4 * MOST:
            at = queue.pop()
            for more in self._with_one_more(at, group, best):
                key = frozenset(more.items())
                if key not in known and sum(best[a][w] for a, w in more.items()) >= least:
                    known[key] = more
                    queue.append(more)
        self.complete = self.complete and not queue
        alone = ({a: w} for a in group for w in best[a])
        return [*(at for at in alone if self._met(at)), *known.values()]

    def _with_one_more(self, at: At, group: list[int], best: Mapping[int, Mapping[int, float]]) -> Iterator[At]:
        taken = {s for w in at.values() for s in self.ground.windows[w]}
        for b in group:
            if b in at:
                continue
            beside = [a for a in at if (min(a, b), max(a, b)) in self.programme.case.beside]
            for v in self.ground.windows_over({s for a in beside for s in self.ground.around[at[a]]}):
                if v in best[b] and taken.isdisjoint(self.ground.windows[v]):
                    yield dict(sorted((at | {b: v}).items()))

    def _met(self, at: At) -> int:
        """Wishes to stand together that are met, among these and with those who stand fast."""
        board, movable = self.programme.scope.board, self.programme.columns_of
        met = 0
        for a, w in at.items():
            for b in self.programme.case.partners[a]:
                v = at.get(b) if b in movable else board.at.get(b)
                if v is not None and (b not in at or a < b) and not self.ground.around[w].isdisjoint(self.ground.windows[v]):
                    met += self.programme.case.beside.get((min(a, b), max(a, b)), 0)
        return met


__all__ = ["Clusters"]
