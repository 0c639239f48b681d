"""Rules of registering: ages, clashes, seats by country and mode, who is next on the list, deadlines. Facts in, verdict out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ticketing.waiting import rules as waiting

MOVES: dict[str, frozenset[str]] = {
    "applied": frozenset({"enrolled", "declined", "withdrawn"}),
    "waiting": frozenset({"offered", "declined", "withdrawn"}),
    "offered": frozenset({"enrolled", "withdrawn"}),
    "enrolled": frozenset({"withdrawn"}),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
HOLDING = frozenset({"applied", "offered", "enrolled"})
"""States that hold a seat."""

PAYING = frozenset({"learner", "delegate"})
"""Who pays for taking part; who speaks, teaches, interprets, organises, reports or is invited does not."""

TIME_TO_PAY = timedelta(days=7)
PAID_BEFORE = timedelta(days=1)


def sources(to: str) -> list[str]:
    """Return the states from which somebody may come into state `to`."""
    return sorted(state for state, moves in MOVES.items() if to in moves)


# --- ages -----------------------------------------------------------------------------------------------------------


def is_minor(age: int | None, guardian_below: int) -> bool:
    """Tell whether somebody needs a guardian; who does not say an age says that they are of age."""
    return age is not None and age < guardian_below


def must_say_age(minima: Iterable[int | None], guardian_below: int) -> bool:
    """Tell whether everybody has to say their age: something asks for more years than being of age."""
    return any(least is not None and least > guardian_below for least in minima)


def age_problem(age: int | None, least: int | None, guardian_below: int) -> str:
    """Return "too_young", "age_needed" or "" for something that asks for `least` years."""
    if least is None:
        return ""
    if age is None:
        return "age_needed" if least > guardian_below else ""
    return "too_young" if age < least else ""


# --- clashes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Something that takes place from then until then."""

    id: int
    starts_at: datetime
    ends_at: datetime


def clashes(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the pairs that overlap, the earlier one first. Where one ends as the other begins there is no clash."""
    ordered = sorted(spans, key=lambda span: (span.starts_at, span.id))
    return [
        (first.id, second.id) for place, first in enumerate(ordered) for second in ordered[place + 1 :] if second.starts_at < first.ends_at
    ]


# --- seats ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seats:
    """A number of seats for a country, a mode, both, or ("" and "") for everybody."""

    id: int
    country: str
    mode: str
    left: int

    def is_for(self, who: "Who") -> bool:
        return self.country in ("", who.country) and self.mode in ("", who.mode)


@dataclass(frozen=True, slots=True)
class Who:
    """Where somebody comes from and how they take part."""

    country: str
    mode: str


def demand(people: Iterable[Who], quotas: Sequence[Seats]) -> Counter[int]:
    """Return how many seats of each quota the people need: everybody one of each that is for them."""
    return Counter(seats.id for who in people for seats in quotas if seats.is_for(who))


def unprovided(people: Iterable[Who], quotas: Sequence[Seats]) -> list[Who]:
    """Return those for whom no seats are set aside. Without any quota there is room for everybody."""
    return [who for who in people if quotas and not any(seats.is_for(who) for seats in quotas)]


def fit(people: Sequence[Who], quotas: Sequence[Seats]) -> bool:
    """Tell whether there is a seat for all of them together."""
    wanted = demand(people, quotas)
    return not unprovided(people, quotas) and all(seats.left >= wanted[seats.id] for seats in quotas)


def left_for(who: Who, quotas: Sequence[Seats]) -> int | None:
    """Return how many more like them there is room for; None where nothing limits it."""
    if unprovided([who], quotas):
        return 0
    return min((seats.left for seats in quotas if seats.is_for(who)), default=None)


# --- the waiting list -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Party:
    """People who registered together, at their place on the list: all get seats, or none."""

    id: str
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """Who is next, and who stood before them but does not fit into what is free."""

    id: str
    passed_over: tuple[str, ...]


def next_in_line(line: Sequence[Party], quotas: Sequence[Seats]) -> Pick | None:
    """Return the first party of the list that fits into the free seats; None where none does.

    A party of three does not keep a single seat empty, nor does a country whose seats are taken.
    """
    found = waiting.next_in_line(line, lambda party: "" if fit(party.people, quotas) else "no_fit")
    return None if found is None else Pick(found[0].id, tuple(party.id for party, _why in found[1]))


def draw(parties: Iterable[str], seed: int) -> dict[str, int]:
    """Return the place of each party drawn by lot, from 1. The same seed and parties give the same places, so it can be checked."""
    return waiting.draw(parties, seed)


def seated_together(waiting: Sequence[tuple[str, int]], left: int | None) -> list[str]:
    """Return which groups get seats at one activity: in order, all of a group or none of it.

    `waiting` is (group, people) in the order of the list; `left` is None where there is room for everybody.
    """
    seated = []
    for group, people in waiting:
        if left is None or people <= left:
            seated.append(group)
            left = None if left is None else left - people
    return seated


# --- deadlines ------------------------------------------------------------------------------------------------------


def offer_until(*, made_at: datetime, hours: int, event_starts_at: datetime) -> datetime:
    """Return until when a free place is kept for who it was offered to: 12 hours at most in the last week, never past the start."""
    return waiting.offer_until(made_at=made_at, event_starts_at=event_starts_at, stands=timedelta(hours=hours))


def pay_until(*, enrolled_at: datetime, event_starts_at: datetime) -> datetime:
    """Return when an unpaid fee lapses: in a week, at the latest the day before; who enrols later has until the start.

    Never in less than an hour, so that somebody at the door can still pay.
    """
    by_event = max(event_starts_at - PAID_BEFORE, min(enrolled_at + PAID_BEFORE, event_starts_at))
    return max(min(enrolled_at + TIME_TO_PAY, by_event), enrolled_at + timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Times:
    """When one may register, and when the event is."""

    opens_at: datetime
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime


def phase(times: Times, at: datetime) -> str:
    """Return "soon", "open", "closed" or "over"."""
    if at >= times.ends_at:
        return "over"
    if at < times.opens_at:
        return "soon"
    return "open" if at < times.closes_at else "closed"


def usual_times(now: datetime, event_starts_at: datetime) -> tuple[datetime, datetime]:
    """Return when registration usually opens and closes: now, and three days before; closer to the event, an hour before it."""
    closes_at = event_starts_at - timedelta(days=3)
    if closes_at <= now + timedelta(days=1):
        closes_at = max(event_starts_at - timedelta(hours=1), now + timedelta(hours=1))
    return now, closes_at
