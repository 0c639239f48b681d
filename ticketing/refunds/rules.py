"""The ladder of refunds, and which way a refund may move. Plain: facts in, verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

NOTHING = Decimal("0.00")

MOVES: dict[str, frozenset[str]] = {
    "owed": frozenset({"ordered", "done", "failed", "waived"}),
    "ordered": frozenset({"done", "failed"}),
    "failed": frozenset({"owed", "ordered", "done", "waived"}),
    "done": frozenset(),
    "waived": frozenset(),
}
"""A refund that failed may still turn out to have gone back: the provider's word is the last."""


REPLACED = "replaced"
"""Why a promise was waived whose money has gone, or is needed, otherwise; every other waived one is a gift."""


def sources(wished: str) -> list[str]:
    """Return the states from which a refund may go to `wished`."""
    return sorted(state for state, targets in MOVES.items() if wished in targets)


@dataclass(frozen=True, slots=True)
class Step:
    """Who cancels at least so many days before the start gets so many percent back, less a fee for each cancellation."""

    days: int
    percent: int
    fee: Decimal = NOTHING


DEFAULT = (Step(60, 100), Step(30, 50), Step(0, 0))
"""More than 60 days all, 30 to 60 days half, nothing later; what the organiser cancels is given back whole."""


def ordered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps, most days first."""
    return tuple(sorted(steps, key=lambda step: -step.days))


def faults(steps: Sequence[Step]) -> list[str]:
    """Return what is wrong with a ladder: `days_twice`, `percent`, `days`, `fee`, `rises` (later cancelling would give more)."""
    found = []
    rows = ordered(steps)
    if len({step.days for step in rows}) < len(rows):
        found.append("days_twice")
    if any(not 0 <= step.percent <= 100 for step in rows):
        found.append("percent")
    if any(not 0 <= step.days <= 730 for step in rows):
        found.append("days")
    if any(step.fee < 0 for step in rows):
        found.append("fee")
    if any(later.percent > earlier.percent for earlier, later in pairwise(rows)):
        found.append("rises")
    return found


def step_on(steps: Sequence[Step], *, day: date, start: date) -> Step | None:
    """Return the step that holds on `day`; None where nothing is given back any more."""
    left = (start - day).days
    return next((step for step in ordered(steps) if left >= step.days), None)


ANSWER_WITHIN = timedelta(days=14)
REMIND_BEFORE = timedelta(days=3)


def answer_until(at: datetime, starts_at: datetime) -> datetime:
    """Return until when buyers may say whether they come on the new days: two weeks, and a day before it begins at the latest."""
    until = min(at + ANSWER_WITHIN, starts_at - timedelta(days=1))
    return until if until > at else max(starts_at, at)


CREDIT_YEARS = 2


def credit_until(at: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a credit given now is good: the end of this day in two years."""
    day = at.astimezone(zone).date()
    last = date(day.year + CREDIT_YEARS, day.month, min(day.day, 28) if day.month == 2 else day.day)
    return datetime.combine(last + timedelta(days=1), time.min, zone)


def back(price: Decimal, step: Step | None, coin: Decimal = Decimal("0.01")) -> Decimal:
    """Return how much of `price` is given back, rounded to the smallest coin, never below nothing."""
    if step is None:
        return NOTHING
    return max((price * step.percent / 100).quantize(coin, ROUND_HALF_UP) - step.fee, NOTHING)
