"""What all operations on the money of an order share: its lock, what the organiser keeps of it, its history."""

from datetime import datetime
from decimal import Decimal

from django.db.models import F

from accounts.history import operations as history
from accounts.history.operations import Actor
from ticketing.orders.models import Order
from ticketing.refunds.models import Keeping, Refund


def lock(order: Order) -> None:
    """Let everything that moves one order's money go one after the other; the order is read anew."""
    fresh = Order.objects.select_for_update().only("state", "total", "kept").get(pk=order.pk)
    order.state, order.total, order.kept = fresh.state, fresh.total, fresh.kept


def keep(order: Order, amount: Decimal, at: datetime) -> None:
    """Note that the organiser keeps so much of what cancelled parts cost. Part of the caller's transaction, under its lock."""
    if amount > 0:
        Keeping.objects.create(order=order, amount=amount, at=at)
        Order.objects.filter(pk=order.pk).update(kept=F("kept") + amount)
        order.kept += amount


def log(refund: Refund, action: str, by: Actor, at: datetime, **after: object) -> None:
    """Write a line about the refund into the history of its order."""
    order = refund.order
    facts = {"refund": str(refund), **after}
    history.log(by=by, at=at, action=action, subject=order, partner=order.event.partner, event=order.event, after=facts)
