"""Reads of the ledger."""

from decimal import Decimal

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from ticketing.billing.models import Payment
from ticketing.events.models import Event
from ticketing.orders.models import Order

_ZERO = Decimal("0.00")


def balance(order: Order) -> Decimal:
    """Return what has come for the order, less what went back."""
    return order.payments.aggregate(sum=Sum("amount"))["sum"] or _ZERO


def received(event: Event) -> Decimal:
    """Return what the event's orders have brought so far, less refunds."""
    return Payment.objects.filter(order__event=event).aggregate(sum=Sum("amount"))["sum"] or _ZERO


def outstanding(event: Event) -> Decimal:
    """Return what placed orders of the event still owe."""
    return Order.objects.filter(event=event, state=Order.State.PLACED).aggregate(sum=Sum("total"))["sum"] or _ZERO


def unsettled(event: Event) -> QuerySet[Order]:
    """Return orders holding money they should not: lapsed or cancelled but paid, or paid above their total."""
    orders = Order.objects.filter(event=event).annotate(paid=Coalesce(Sum("payments__amount"), _ZERO))
    closed = orders.filter(state__in=[Order.State.LAPSED, Order.State.CANCELLED], paid__gt=0)
    over = orders.filter(state=Order.State.PAID, paid__gt=F("total"))
    return closed | over
