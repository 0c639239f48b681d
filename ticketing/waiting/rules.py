"""Rules of waiting lists: who is next, the lot, how long an offer stands. Facts in, verdict out.

Courses and fairs above have lists of their own; what is the same everywhere stands here once.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")
Number = TypeVar("Number", str, int)

MOVES: dict[str, frozenset[str]] = {
    "waiting": frozenset({"offered", "left", "closed"}),
    "offered": frozenset({"taken", "declined", "lapsed", "closed"}),
    "taken": frozenset(),
    "declined": frozenset(),
    "lapsed": frozenset(),
    "left": frozenset(),
    "closed": frozenset(),
}
LIVE = frozenset({"waiting", "offered"})

STANDS = timedelta(hours=48)
STANDS_LATE = timedelta(hours=12)
LAST_WEEK = timedelta(days=7)


def sources(to: str) -> list[str]:
    """Return the states from which somebody may come into state `to`."""
    return sorted(state for state, moves in MOVES.items() if to in moves)


# --- who is next ----------------------------------------------------------------------------------------------------


def next_in_line(line: Iterable[T], objection: Callable[[T], str]) -> tuple[T, list[tuple[T, str]]] | None:
    """Return the first of the line to whom nothing stands against, and those passed over, each with what stood against them.

    Nobody is passed over without a reason that can be kept; `objection` gives it, "" where there is none.
    """
    passed: list[tuple[T, str]] = []
    for party in line:
        against = objection(party)
        if not against:
            return party, passed
        passed.append((party, against))
    return None


@dataclass(frozen=True, slots=True)
class Party:
    """People who want places together, all or none. `demand` is how many places of each quota they need."""

    id: int
    demand: Mapping[int, int]

    def fits(self, left: Mapping[int, int]) -> bool:
        return all(left.get(quota, 0) >= count for quota, count in self.demand.items())

    def competes(self, other: "Party") -> bool:
        return not self.demand.keys().isdisjoint(other.demand)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and who stood before them, wants some of the same places and does not fit into what is free."""

    id: int
    passed_over: tuple[int, ...] = ()


def turns(line: Sequence[Party], free: Mapping[int, int], *, may_pass: bool) -> list[Turn]:
    """Return to whom the free places of each quota are offered, in the order of the line.

    Where nobody `may_pass`, what a larger party needs is kept for it, and those behind get only what it leaves. Where smaller
    parties may, they are offered what is too little for who stands before them.
    """
    left: Counter[int] = Counter(free)
    passed: list[Party] = []
    found: list[Turn] = []
    for party in line:
        if fits := party.fits(left):
            found.append(Turn(party.id, tuple(other.id for other in passed if other.competes(party))))
        else:
            passed.append(party)
        if fits or not may_pass:
            left.subtract(party.demand)
    return found


def ahead(line: Sequence[Party], party: int) -> list[int]:
    """Return those of the line who stand before the party and want some of the same places, in order."""
    place = next((place for place, one in enumerate(line) if one.id == party), len(line))
    own = next((one for one in line if one.id == party), Party(party, {}))
    return [one.id for one in line[:place] if one.competes(own)]


def moved(line: Sequence[int], one: int, before: int | None) -> list[int]:
    """Return the line with `one` moved before another, or to its end (None)."""
    rest = [other for other in line if other != one]
    place = len(rest) if before is None else rest.index(before)
    return [*rest[:place], one, *rest[place:]]


# --- the lot --------------------------------------------------------------------------------------------------------


def fingerprint(seed: str) -> str:
    """Return what is published of a seed before the draw: its SHA-256, by which it can be told later that it was not changed."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, ticket: str | int) -> str:
    """Return one party's lot: the SHA-256 of the seed, a colon and its number. Whoever has both can work it out."""
    return hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest()


def draw(tickets: Iterable[Number], seed: str | int) -> dict[Number, int]:
    """Return the place of each party drawn by lot, from 1: the smallest lot is first. The same seed gives the same places."""
    drawn = sorted(tickets, key=lambda ticket: (lot(str(seed), ticket), str(ticket)))
    return {ticket: place for place, ticket in enumerate(drawn, 1)}


# --- the offer ------------------------------------------------------------------------------------------------------


def offer_until(
    *, made_at: datetime, event_starts_at: datetime, stands: timedelta = STANDS, stands_late: timedelta = STANDS_LATE
) -> datetime:
    """Return until when an offer stands: 48 hours, 12 in the last week before the event, never beyond its start."""
    lasts = min(stands, stands_late) if event_starts_at - made_at <= LAST_WEEK else stands
    return min(made_at + lasts, event_starts_at)
