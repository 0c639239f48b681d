"""What may happen to a ticket, and to a run of prints; what fits on paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

MOVES: Mapping[str, frozenset[str]] = {
    "unpaid": frozenset({"valid", "cancelled"}),
    "valid": frozenset({"cancelled"}),
    "cancelled": frozenset(),  # for good: the number may be printed on a sheet somewhere
}

RUN_MOVES: Mapping[str, frozenset[str]] = {
    "queued": frozenset({"running", "cancelled", "failed"}),
    "running": frozenset({"running", "done", "failed", "cancelled"}),  # again, when its worker died
    "done": frozenset(),
    "failed": frozenset(),
    "cancelled": frozenset(),
}

SILENCE = timedelta(minutes=5)
"""A print run whose worker gave no sign of life for so long is taken over by another."""

LAST_GENERATION = 255
"""One byte of the code."""

KEY_SLOTS = 16
"""Four bits of the code."""


def may_move(before: str, after: str) -> bool:
    """Tell whether a ticket in state `before` may become `after`."""
    return after in MOVES[before]


def run_may_move(before: str, after: str) -> bool:
    """Tell whether a print run in state `before` may become `after`."""
    return after in RUN_MOVES[before]


def may_begin(state: str, beat_at: datetime | None, at: datetime) -> bool:
    """Tell whether a worker may begin a print run: nobody is at it, or whoever was has died."""
    return state == "queued" or (state == "running" and (beat_at is None or at - beat_at > SILENCE))


def may_hand_over(state: str, *, is_transferable: bool) -> bool:
    """Tell whether a ticket may get another holder: the product allows it, and the ticket is paid and not cancelled."""
    return is_transferable and state == "valid"


def next_slot(used: frozenset[int]) -> int | None:
    """Return the lowest key slot that was never used, or None when all sixteen were."""
    return next((slot for slot in range(KEY_SLOTS) if slot not in used), None)


_NARROW, _WIDE = frozenset("iljtfrIJ.,'’-()|ģļīьгг"), frozenset("mwMWшщжюфыШЩЖЮФЫМЁДЪ@№")


def _width(text: str) -> float:
    """Estimate the width of bold text in ems; a little too much rather than too little."""
    return sum(0.36 if c in _NARROW else 0.86 if c in _WIDE else 0.67 if c.isupper() else 0.53 for c in text)


def _lines(text: str, ems: float) -> int | None:
    """Count the lines `text` takes in a column of `ems`, breaking at blanks and hyphens; None where a word is too long."""
    lines, used = 1, 0.0
    for word in text.replace("-", "- ").split():
        needed = _width(word)
        if needed > ems:
            return None
        blank = 0 if used == 0 else 0.25
        if used + blank + needed > ems:
            lines, used = lines + 1, needed
        else:
            used += blank + needed
    return lines


def fitting_size(text: str, *, column_mm: float, height_mm: float, sizes_pt: Sequence[int], leading: float = 1.05) -> int:
    """Return the largest of `sizes_pt` (falling) at which `text` fits the column and height, or else the smallest."""
    for size in sizes_pt:
        em = size * 25.4 / 72
        lines = _lines(text, column_mm / em)
        if lines is not None and lines * em * leading <= height_mm:
            return size
    return sizes_pt[-1]
