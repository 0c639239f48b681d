"""Everything that changes tills and shifts."""

from ticketing.tills.operations.shifts import Count, close, countersign, open_shift, save_till
from ticketing.tills.operations.states import NoShift, ShiftClosed
from ticketing.tills.operations.taking import move_cash, put_into_shift, refund_cash, shift_for

__all__ = [
    "Count",
    "NoShift",
    "ShiftClosed",
    "close",
    "countersign",
    "move_cash",
    "open_shift",
    "put_into_shift",
    "refund_cash",
    "save_till",
    "shift_for",
]
