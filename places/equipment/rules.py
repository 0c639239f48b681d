"""What a booking blocks, and who may use what. Plain: knows no tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = 900
"""Seconds of the grid on which things are booked."""

LONGEST_USE = timedelta(days=14)
LONGEST_MAINTENANCE = timedelta(days=92)


@dataclass(frozen=True)
class Span:
    """A half-open period of aware times."""

    starts_at: datetime
    ends_at: datetime

    def widened(self, setup_minutes: int, cooldown_minutes: int) -> "Span":
        """Return the period with the time before and after it that keeps the thing busy as well."""
        return Span(self.starts_at - timedelta(minutes=setup_minutes), self.ends_at + timedelta(minutes=cooldown_minutes))

    def quarters(self) -> range:
        """Return the numbers of the quarters of an hour that the period touches."""
        return range(int(self.starts_at.timestamp() // QUARTER), -int(-self.ends_at.timestamp() // QUARTER))

    @property
    def is_on_grid(self) -> bool:
        return self.starts_at.timestamp() % QUARTER == 0 and self.ends_at.timestamp() % QUARTER == 0


@dataclass(frozen=True)
class Thing:
    """What the rules must know about a bookable."""

    is_usable: bool  # in use, and not out of order
    open_to: str  # "keepers", "artisans" or "visitors"
    needs_training: bool
    needs_supervision: bool
    people_max: int | None


@dataclass(frozen=True)
class Party:
    """Who wants to use it."""

    is_keeper: bool
    is_trained: bool
    has_supervisor: bool
    people: int
    is_event: bool = False  # a workshop, whose trainer answers for everybody


def objection(thing: Thing, party: Party) -> str:
    """Return why the party may not use the thing, as a stable word, or "" when it may.

    A supervisor stands in for training: somebody who was never shown a kiln may use it beside somebody who was.
    """
    if not thing.is_usable:
        return "out_of_order"
    if thing.open_to == "keepers" and not (party.is_keeper or party.is_event):
        return "keepers_only"
    if thing.people_max is not None and party.people > thing.people_max:
        return "too_many"
    if thing.needs_supervision and not (party.has_supervisor or party.is_keeper):
        return "needs_supervisor"
    if thing.needs_training and not (party.is_trained or party.has_supervisor or party.is_keeper or party.is_event):
        return "needs_training"
    return ""


def free_start(taken: Iterable[int], *, after: int, length: int, horizon: int) -> int | None:
    """Return the first quarter from `after` on at which `length` quarters in a row are free, or None before `horizon`."""
    start = after
    for quarter in _sorted(taken, after):
        if quarter - start >= length:
            break
        start = quarter + 1
    return start if start + length <= horizon else None


def _sorted(taken: Iterable[int], after: int) -> Iterator[int]:
    return iter(sorted(quarter for quarter in taken if quarter >= after))
