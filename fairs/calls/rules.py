"""Rules of applications: allowed moves of state, and when a call takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"submitted", "withdrawn", "cancelled"}),
    "submitted": frozenset({"selected", "waiting", "rejected", "offered", "withdrawn", "cancelled"}),
    "selected": frozenset({"submitted", "waiting", "rejected", "offered", "withdrawn", "cancelled"}),
    "waiting": frozenset({"submitted", "selected", "rejected", "offered", "withdrawn", "cancelled"}),
    "rejected": frozenset({"submitted", "selected", "waiting", "offered", "withdrawn"}),
    "offered": frozenset({"selected", "waiting", "accepted", "declined", "withdrawn", "cancelled"}),
    "accepted": frozenset({"waiting", "confirmed", "declined", "withdrawn", "cancelled"}),
    "confirmed": frozenset({"accepted", "withdrawn", "cancelled"}),
    "declined": frozenset({"waiting", "offered"}),
    "withdrawn": frozenset(),
    "cancelled": frozenset(),
}
"""What an application may become. Back to "submitted" when a jury's round is opened again; from "offered" and "accepted" to
"waiting" when a deadline passes; from "rejected" to "withdrawn" while its maker has not been told; withdrawn and cancelled are
final, the maker may apply anew."""


def may_move(state: str, to: str) -> bool:
    """Tell whether an application in `state` may become `to`."""
    return to in MOVES.get(state, frozenset())


class Phase(StrEnum):
    """What a call is to a maker who looks at it."""

    HIDDEN = "hidden"
    COMING = "coming"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Times:
    """When a call opens and closes."""

    opens_at: datetime
    closes_at: datetime
    late_until: datetime | None = None
    is_published: bool = True


def phase(times: Times, at: datetime) -> Phase:
    """Return what the call is at a moment. Times are half-open: at its closing minute a call is closed."""
    if not times.is_published:
        return Phase.HIDDEN
    if at < times.opens_at:
        return Phase.COMING
    if at < times.closes_at:
        return Phase.OPEN
    if times.late_until is not None and at < times.late_until:
        return Phase.LATE
    return Phase.CLOSED


FAR_AHEAD, BEFORE_THE_FAIR = timedelta(days=120), timedelta(days=45)
"""A big fair opens its call four months ahead, and needs six weeks for jury, plan, offers and fees."""


def usual_times(starts_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """Return when the call of a fair usually opens and closes, to begin with: it always closes before the fair starts.

    Open at once, or four months ahead; closed six weeks before, or half way where less than three months are left. For a fair
    that has begun already, the two days before it.
    """
    if starts_at - at < timedelta(days=2):
        return starts_at - timedelta(days=2), starts_at - timedelta(days=1)
    opens_at = max(at, starts_at - FAR_AHEAD)
    return opens_at, max(starts_at - BEFORE_THE_FAIR, opens_at + (starts_at - opens_at) / 2)
