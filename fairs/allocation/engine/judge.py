"""Weighs any allocation, also one made by hand that breaks rules, straight from the instance: no windows, no search.

What the organisers' page asks when somebody is moved by hand or two plans lie side by side, and a second opinion on the
search's own arithmetic (`board`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .instance import RANK_POINTS, TERMS, Applicant, Cap, Instance, Quota

Allocation = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Broken:
    """One must-have rule that is not kept. `code` is stable; `facts` are its parameters (ids, numbers), ready for JSON.

    Codes: `unknown_applicant`, `unknown_stall`, `empty`, `listed_twice`, `size`, `not_touching`, `closed`, `need`, `price`,
    `not_wished`, `pinned_elsewhere`, `pinned_to_other`, `shared`, `not_placed` (pinned or guaranteed), `keep_apart`, `cap`.
    """

    code: str
    applicants: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an allocation is worth: each term, each level, and the must-have rules it breaks (none: it is lawful)."""

    levels: tuple[float, ...]
    terms: Mapping[str, float]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one allocation to another. `moved`: applicant to his stalls before and after.

    `first`: the first level that differs, 1 is the most important, None for no difference; `better`: whether the second is.
    """

    before: Judgement
    after: Judgement
    moved: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    change: tuple[float, ...]
    first: int | None
    better: bool


def evaluate(instance: Instance, allocation: Allocation) -> Judgement:
    """Levels, terms and broken rules of any allocation; ids the instance does not know are left out and reported."""
    return _Judge(instance, allocation).judgement()


def compare(instance: Instance, before: Allocation, after: Allocation) -> Comparison:
    """Who moves from one allocation to the other, and what that does to each level."""
    one, other = evaluate(instance, before), evaluate(instance, after)
    old, new = ({who: tuple(sorted(stalls)) for who, stalls in at.items()} for at in (before, after))
    change = tuple(round(y - x, 6) for x, y in zip(one.levels, other.levels, strict=True))
    first = next((n for n, by in enumerate(change, 1) if by), None)
    return Comparison(
        before=one,
        after=other,
        moved={who: (tuple(before[who]), tuple(after[who])) for who in before if who in new and old[who] != new[who]},
        entered=tuple(who for who in after if who not in old),
        left=tuple(who for who in before if who not in new),
        change=change,
        first=first,
        better=first is not None and change[first - 1] > 0,
    )


class _Judge:
    """One allocation under the eye of its instance."""

    def __init__(self, instance: Instance, allocation: Allocation):
        self.instance = instance
        self.stalls = {s.id: s for s in instance.stalls}
        self.people = {a.id: a for a in instance.applicants}
        self.strangers = [Broken("unknown_applicant", (), {"applicant": who}) for who in allocation if who not in self.people]
        self.at: dict[str, tuple[str, ...]] = {}
        for who in self.people:
            if who in allocation:
                known = tuple(s for s in allocation[who] if s in self.stalls)
                self.strangers += [Broken("unknown_stall", (who,), {"stall": s}) for s in allocation[who] if s not in self.stalls]
                self.at[who] = known
        self.holders: dict[str, list[str]] = {}
        for who in sorted(self.at):
            for s in dict.fromkeys(self.at[who]):
                self.holders.setdefault(s, []).append(who)
        self.reserved = {s: who for who, stalls in sorted(instance.pins.items()) for s in stalls}
        self._next_to = self._touching()

    def _touching(self) -> dict[str, set[str]]:
        where = {(s.run, s.pos): s.id for s in self.instance.stalls}
        pairs = [*self.instance.extra_neighbours]
        pairs += [(s.id, where[s.run, s.pos + 1]) for s in self.instance.stalls if (s.run, s.pos + 1) in where]
        out: dict[str, set[str]] = {s: set() for s in self.stalls}
        for s, t in pairs:
            out[s].add(t)
            out[t].add(s)
        return out

    def judgement(self) -> Judgement:
        terms = self.terms()
        levels = tuple(round(sum(w * terms[t] for t, w in level.items()), 6) for level in self.instance.levels)
        return Judgement(levels, terms, tuple(self.broken()))

    # ---- worth ----------------------------------------------------------------------------------------------------

    def terms(self) -> dict[str, float]:
        out: dict[str, float] = dict.fromkeys(TERMS, 0)
        previous = self.instance.previous
        out["quota_shortfall"] = sum(max(0, self._target(q) - self._held_by(q)) for q in self.instance.quotas)
        out["dropped"] = sum(who in self.people and who not in self.at for who in previous)
        for who, stalls in self.at.items():
            a, near = self.people[who], self._near(stalls)
            out["placed_value"] += self.instance.value_of(a)
            out["extra_stalls"] += len(stalls) - a.least
            rank = self.rank(a, stalls)
            out["wish_points"] += RANK_POINTS[rank - 1] * (100 + a.score) if 0 < rank <= len(RANK_POINTS) else 0
            out["claims_kept"] += self.keeps_claim(a, stalls)
            out["beside_met"] += sum(b in near for b in a.beside)
            out["unwanted_neighbours"] += sum(b in near for b in a.not_beside)
            out["moves"] += who in previous and previous[who] != frozenset(stalls)
        out["same_craft_neighbours"] = sum(1 for _ in self._alike())
        out["justified_envy"] = sum(1 for _ in self._envies())
        return out

    def rank(self, a: Applicant, stalls: Iterable[str]) -> int:
        """Rank of the best wish these stalls meet; 0 for none."""
        rows = [self.stalls[s] for s in stalls]
        for rank, wish in enumerate(a.wishes, 1):
            kind, _, word = wish.partition(":")
            if any(s.id == wish or (kind == "zone" and s.zone == word) or (kind == "feature" and word in s.features) for s in rows):
                return rank
        return 0

    def keeps_claim(self, a: Applicant, stalls: Iterable[str]) -> bool:
        got = frozenset(stalls)
        return bool(a.claim) and (a.claim <= got or got <= a.claim)

    def _near(self, stalls: Iterable[str]) -> set[str]:
        """Who stands on a stall that touches these."""
        around = set().union(*(self._next_to[s] for s in stalls)) - set(stalls)
        return {self.holders[s][0] for s in around if s in self.holders}

    def _held_by(self, rule: Quota | Cap) -> int:
        return sum(len(stalls) for who, stalls in self.at.items() if self.people[who].groups.get(rule.by) == rule.value)

    def _target(self, quota: Quota) -> int:
        usable = sum(not s.blocked for s in self.instance.stalls)
        asked = sum(a.most for a in self.instance.applicants if a.groups.get(quota.by) == quota.value)
        return min(int(-(-quota.min_percent * usable // 100)), asked)

    def _alike(self) -> Iterator[tuple[str, str]]:
        for s, nexts in self._next_to.items():
            for t in nexts:
                if s < t and s in self.holders and t in self.holders:
                    a, b = self.holders[s][0], self.holders[t][0]
                    craft = self.people[a].craft
                    if a != b and craft == self.people[b].craft and craft not in self.instance.same_craft_allowed:
                        yield s, t

    def _envies(self) -> Iterator[tuple[str, str]]:
        for i, mine in self.at.items():
            a = self.people[i]
            rank = self.rank(a, mine) or 99
            wanted = [self.holders[w][0] for w in a.wishes[: rank - 1] if w in self.holders]
            for j in dict.fromkeys(wanted):
                if j != i and self._may_envy(a, mine, self.people[j], self.at[j]):
                    yield i, j

    def _may_envy(self, a: Applicant, mine: tuple[str, ...], b: Applicant, his: tuple[str, ...]) -> bool:
        if a.id in self.instance.pins or b.id in self.instance.pins or self.keeps_claim(b, his) or b.score >= a.score:
            return False
        return not any(self.faults(a, his)) and not any(self.faults(b, mine))

    # ---- rules ----------------------------------------------------------------------------------------------------

    def broken(self) -> Iterator[Broken]:
        yield from self.strangers
        for who, stalls in self.at.items():
            for code, facts in self.faults(self.people[who], stalls):
                yield Broken(code, (who,), facts)
            for s in dict.fromkeys(stalls):
                if self.reserved.get(s, who) != who:
                    yield Broken("pinned_to_other", (who, self.reserved[s]), {"stall": s})
        yield from (Broken("shared", tuple(names), {"stall": s}) for s, names in self.holders.items() if len(names) > 1)
        for who, a in self.people.items():
            if who not in self.at and (a.guaranteed or who in self.instance.pins):
                yield Broken("not_placed", (who,), {"pinned": who in self.instance.pins, "guaranteed": a.guaranteed})
        for one, other in self.instance.keep_apart:
            if one in self.at and other in self._near(self.at[one]):
                yield Broken("keep_apart", (one, other), {})
        for cap in self.instance.caps:
            if (held := self._held_by(cap)) > cap.max_stalls:
                yield Broken("cap", (), {"by": cap.by, "value": cap.value, "max_stalls": cap.max_stalls, "stalls": held})

    def faults(self, a: Applicant, ids: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Why this applicant, looked at alone, may not have exactly these stalls."""
        if not ids:
            yield "empty", {}
            return
        rows = sorted((self.stalls[s] for s in ids), key=lambda s: s.pos)
        if len(set(ids)) != len(ids):
            yield "listed_twice", {"stalls": list(ids)}
        if not a.least <= len(ids) <= a.most:
            yield "size", {"stalls": len(ids), "least": a.least, "most": a.most}
        if any((s.run, s.pos) != (rows[0].run, rows[0].pos + k) for k, s in enumerate(rows)):
            yield "not_touching", {"stalls": list(ids)}
        for s in rows:
            if s.blocked:
                yield "closed", {"stall": s.id}
            if missing := sorted(a.needs - s.features):
                yield "need", {"stall": s.id, "missing": missing}
            if a.max_price is not None and s.price > a.max_price:
                yield "price", {"stall": s.id, "price": s.price, "max_price": a.max_price}
        if a.id in self.instance.pins:
            if frozenset(ids) != self.instance.pins[a.id]:
                yield "pinned_elsewhere", {"stalls": sorted(self.instance.pins[a.id])}
        elif not a.anywhere and not self.rank(a, ids) and not self.keeps_claim(a, ids):
            yield "not_wished", {"stalls": list(ids)}
