"""Rules of offers: how long they stand, who is next on the waiting list, when a vehicle may come. Facts in, verdict out."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ticketing.orders import workdays
from ticketing.waiting import rules as lists

PAID_BEFORE = timedelta(days=2)

MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"accepted", "declined", "lapsed", "withdrawn"}),
    "accepted": frozenset({"confirmed", "declined", "lapsed", "withdrawn"}),
    "confirmed": frozenset({"declined", "withdrawn"}),
    "declined": frozenset(),
    "lapsed": frozenset(),
    "withdrawn": frozenset(),
}


def answer_until(*, made_at: datetime, event_starts_at: datetime, first_round: timedelta | None = None) -> datetime:
    """Return until when an offer may be answered: 48 hours, 12 in the last week, `first_round` where the fair gives more.

    Never beyond the start of the event.
    """
    return lists.offer_until(made_at=made_at, event_starts_at=event_starts_at, stands=first_round or lists.STANDS)


def pay_until(*, accepted_at: datetime, event_starts_at: datetime, working_days: int, zone: ZoneInfo, country: str) -> datetime:
    """Return when an unpaid fee lapses: the end of so many working days, at the latest two days before the fair.

    Who accepts later than that has 24 hours, but never beyond the start.
    """
    day = workdays.after(accepted_at.astimezone(zone).date(), working_days, country)
    by_days = datetime.combine(day + timedelta(days=1), time(), zone)
    by_event = max(event_starts_at - PAID_BEFORE, accepted_at + timedelta(days=1))
    return min(by_days, by_event, max(event_starts_at, accepted_at + timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One on the waiting list. `place` counts within the goods group; `stalls` are the ids of free places that would do."""

    application: int
    group: str
    place: int
    stalls: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pick:
    """Who is offered a free place, and who stood before them and why they were passed over ("no_fit", "group_full")."""

    application: int
    stall: int
    passed_over: tuple[tuple[int, str], ...]


def next_in_line(waiting: Iterable[Waiting], *, stalls: Sequence[int], group: str, full_groups: frozenset[str]) -> Pick | None:
    """Return who gets the offer for one of the free `stalls`, or None where nobody fits.

    The list of the goods group that lost its maker goes first, in its order, then the other groups' by place. Nobody is
    passed over without a reason that is kept.
    """

    def objection(one: Waiting) -> str:
        if one.group in full_groups:
            return "group_full"
        return "" if one.stalls.intersection(stalls) else "no_fit"

    line = sorted(waiting, key=lambda one: (one.group != group, one.place, one.application))
    found = lists.next_in_line(line, objection)
    if found is None:
        return None
    one, passed = found
    stall = next(stall for stall in stalls if stall in one.stalls)
    return Pick(one.application, stall, tuple((other.application, why) for other, why in passed))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A maker who comes to set up. `distance` in metres from each entrance by its id; `length` of the vehicle in metres."""

    application: int
    distance: dict[int, float]
    length: float = 5.0


@dataclass(frozen=True, slots=True)
class Gateway:
    """An entrance: vehicles at once, minutes each takes to unload."""

    id: int
    at_once: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where one vehicle unloads; `lane` counts the places at an entrance from 1."""

    application: int
    entrance: int
    lane: int
    starts_at: datetime
    ends_at: datetime


def load_in(
    arrivals: Sequence[Arrival],
    gateways: Sequence[Gateway],
    windows: Sequence[tuple[datetime, datetime]],
    *,
    taken: Container[tuple[int, datetime, int]] = (),
) -> list[Slot]:
    """Return a slot for each arrival, in the set-up `windows`: far stalls first, so that nobody drives past stands built up.

    `taken` are the (entrance, start, lane) that somebody has already.

    Each comes by the nearest entrance that still has room; where the windows are full, the rest share the last slots of
    the nearest entrance in further lanes, so that everybody has a time. Deterministic.
    """
    free = {gate.id: [time for time in _times(gate, windows) if (gate.id, *time) not in taken] for gate in gateways}
    minutes = {gate.id: gate.minutes for gate in gateways}
    slots: list[Slot] = []
    for one in sorted(arrivals, key=lambda one: (-min(one.distance.values(), default=0), one.application)):
        order = sorted(gateways, key=lambda gate: (one.distance.get(gate.id, 0), gate.id))
        gate = next((gate.id for gate in order if free[gate.id]), order[0].id)
        starts_at, lane = free[gate].pop(0) if free[gate] else _squeezed(slots, gate, windows, minutes[gate], taken)
        slots.append(Slot(one.application, gate, lane, starts_at, starts_at + timedelta(minutes=minutes[gate])))
    return slots


def _times(gate: Gateway, windows: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, int]]:
    times = []
    for opens, closes in windows:
        at = opens
        while at + timedelta(minutes=gate.minutes) <= closes:
            times += [(at, lane) for lane in range(1, gate.at_once + 1)]
            at += timedelta(minutes=gate.minutes)
    return times


def _squeezed(
    slots: Sequence[Slot],
    gate: int,
    windows: Sequence[tuple[datetime, datetime]],
    minutes: int,
    taken: Container[tuple[int, datetime, int]],
) -> tuple[datetime, int]:
    last = windows[-1][1] - timedelta(minutes=minutes)
    lane = max((slot.lane for slot in slots if slot.entrance == gate and slot.starts_at == last), default=0) + 1
    while (gate, last, lane) in taken:
        lane += 1
    return last, lane
