"""Reads of vouchers."""

from datetime import datetime

from ticketing.events.models import Event
from ticketing.vouchers import codes
from ticketing.vouchers.models import Voucher
from ticketing.vouchers.rules import Fault, Terms, fault


def terms(voucher: Voucher) -> Terms:
    """Return a voucher's conditions as the rules want them. One statement, for its products."""
    return Terms(
        kind=voucher.kind,
        value=voucher.value,
        currency=voucher.currency,
        products=frozenset(product.pk for product in voucher.products.all()),
        unlocks=voucher.unlocks,
        uses=voucher.uses_left if voucher.kind != Voucher.Kind.CREDIT else 1,
        minimum=voucher.minimum,
        valid_from=voucher.valid_from,
        valid_until=voucher.valid_until,
        is_ended=voucher.ended_at is not None,
    )


def look_up(event: Event, typed: str, at: datetime) -> tuple[Voucher | None, Fault | None]:
    """Return the voucher behind a code, and why it cannot be used at the event, if so. Two statements."""
    folded = codes.fold(typed)
    voucher = Voucher.objects.at(event).filter(folded=folded).prefetch_related("products").first() if folded else None
    return (voucher, fault(terms(voucher), at=at)) if voucher else (None, Fault.UNKNOWN)


def unlocked(voucher: Voucher) -> frozenset[int]:
    """Return the hidden products that a voucher opens."""
    return frozenset(product.pk for product in voucher.products.all()) if voucher.unlocks else frozenset()
