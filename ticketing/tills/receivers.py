"""What a till does when a line of the ledger is written."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing import signals
from ticketing.billing.models import Payment
from ticketing.tills import operations


@receiver(signals.payment_recorded)
def put_into_shift(payment: Payment, till: int | None, by: Actor, at: datetime, **_more: Any) -> None:
    """Put cash and what a terminal took into the open shift."""
    operations.put_into_shift(payment=payment, till=till, by=by, at=at)
