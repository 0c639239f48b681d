"""The one way an order changes its state."""

from datetime import datetime
from typing import Any

from common.errors import Stale
from ticketing.orders import rules
from ticketing.orders.models import Order


def move(order: Order, to: str, **facts: Any) -> None:
    """Bring the order into state `to` if its present state in the database allows it, and set `facts` with it.

    Raises:
        Stale: it does not, somebody else having been quicker.
    """
    moved = Order.objects.filter(pk=order.pk, state__in=rules.sources(to)).update(state=to, **facts)
    if not moved:
        raise Stale
    order.state = to
    for name, value in facts.items():
        setattr(order, name, value)


def move_before_expiry(order: Order, to: str, at: datetime, **facts: Any) -> bool:
    """As `move`, but only while the hold lasts, and telling instead of raising."""
    moved = Order.objects.filter(pk=order.pk, state__in=rules.sources(to), expires_at__gt=at).update(state=to, **facts)
    if moved:
        order.state = to
        for name, value in facts.items():
            setattr(order, name, value)
    return bool(moved)
