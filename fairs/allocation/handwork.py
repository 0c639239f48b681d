"""What a change by hand would do: who else is moved by it, what it costs on each level, and which rules it breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairs.allocation import boards
from fairs.allocation.engine import Broken, Comparison, Instance, compare

Allocation = Mapping[str, tuple[str, ...]]

NEVER = frozenset(
    {
        "unknown_applicant",
        "unknown_stall",
        "empty",
        "listed_twice",
        "not_touching",
        "closed",
        "shared",
        "pinned_elsewhere",
        "pinned_to_other",
    }
)
"""Rules that nobody may override: what is no place, is closed, or is fixed for somebody (drop that first)."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A change by hand, weighed. `broken`: rules it breaks that were kept before."""

    allocation: Allocation
    comparison: Comparison
    broken: tuple[Broken, ...]

    @property
    def is_possible(self) -> bool:
        return not any(one.code in NEVER for one in self.broken)

    @property
    def needs_ground(self) -> bool:
        """Tell whether it is possible only with a reason, as it breaks a rule."""
        return bool(self.broken) and self.is_possible


def changed(allocation: Allocation, who: str, place: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the allocation with `who` on `place` (none: waiting).

    Whoever stands there alone, on exactly these stalls, changes places with `who` where the sizes are equal; others make way.
    """
    out = {one: stalls for one, stalls in allocation.items() if one != who}
    before = allocation.get(who, ())
    holders = [one for one, stalls in out.items() if set(stalls) & set(place)]
    for holder in holders:
        theirs = out.pop(holder)
        if len(holders) == 1 and set(theirs) == set(place) and len(before) == len(theirs):
            out[holder] = before
    if place:
        out[who] = tuple(place)
    return out


def effect(document: Mapping[str, Any], instance: Instance, allocation: Allocation, who: str, place: Sequence[str]) -> Effect:
    """Return what it would do to put `who` on `place`."""
    after = changed(allocation, who, place)
    comparison = compare(instance, allocation, after)
    known = {_sign(one) for one in comparison.before.broken}
    broken = [one for one in comparison.after.broken if _sign(one) not in known]
    return Effect(after, comparison, (*broken, *_overloads(document, allocation, after)))


def _sign(broken: Broken) -> tuple[str, tuple[str, ...], str]:
    return broken.code, tuple(broken.applicants), str(sorted(broken.facts.items()))


def _overloads(document: Mapping[str, Any], before: Allocation, after: Allocation) -> list[Broken]:
    known = {load.board: load.total for load in boards.loads(document, before)}
    return [
        Broken("board", tuple(sorted(load.draws)), {"board": load.board, "kw": load.total, "limit_kw": load.limit_kw})
        for load in boards.loads(document, after)
        if load.is_over and load.total > known[load.board]
    ]


def places_for(instance: Instance, who: str) -> list[tuple[str, ...]]:
    """Return every row of touching, open stalls of the applicant's sizes, in the order of the ground."""
    person = next(one for one in instance.applicants if one.id == who)
    where = {(stall.run, stall.pos): stall for stall in instance.stalls}
    out = []
    for size in range(person.least, person.most + 1):
        for stall in instance.stalls:
            row = [where.get((stall.run, stall.pos + k)) for k in range(size)]
            if all(one is not None and not one.blocked for one in row):
                out.append(tuple(one.id for one in row if one is not None))
    return out
