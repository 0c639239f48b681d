"""Reads of what must go back."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from ticketing.billing import queries as ledger
from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.refunds.models import Refund, RefundQuerySet

_ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def owed(way: str = "", *, event: Event | None = None, partner: int | None = None) -> RefundQuerySet:
    """Return what is owed and not yet on its way, oldest first, with order, event and partner; of one way where one is given.

    What goes to a bank may still lack the receiver's account: `owed("bank").with_account()` can be paid.
    """
    found = Refund.objects.filter(state=Refund.State.OWED).select_related("order__event__partner")
    if way:
        found = found.filter(way=way)
    if event is not None:
        found = found.filter(order__event=event)
    if partner is not None:
        found = found.filter(order__event__partner=partner)
    return found


def promised(order: Order) -> Decimal:
    """Return what is owed to the order's buyer already, on its way or failed."""
    return (Refund.objects.open().filter(order=order).aggregate(sum=Sum("amount"))["sum"] or _ZERO).quantize(_CENT)


def free(order: Order) -> Decimal:
    """Return what the order holds and nobody has been promised; below zero where money went back past its refunds."""
    return (ledger.balance(order) - promised(order)).quantize(_CENT)


def cost(order: Order) -> Decimal:
    """Return what the organiser may keep of the order's money: its price while it lives, and what cancelled parts cost."""
    lives = order.state in (Order.State.PLACED, Order.State.PAID)
    return (order.total if lives else _ZERO) + order.kept


def surplus(order: Order) -> Decimal:
    """Return what the order holds above its cost and nobody has been promised yet."""
    return max(free(order) - cost(order), _ZERO)


def usual_way(order: Order, amount: Decimal) -> str:
    """Return the way money goes back: to the card while the card's payments cover it, else to a bank account."""
    paid = order.payments.filter(provider="stripe").aggregate(sum=Sum("amount"))["sum"] or _ZERO
    promised = Refund.objects.open().filter(order=order, way=Refund.Way.CARD).aggregate(sum=Sum("amount"))["sum"] or _ZERO
    return Refund.Way.CARD if (paid - promised).quantize(_CENT) >= amount else Refund.Way.BANK


def is_called_off(order: Order, at: datetime) -> bool:
    """Tell whether the buyer may have everything back, whenever he cancels."""
    return order.event.state == Event.State.CANCELLED


def of_order(order: Order) -> list[Refund]:
    """Return the refunds of an order as its buyer sees them, oldest first; waived ones are nobody's news."""
    return list(order.refunds.exclude(state=Refund.State.WAIVED).select_related("credit"))
