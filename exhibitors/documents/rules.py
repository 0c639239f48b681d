"""Papers: which count as a craftsman's title, and when their maker is warned."""

from collections.abc import Sequence
from datetime import date

LEVELS = ("declared", "seen", "checked", "visited")
"""How far a paper is verified, each further than the one before."""

TITLES = frozenset({"craftsman", "master", "folk_master", "heritage"})
WARN_DAYS = (30, 7)
"""How many days before its last day the maker of a paper is written to, once each."""


def is_at_least(level: str, wanted: str) -> bool:
    """Tell whether a level of verification reaches another."""
    return LEVELS.index(level) >= LEVELS.index(wanted)


def in_force(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Tell whether a paper is valid on a day; its last day counts, and a missing date is no limit."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on <= valid_until)


def warning_due(valid_until: date | None, warned_days: int | None, on: date, days: Sequence[int] = WARN_DAYS) -> int | None:
    """Return which warning a paper needs today (30 or 7), or None. One that was missed is made up for by the next only."""
    if valid_until is None or on > valid_until:
        return None
    left = (valid_until - on).days
    reached = [limit for limit in days if left <= limit]
    due = min(reached, default=None)
    return due if due is not None and (warned_days is None or due < warned_days) else None
