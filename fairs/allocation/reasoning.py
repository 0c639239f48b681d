"""Why everybody has what they have: facts about a computed plan, from which `texts` makes sentences.

The engine says what it weighed (`explain`, `standing`); here is added who has a wished stall and on which ground, what became
of wishes for a zone or a feature, and, for those who wait, which smaller demand would have found a free place. The latter is
tried on the plan itself, never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from fairs.allocation import boards
from fairs.allocation.engine import Instance, evaluate, explain, standing
from fairs.allocation.engine.instance import Applicant, Stall

Allocation = Mapping[str, tuple[str, ...]]
TRIED = 6
"""Free places tried for each smaller demand."""


def facts(document: Mapping[str, Any], instance: Instance, allocation: Allocation) -> dict[str, dict[str, Any]]:
    """Return the facts of every applicant, ready for JSON."""
    weighed, places = explain(instance, allocation), standing(instance, allocation)
    ground = _Ground(document, instance, allocation)
    out = {}
    for person in instance.applicants:
        mine = allocation.get(person.id, ())
        rank = places[person.id].get("rank") or 0
        out[person.id] = {
            "stalls": list(mine),
            "standing": places[person.id],
            "wishes": len(person.wishes),
            "missed": [ground.missed(person, entry) for entry in weighed.get(person.id, [])],
            "general": [ground.general(wish) for wish in _general_above(person, rank)],
            "changes": [] if mine else list(ground.changes(person)),
        }
    return out


def _general_above(person: Applicant, rank: int) -> list[str]:
    above = person.wishes if not rank else person.wishes[: rank - 1]
    return [wish for wish in above if wish.startswith(("zone:", "feature:"))]


def first_wishes(document: Mapping[str, Any], allocation: Allocation) -> int:
    """Return how many applicants have what they wished most."""
    stalls = {row["id"]: row for row in document["stalls"]}
    wishes = {row["id"]: row["wishes"][0] for row in document["applicants"] if row["wishes"]}
    return sum(who in wishes and any(_meets(wishes[who], stalls[one]) for one in mine) for who, mine in allocation.items())


def _meets(wish: str, stall: Mapping[str, Any]) -> bool:
    kind, _, word = wish.partition(":")
    return stall["id"] == wish or (kind == "zone" and stall["zone"] == word) or (kind == "feature" and word in stall["features"])


class _Ground:
    """A plan on its ground, asked about one applicant after the other."""

    def __init__(self, document: Mapping[str, Any], instance: Instance, allocation: Allocation):
        self.document, self.instance, self.allocation = document, instance, allocation
        self.stalls = {stall.id: stall for stall in instance.stalls}
        self.people = {person.id: person for person in instance.applicants}
        self.holder = {stall: who for who, stalls in allocation.items() for stall in stalls}
        self.where = {(stall.run, stall.pos): stall for stall in instance.stalls}
        judged = evaluate(instance, allocation)
        self.terms, self.broken = judged.terms, {_sign(one) for one in judged.broken}

    # ---- wishes that were not met ---------------------------------------------------------------------------------

    def missed(self, person: Applicant, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is to be said about a named stall that somebody wished more than what they got."""
        stall = self.stalls[entry["stall"]]
        out = {name: entry[name] for name in ("stall", "reason", "level", "loss") if name in entry}
        if entry["reason"] == "need":
            out["missing"] = sorted(person.needs - stall.features)
        if entry["reason"] == "price":
            out |= {"price": stall.price, "max_price": person.max_price}
        if entry["reason"] == "exchange":
            out |= self._holder(person, stall)
            if entry.get("level"):
                out["terms"] = self._harmed(entry["change"], self.instance.levels[entry["level"] - 1])
        return out

    def _harmed(self, change: Mapping[str, Sequence[str] | None], level: Mapping[str, float]) -> list[str]:
        """Which terms of a level would be worse after the exchange that was weighed."""
        trial = {who: stalls for who, stalls in self.allocation.items() if who not in change}
        trial |= {who: tuple(stalls) for who, stalls in change.items() if stalls}
        after = evaluate(self.instance, trial).terms
        return sorted(term for term, weight in level.items() if weight * (after[term] - self.terms[term]) < 0)

    def _holder(self, person: Applicant, stall: Stall) -> dict[str, Any]:
        """Who has the stall, and on which ground; the first that is true of it."""
        who = self.holder.get(stall.id)
        if who is None:
            return {"ground": "free"}
        other, theirs = self.people[who], frozenset(self.allocation[who])
        if other.claim and (other.claim <= theirs or theirs <= other.claim):
            ground = "claim"
        elif other.guaranteed and not person.guaranteed:
            ground = "guaranteed"
        elif other.score > person.score:
            ground = "score"
        else:
            ground = "together"
        return {"holder": who, "ground": ground}

    def general(self, wish: str) -> dict[str, Any]:
        """Return what became of the stalls of a wished zone, or with a wished feature."""
        kind, _, word = wish.partition(":")
        found = [stall for stall in self.stalls.values() if (stall.zone == word if kind == "zone" else word in stall.features)]
        taken = sum(stall.id in self.holder for stall in found)
        return {"wish": wish, "stalls": len(found), "taken": taken, "closed": sum(stall.blocked for stall in found)}

    # ---- what would have to change --------------------------------------------------------------------------------

    def changes(self, person: Applicant) -> Iterator[dict[str, Any]]:
        """Yield each smaller demand with which somebody who waits would have found a free place, and that place."""
        for said, other in _smaller(person):
            place = self._free_place(other)
            if place:
                yield {**said, "stalls": list(place)}

    def _free_place(self, person: Applicant) -> tuple[str, ...]:
        places = islice(self._windows(person), TRIED)
        return next((place for place in places if self._is_lawful(person, place)), ())

    def _windows(self, person: Applicant) -> Iterator[tuple[str, ...]]:
        for stall in self.instance.stalls:
            row = [self.where.get((stall.run, stall.pos + k)) for k in range(person.least)]
            if all(one is not None and not one.blocked and one.id not in self.holder and _fits(person, one) for one in row):
                yield tuple(one.id for one in row if one is not None)

    def _is_lawful(self, person: Applicant, place: tuple[str, ...]) -> bool:
        """Whether the plan with this place given breaks no rule that it does not break without."""
        people = tuple(person if one.id == person.id else one for one in self.instance.applicants)
        trial = {**self.allocation, person.id: place}
        if any(_sign(one) not in self.broken for one in evaluate(replace(self.instance, applicants=people), trial).broken):
            return False
        return not any(load.is_over for load in boards.loads(self.document, trial))


def _sign(broken: Any) -> tuple[str, tuple[str, ...], str]:
    return broken.code, tuple(broken.applicants), str(sorted(broken.facts.items()))


def _fits(person: Applicant, stall: Stall) -> bool:
    return person.needs <= stall.features and (person.max_price is None or stall.price <= person.max_price)


def _smaller(person: Applicant) -> Iterator[tuple[dict[str, Any], Applicant]]:
    """Yield every demand that could be smaller, and the applicant who asks for that little."""
    for size in range(person.least - 1, 0, -1):
        yield {"size": size}, replace(person, least=size, most=size)
    for need in sorted(person.needs):
        if not need.startswith("off:"):
            yield {"without": need}, replace(person, needs=person.needs - {need})
    if not person.anywhere:
        yield {"anywhere": True}, replace(person, anywhere=True)
    if person.max_price is not None:
        yield {"price": person.max_price}, replace(person, max_price=None)
