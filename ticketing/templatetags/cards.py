"""What pages of lower rooms show of card payments."""

from typing import Any

from django import template

from ticketing.cards import queries
from ticketing.cards.models import CardSession
from ticketing.events.models import Event
from ticketing.orders.models import Order

register = template.Library()


@register.inclusion_tag("ticketing/cards/desk/of_event.html")
def card_matters(event: Event) -> dict[str, Any]:
    """Show whether a dispute or an unbooked notice asks for the treasurer."""
    return {"partner": event.partner, "matters": queries.of_event(event)}


@register.inclusion_tag("ticketing/cards/desk/of_order.html")
def card_payments(order: Order) -> dict[str, Any]:
    """Show how an order was paid by card, or was tried to, and its disputes."""
    sessions = CardSession.objects.filter(order=order).select_related("account").prefetch_related("disputes")
    return {"order": order, "event": order.event, "sessions": sessions}
