"""What pages of orders say about money that goes back."""

from typing import Any

from django import template
from django.utils import timezone

from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.refunds import mails, queries, terms
from ticketing.refunds.models import Refund, Reply

register = template.Library()


@register.inclusion_tag("ticketing/refunds/_terms.html")
def refund_terms(event: Event, order: Order | None = None) -> dict[str, Any]:
    """`{% refund_terms event %}` says what goes back to whoever cancels; with an order, by the conditions it was placed under."""
    steps = terms.steps_for(order) if order is not None else terms.steps_of(event)
    today = timezone.now().astimezone(event.tz).date()
    return {"terms": terms.terms(steps, event, today), "event": event}


@register.simple_tag
def refunds_of(order: Order) -> list[Refund]:
    """`{% refunds_of order as refunds %}` gives what goes back of an order."""
    return queries.of_order(order) if order.total and order.state != Order.State.PLACED else []


@register.simple_tag
def question_of(order: Order) -> Reply | None:
    """`{% question_of order as question %}` gives what the buyer of a moved event is asked and has not answered."""
    reply = queries.question_of(order, timezone.now()) if order.state in (Order.State.PLACED, Order.State.PAID) else None
    return reply if reply is not None and not reply.answer else None


@register.filter
def wants_account(refund: Refund) -> bool:
    """`{% if refund|wants_account %}`: the buyer is to say where the money is to go."""
    return mails.wants_account(refund)
