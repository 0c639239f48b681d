"""Rules of events: allowed moves of state, local clock times, and the size that needs a permit."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count, pairwise
from zoneinfo import ZoneInfo

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"published"}),
    "published": frozenset({"draft", "moved", "cancelled", "finished"}),
    "moved": frozenset({"published", "moved", "cancelled", "finished"}),
    "finished": frozenset({"reported"}),
    "cancelled": frozenset({"reported"}),
    "reported": frozenset(),
}

HIGH_RISK_PERSONS = 5000  # Latvian law on public events: more than this is a high-risk event …
HIGH_RISK_PERSONS_SPECIAL = 1000  # … or this, in the border zone or for children, seniors, people with special needs


SLUG_LENGTH = 60
RESERVED_SLUGS = frozenset({"new", "partners"})
"""Words that stand in the same place of an address and mean something else there."""


def free_slug(wished: str, year: int, taken: Container[str]) -> str:
    """Return an address nobody has: `wished` itself, else with the year behind it, else with a number behind that."""
    wished = wished[: SLUG_LENGTH - 10].strip("-") or "event"
    tries = chain((wished, f"{wished}-{year}"), (f"{wished}-{year}-{number}" for number in count(2)))
    return next(slug for slug in tries if slug not in taken and slug not in RESERVED_SLUGS)


def may_move(current: str, wished: str) -> bool:
    """Tell whether an event may go from one state to another."""
    return wished in MOVES[current]


def clock_problem(local: datetime, zone: ZoneInfo) -> str:
    """Say what is wrong with a wall-clock time: "" (nothing), "missing" or "ambiguous".

    On the night the clocks go forward an hour does not exist; on the night they go back one exists twice.
    """
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return ""
    exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None, fold=0)
    return "ambiguous" if exists else "missing"


def high_risk_limit(*, in_border_zone: bool, special_audience: bool) -> int:
    """Return the number of persons above which the event is a high-risk one."""
    return HIGH_RISK_PERSONS_SPECIAL if in_border_zone or special_audience else HIGH_RISK_PERSONS


@dataclass(frozen=True, slots=True)
class Day:
    """One day as entered: aware instants, empty where nobody is let in before or after."""

    opens_at: datetime
    closes_at: datetime
    setup_from: datetime | None = None
    setup_until: datetime | None = None
    takedown_from: datetime | None = None
    takedown_until: datetime | None = None

    def problem(self) -> tuple[str, str]:
        """Return (field, code) of the first thing wrong with the day, or ("", "")."""
        if self.closes_at <= self.opens_at:
            return "closes_at", "ends_before_start"
        for start, end in (("setup_from", "setup_until"), ("takedown_from", "takedown_until")):
            first, last = getattr(self, start), getattr(self, end)
            if (first is None) != (last is None):
                return (end if last is None else start), "half_a_window"
            if first is not None and last is not None and last <= first:
                return end, "ends_before_start"
        if self.setup_from is not None and self.setup_from >= self.opens_at:
            return "setup_from", "setup_after_opening"
        return "", ""


def days_problem(days: list[Day]) -> tuple[int, str, str]:
    """Return (index, field, code) of the first thing wrong with an event's days, or (-1, "", "")."""
    if not days:
        return 0, "opens_at", "no_days"
    for index, day in enumerate(days):
        field, code = day.problem()
        if code:
            return index, field, code
    ordered = sorted(days, key=lambda day: day.opens_at)
    for earlier, later in pairwise(ordered):
        if later.opens_at < earlier.closes_at:
            return days.index(later), "opens_at", "days_overlap"
    return -1, "", ""
