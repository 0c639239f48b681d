"""Rules of what is on offer."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

Pair = tuple[int, int | None]
"""A product's id, and a variation's id or None for all of them."""


def without_overlap(pairs: Iterable[Pair]) -> set[Pair]:
    """Drop the variations of products that are covered as a whole: a place must not be taken twice for one ticket."""
    pairs = set(pairs)
    return {(product, variation) for product, variation in pairs if variation is None or (product, None) not in pairs}


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
