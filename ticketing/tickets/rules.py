"""What may happen to a ticket, and to a run of prints."""

from collections.abc import Mapping

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


def may_hand_over(state: str, *, is_transferable: bool) -> bool:
    """Tell whether a ticket may get another holder: the product allows it, and the ticket is not cancelled."""
    return is_transferable and state != "cancelled"


def next_slot(used: frozenset[int]) -> int | None:
    """Return the lowest key slot that was never used, or None when all sixteen were."""
    return next((slot for slot in range(KEY_SLOTS) if slot not in used), None)
