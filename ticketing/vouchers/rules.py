"""Whether a voucher is good for something, and why not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Fault(StrEnum):
    """Why a code cannot be used: a stable word."""

    UNKNOWN = "unknown"
    ENDED = "ended"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    USED_UP = "used_up"
    IS_CREDIT = "is_credit"
    NO_CREDIT = "no_credit"
    OTHER_CURRENCY = "other_currency"
    NOT_FOR_THESE = "not_for_these"
    TOO_MANY = "too_many"
    BELOW_MINIMUM = "below_minimum"


@dataclass(frozen=True, slots=True)
class Terms:
    """A voucher's conditions. `products` empty: all; `uses` is what is left of them."""

    kind: str
    value: Decimal
    currency: str
    products: frozenset[int]
    unlocks: bool
    uses: int
    minimum: Decimal | None
    valid_from: datetime | None
    valid_until: datetime | None
    is_ended: bool

    @property
    def counts_orders(self) -> bool:
        """An amount comes off once in an order; everything else is counted by ticket."""
        return self.kind == "amount"

    def fits(self, product: int) -> bool:
        """Tell whether it is for a product."""
        return not self.products or product in self.products


def fault(terms: Terms, *, at: datetime) -> Fault | None:
    """Judge a voucher by itself, whatever is bought with it; None where it is good."""
    if terms.is_ended:
        return Fault.ENDED
    if terms.valid_from is not None and at < terms.valid_from:
        return Fault.NOT_YET
    if terms.valid_until is not None and at >= terms.valid_until:
        return Fault.EXPIRED
    if terms.uses < 1:
        return Fault.USED_UP
    return None


def fault_with(terms: Terms, *, currency: str, products: frozenset[int], full: Decimal) -> Fault | None:
    """Judge a good voucher against what is bought: in which currency, which products, and for how much before any discount."""
    if terms.kind == "credit":
        return Fault.IS_CREDIT
    if terms.currency and terms.currency != currency:
        return Fault.OTHER_CURRENCY
    if not any(terms.fits(product) for product in products):
        return Fault.NOT_FOR_THESE
    if terms.minimum is not None and full < terms.minimum:
        return Fault.BELOW_MINIMUM
    return None
