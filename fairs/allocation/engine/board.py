"""Who stands where at one moment, and what that is worth on every level.

`Board.score` weighs any part of the ground: everything a group of applicants has to do with, among themselves and with
the others. The whole is the score of everybody; a change is judged by the score of those it moves, before and after.
"""

from collections.abc import Iterable, Mapping

from .case import Case
from .instance import TERMS

Change = Mapping[int, int | None]
"""Applicant to new window, or None for none."""


class Board:
    """A changeable allocation. `at`: applicant to window; `holder`: stall to applicant or -1."""

    def __init__(self, case: Case, at: Mapping[int, int] | None = None):
        self.case = case
        self.at: dict[int, int] = {}
        self.holder = [-1] * len(case.ground.stalls)
        self._groups = [(q, [a.groups.get(q.by) == q.value for a in case.people]) for q in (*case.instance.quotas, *case.instance.caps)]
        self.counts = [0] * len(self._groups)
        self._targets = [quota_target(case, n) for n in range(len(case.instance.quotas))]
        self._wished_by: list[list[int]] = [[] for _ in case.ground.stalls]
        for a in range(len(case.people)):
            for s in case.named_wishes(a):
                self._wished_by[s].append(a)
        for a, w in (at or {}).items():
            self._put(a, w)

    # ---- changing -----------------------------------------------------------------------------------------------

    def _put(self, a: int, w: int) -> None:
        self.at[a] = w
        row = self.case.ground.windows[w]
        for s in row:
            self.holder[s] = a
        for n, (_, member) in enumerate(self._groups):
            self.counts[n] += len(row) if member[a] else 0

    def _lift(self, a: int) -> None:
        row = self.case.ground.windows[self.at.pop(a)]
        for s in row:
            self.holder[s] = -1
        for n, (_, member) in enumerate(self._groups):
            self.counts[n] -= len(row) if member[a] else 0

    def apply(self, change: Change) -> dict[int, int | None]:
        """Makes the change and returns the one that undoes it."""
        undo = {a: self.at.get(a) for a in change}
        for a in change:
            if a in self.at:
                self._lift(a)
        for a, w in change.items():
            if w is not None:
                self._put(a, w)
        return undo

    # ---- judging ------------------------------------------------------------------------------------------------

    def gain(self, change: Change) -> list[float]:
        """By how much each level would rise (negative: fall) if the change were made; the board stays as it is."""
        before = self.levels(change)
        undo = self.apply(change)
        after = self.levels(change)
        self.apply(undo)
        return [round(y - x, 6) for x, y in zip(before, after, strict=True)]

    def levels(self, group: Iterable[int] | None = None) -> list[float]:
        """Value of each level, all of it or the part that touches the group."""
        terms = self.terms(group)
        return [round(sum(weight * terms[term] for term, weight in level.items()), 6) for level in self.case.instance.levels]

    def terms(self, group: Iterable[int] | None = None, *, envy: bool = True) -> dict[str, float]:
        """Every term as docs/allocation.md defines it, for everybody or for what touches the group (quotas always whole). Envy,
        which takes as long as all the others, may be left at 0."""
        everybody = range(len(self.case.people)) if group is None else sorted(group)
        inside = set(everybody)
        out: dict[str, float] = dict.fromkeys(TERMS, 0)
        out["quota_shortfall"] = sum(max(0, target - self.counts[n]) for n, target in enumerate(self._targets))
        for a in everybody:
            w = self.at.get(a)
            if w is None:
                out["dropped"] += a in self.case.previous
            else:
                self._add_own(out, a, w)
                self._add_near(out, a, w, inside)
        if envy:
            out["justified_envy"] = len(self.envies(inside))
        return out

    def _add_own(self, out: dict[str, float], a: int, w: int) -> None:
        case, row = self.case, self.case.ground.windows[w]
        out["placed_value"] += case.value[a]
        out["extra_stalls"] += len(row) - case.people[a].least
        out["wish_points"] += case.points(a, case.rank(a, w))
        out["claims_kept"] += case.keeps_claim(a, w)
        out["moves"] += a in case.previous and case.previous[a] != frozenset(row)

    def _add_near(self, out: dict[str, float], a: int, w: int, inside: set[int]) -> None:
        """Neighbours of `a`; a pair that lies inside the group counts at its lower number only."""
        case = self.case
        craft = case.people[a].craft
        varied = craft not in case.instance.same_craft_allowed
        near = set()
        for s in case.ground.windows[w]:
            for t in case.ground.next_to[s]:
                b = self.holder[t]
                if b < 0 or b == a or (b in inside and b < a):
                    continue
                near.add(b)
                out["same_craft_neighbours"] += varied and case.people[b].craft == craft
        for b in near:
            pair = (a, b) if a < b else (b, a)
            out["beside_met"] += case.beside.get(pair, 0)
            out["unwanted_neighbours"] += case.not_beside.get(pair, 0)

    def envies(self, inside: set[int] | None = None) -> list[tuple[int, int]]:
        """Pairs (i, j): i ranks a stall of j above his own place, scores higher, and the two could simply swap."""
        if inside is None:
            return sorted((i, j) for i in self.at for j in self.envied_by(i))
        out = {(i, j) for i in inside if i in self.at for j in self.envied_by(i)}
        for j in inside:
            if j in self.at:
                wishers = {i for s in self.case.ground.windows[self.at[j]] for i in self._wished_by[s]}
                out |= {(i, j) for i in wishers - inside if i in self.at and j in self.envied_by(i)}
        return sorted(out)

    def envied_by(self, i: int) -> set[int]:
        mine = self.at[i]
        rank = self.case.rank(i, mine)
        wanted = {self.holder[s] for s, r in self.case.named_wishes(i).items() if not rank or r < rank}
        return {j for j in wanted if j >= 0 and justified(self.case, i, mine, j, self.at[j])}

    def is_full(self, cap: int, a: int) -> bool:
        """Whether this cap (its number among the caps) leaves no room for one more stall of this applicant's group."""
        n = len(self.case.instance.quotas) + cap
        return self._groups[n][1][a] and self.counts[n] + self.case.people[a].least > self.case.instance.caps[cap].max_stalls

    def quotas_leaning_on(self, a: int) -> set[int]:
        """Quotas of this applicant's groups that would fall short if a stall of theirs were lost."""
        return {n for n, target in enumerate(self._targets) if self._groups[n][1][a] and self.counts[n] <= target}

    def breaks(self, change: Change) -> bool:
        """Whether the board, with this change already made, breaks a must-have rule that the change can break."""
        case = self.case
        first_cap = len(case.instance.quotas)
        if any(self.counts[first_cap + n] > cap.max_stalls for n, cap in enumerate(case.instance.caps)):
            return True
        for a in change:
            w = self.at.get(a)
            if w is None:
                if a in case.must_place:
                    return True
                continue
            near = {self.holder[s] for s in case.ground.around[w]}
            if any((min(a, b), max(a, b)) in case.apart for b in case.partners[a] if b in near):
                return True
        return False


def justified(case: Case, i: int, mine: int, j: int, his: int) -> bool:
    """Whether i, on `mine`, may rightly envy j on `his` (that i ranks it higher is known already)."""
    if i == j or i in case.pinned or j in case.pinned or case.keeps_claim(j, his):
        return False
    return case.people[j].score < case.people[i].score and case.fits(i, his) and case.fits(j, mine)


def quota_target(case: Case, n: int) -> int:
    """Stalls a quota asks for: its share of the usable stalls, at most what the group asked for."""
    quota = case.instance.quotas[n]
    usable = sum(not s.blocked for s in case.instance.stalls)
    asked = sum(a.most for a in case.people if a.groups.get(quota.by) == quota.value)
    return min(int(-(-quota.min_percent * usable // 100)), asked)
