"""Rules of what is on offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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


@dataclass(frozen=True, slots=True)
class Step:
    """A lower price in one currency. `left`: how many more are sold at it, None where that is not counted."""

    pk: int
    variation: int | None
    price: Decimal
    until: datetime | None = None
    left: int | None = None
    from_places: int | None = None

    def holds(self, *, at: datetime, places: int) -> bool:
        """Tell whether it is in force at a moment for an order of so many places of its product."""
        in_time = self.until is None or at < self.until
        return in_time and (self.left is None or self.left > 0) and (self.from_places is None or places >= self.from_places)


def ladder(steps: Iterable[Step], *, variation: int | None, regular: Decimal, at: datetime, places: int) -> list[Step]:
    """Return the steps in force for a product or its variation that are cheaper than its `regular` price, the cheapest first."""
    fitting = [step for step in steps if step.variation in (None, variation) and step.price < regular]
    return sorted((step for step in fitting if step.holds(at=at, places=places)), key=lambda step: (step.price, step.pk))
