"""Who may see an order: its buyer by the secret link, and staff through the event."""

import hmac

from django.http import Http404

from ticketing.events.models import Event
from ticketing.orders.models import Order


def order_by_link(code: str, secret: str) -> Order:
    """Return the order of a secret link.

    Raises:
        Http404: no such order, or a wrong secret; the two look alike.
    """
    order = Order.objects.select_related("event__partner", "event__site").filter(code=code.upper()).first()
    if order is None or not hmac.compare_digest(order.secret.encode(), secret.encode()):
        raise Http404
    return order


def order_at(event: Event, code: str) -> Order:
    """Return an order of this event, for staff.

    Raises:
        Http404: no such order here.
    """
    order = Order.objects.select_related("event__partner", "event__site").filter(event=event, code=code.upper()).first()
    if order is None:
        raise Http404
    return order
