"""Rules of what is on offer."""

from datetime import datetime
from enum import StrEnum


class Sale(StrEnum):
    """Whether something can be ordered now, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"
    SOLD_OUT = "sold_out"


def sale_state(*, at: datetime, sale_from: datetime | None, sale_until: datetime | None, event_ends_at: datetime, left: int | None) -> Sale:
    """Judge one product or variation. `left` is the smallest number free in its quotas, None without a quota."""
    if sale_from is not None and at < sale_from:
        return Sale.NOT_YET
    if at >= event_ends_at or (sale_until is not None and at >= sale_until):
        return Sale.OVER
    if left is not None and left <= 0:
        return Sale.SOLD_OUT
    return Sale.OPEN
