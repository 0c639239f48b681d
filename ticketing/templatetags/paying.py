"""What templates of lower rooms show of paying."""

from django import template

from ticketing.billing import paycodes
from ticketing.orders.models import Order

register = template.Library()


@register.simple_tag
def transfer_of(order: Order) -> paycodes.Transfer | None:
    """Return how an order that waits for a bank transfer is paid; None for all others."""
    return paycodes.of(order) if order.state == Order.State.PLACED and order.provider == "manual" else None
