"""Money that the bank took back after it had come."""

from collections.abc import Sequence
from datetime import datetime

from accounts.history.operations import Actor
from ticketing.banking import queries
from ticketing.banking.models import BankEntry, Booking
from ticketing.billing import operations as billing

State = BankEntry.State


def reverse(*, entries: Sequence[BankEntry], by: Actor, at: datetime) -> set[int]:
    """Find what reversals take back, and take it from the orders it was booked to; return them. Part of the caller's transaction.

    What was not booked is only tied to its reversal: both wait for the treasurer, who sets them aside together.
    """
    found = queries.reversed_by(entries)
    bookings = queries.bookings_of([first for first in found.values() if first.amount > 0])
    backs = [(entry, one) for entry in entries if (first := found.get(entry.pk)) for one in bookings.get(first.pk, ())]
    payments = billing.record_many(
        provider="manual",
        receipts=[billing.Receipt(one.order_id, -one.amount, f"{one.payment.reference}-reversed", entry.name) for entry, one in backs],
        by=by,
        at=at,
    )
    Booking.objects.bulk_create(
        Booking(entry=entry, order_id=one.order_id, amount=-one.amount, payment=payment)
        for (entry, one), payment in zip(backs, payments, strict=True)
    )
    booked = {entry.pk for entry, _one in backs}
    for entry in entries:
        entry.reverses = found.get(entry.pk)
        entry.state = State.BOOKED if entry.pk in booked else entry.state
    BankEntry.objects.bulk_update(entries, ["reverses", "state"], batch_size=500)
    return {one.order_id for _entry, one in backs}
