"""Rules of the day: what a stall's state is, and the figures of the report. Facts in, verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Presence(StrEnum):
    """Whether the maker of a stall is there."""

    UNKNOWN = "unknown"
    CAME = "came"
    LATE = "late"
    ABSENT = "absent"


def presence(*, came_at: datetime | None, absent_at: datetime | None, due_at: datetime | None, now: datetime) -> Presence:
    """Return what is known of a maker: came (also after being marked absent), absent, late once the time due has passed."""
    if came_at is not None:
        return Presence.CAME
    if absent_at is not None:
        return Presence.ABSENT
    return Presence.LATE if due_at is not None and now > due_at else Presence.UNKNOWN


@dataclass(frozen=True, slots=True)
class Counted:
    """Visitors counted by hand: where, which hour, how many."""

    place: str
    hour: datetime
    count: int


def busiest(counts: Iterable[Counted]) -> tuple[datetime | None, int]:
    """Return the hour with most visitors over all places, the earliest of several, and how many they were."""
    hours: dict[datetime, int] = {}
    for one in counts:
        hours[one.hour] = hours.get(one.hour, 0) + one.count
    if not hours:
        return None, 0
    hour = min(hours, key=lambda hour: (-hours[hour], hour))
    return hour, hours[hour]
