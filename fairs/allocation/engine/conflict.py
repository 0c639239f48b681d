"""The smallest set of demands that contradict each other, for an input no allocation can meet.

A *demand* is what somebody decided and could take back: a guarantee, a pin, a pair to be kept apart, a cap. What the
ground and the applicants are like (sizes, needs, prices, closed stalls) is taken as given. The programme has a column for
each demand that is 1 when it is met; `hitting` looks for the smallest set that cannot be 1 together.

Guarantees that could stand for each other share their columns, and theirs says how many of them are met: a hundred who
need open fire are one row of stalls with fire, not a hundred.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Case
from .hitting import smallest_contradiction
from .sheet import Sheet
from .solver import QUICK, Solver


@dataclass(frozen=True, slots=True)
class Demand:
    """One must-have rule. `kind`: "guaranteed", "pin", "keep_apart" or "cap"; `who`: applicant ids, or the group of a cap."""

    kind: str
    who: tuple[str, ...]
    stalls: tuple[str, ...] = ()
    limit: int | None = None

    def __str__(self) -> str:
        names = " and ".join(self.who)
        return {
            "guaranteed": f"{names} is guaranteed a place",
            "pin": f"{names} is pinned to {', '.join(self.stalls)}",
            "keep_apart": f"{names} must be kept apart",
            "cap": f"{'='.join(self.who)} may have {self.limit} stalls at most",
        }[self.kind]

    def document(self) -> dict[str, Any]:
        out: dict[str, Any] = {"demand": self.kind, "text": str(self)}
        if self.kind == "cap":
            return out | {"by": self.who[0], "value": self.who[1], "max_stalls": self.limit}
        if self.kind == "keep_apart":
            return out | {"applicants": list(self.who)}
        return out | {"applicant": self.who[0]} | ({"stalls": list(self.stalls)} if self.stalls else {})


class _Demands:
    """The programme of the people who must be placed. `columns`: for each demand its column, which those of one `kin` share."""

    def __init__(self, case: Case):
        self.case, self.sheet = case, Sheet()
        self.alike: dict[int, list[int]] = {}
        self.over: dict[int, dict[int, list[int]]] = {}
        self.at: dict[int, dict[int, int]] = {}
        self.demands: list[Demand] = []
        self.columns: list[int] = []
        self.kin: list[tuple] = []
        self._gather()
        self._place_everybody()
        self._demand_places()
        self._demand_distance()
        self._demand_caps()

    def _gather(self) -> None:
        """Everybody who must be placed, by the first of those who could stand for him."""
        first: dict[tuple, int] = {}
        for a in sorted(self.case.must_place):
            self.alike.setdefault(first.setdefault(self._kin(a), a), []).append(a)

    def _kin(self, a: int) -> tuple:
        case, person = self.case, self.case.people[a]
        related = any((min(a, b), max(a, b)) in case.apart for b in case.partners[a])
        if a in case.pinned or related or not person.anywhere:
            return "alone", a
        return "guaranteed", case.signature(a), tuple(person.groups.get(cap.by) == cap.value for cap in case.instance.caps)

    def _open(self, a: int, w: int) -> bool:
        """Like `Case.fits`, but a pin is a demand here and not a fact."""
        case = self.case
        return bool(case.suited(a)[w]) and (case.people[a].anywhere or a in case.pinned or bool(case.rank(a, w)) or case.keeps_claim(a, w))

    def _windows(self, a: int) -> list[int]:
        """Where he could be placed to meet a demand."""
        case = self.case
        if a in case.pinned and a not in case.guaranteed:
            return [w for w in [case.ground.window_number.get(case.pinned[a], -1)] if w >= 0 and self._open(a, w)]
        return [w for w in range(len(case.ground.windows)) if self._open(a, w)]

    def _place_everybody(self) -> None:
        by_stall: dict[int, list[int]] = {}
        for a, those in self.alike.items():
            self.at[a], self.over[a] = {}, {}
            for w in self._windows(a):
                column = self.at[a][w] = self.sheet.column()
                for s in self.case.ground.windows[w]:
                    self.over[a].setdefault(s, []).append(column)
                    by_stall.setdefault(s, []).append(column)
            self.sheet.row([(c, 1.0) for c in self.at[a].values()], high=len(those))
        for columns in by_stall.values():
            self.sheet.row([(c, 1.0) for c in columns], high=1)

    def _new(self, kin: tuple, *demands: Demand) -> int:
        """The column of demands that could stand for each other: how many of them are met."""
        column = self.sheet.column(upper=len(demands))
        for demand in demands:
            self.demands.append(demand)
            self.columns.append(column)
            self.kin.append(kin)
        return column

    def _demand_places(self) -> None:
        case = self.case
        for a, those in self.alike.items():
            if a in case.guaranteed:
                column = self._new(("guaranteed", a), *(Demand("guaranteed", (case.people[b].id,)) for b in those))
                self.sheet.row([(column, 1.0), *((c, -1.0) for c in self.at[a].values())], high=0)
            if a in case.pinned:
                stalls = tuple(case.ground.stalls[s].id for s in sorted(case.pinned[a]))
                column = self._new(("pin", a), Demand("pin", (case.people[a].id,), stalls))
                place = self.at[a].get(case.ground.window_number.get(case.pinned[a], -1))
                self.sheet.row([(column, 1.0), *([(place, -1.0)] if place is not None else [])], high=0)

    def _demand_distance(self) -> None:
        for a, b in sorted(self.case.apart):
            if a not in self.over or b not in self.over:
                continue
            column = self._new(("apart", a, b), Demand("keep_apart", (self.case.people[a].id, self.case.people[b].id)))
            for s, mine in self.over[a].items():
                his = {c for t in self.case.ground.next_to[s] for c in self.over[b].get(t, ())}
                if his:
                    self.sheet.row([(column, 1.0), *((c, 1.0) for c in [*mine, *sorted(his)])], high=2)

    def _demand_caps(self) -> None:
        windows = self.case.ground.windows
        for n, cap in enumerate(self.case.instance.caps):
            members = [a for a in self.alike if self.case.people[a].groups.get(cap.by) == cap.value]
            entries = [(c, float(len(windows[w]))) for a in members for w, c in self.at[a].items()]
            most = float(sum(self.case.people[a].most * len(self.alike[a]) for a in members))
            if most > cap.max_stalls:
                column = self._new(("cap", n), Demand("cap", (cap.by, cap.value), limit=cap.max_stalls))
                self.sheet.row([(column, most - cap.max_stalls), *entries], high=most)


def smallest_conflict(case: Case) -> tuple[list[Demand], bool]:
    """A contradicting set of demands, and whether it is proven that there is no smaller one (it is unless it took too long)."""
    programme = _Demands(case)
    solver = Solver(programme.sheet, settings=QUICK)

    def together(chosen: list[int]) -> list[int] | None:
        """The most demands that can be met when the chosen ones must be; None when those cannot."""
        costs = np.zeros(len(programme.sheet.upper))
        costs[programme.columns] = 1.0
        counts = Counter(programme.columns[n] for n in chosen)
        for column in dict.fromkeys(programme.columns):
            solver.force(column, counts[column])
        outcome = solver.maximise(costs, step=1)
        if outcome.values is None:
            return None
        left = {column: round(outcome.values[column]) for column in programme.columns}
        met = []
        for n in [*chosen, *(n for n in range(len(programme.columns)) if n not in set(chosen))]:
            if left[programme.columns[n]] > 0:
                left[programme.columns[n]] -= 1
                met.append(n)
        return met

    numbers, smallest = smallest_contradiction(programme.kin, together)
    return [programme.demands[n] for n in numbers], smallest
