"""What happens to an order when its money comes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Stale
from ticketing import signals
from ticketing.orders import mails
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations.states import move
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


def announce_paid(order: Order, *, by: Actor, at: datetime, lines: Sequence[OrderLine] | None = None) -> None:
    """Mail the tickets, or the receipt of a fee, and tell the floors above.

    Part of the caller's transaction, who may have the `lines` at hand.
    """
    has_tickets = any(line.product.admits for line in lines) if lines is not None else order.lines.filter(product__admits=True).exists()
    write = mails.confirmed if has_tickets else mails.received
    write(order, lines=lines, at=at)
    signals.order_paid.send(sender=Order, order=order, by=by, at=at)


@transaction.atomic
def mark_paid(*, order: Order, by: Actor, at: datetime) -> Order:
    """Make the order paid and its tickets valid, and mail them.

    Raises:
        Stale: the order is not waiting for payment (any more).
    """
    move(order, Order.State.PAID, paid_at=at, closed_at=at, expires_at=None)
    tickets.validate(tickets=list(Ticket.objects.filter(order_line__order=order, state=Ticket.State.UNPAID)), by=by, at=at)
    history.log(
        by=by, at=at, action="order.paid", subject=order, partner=order.event.partner, event=order.event, after={"total": order.total}
    )
    announce_paid(order, by=by, at=at)
    return order


@transaction.atomic
def choose_payment(*, order: Order, provider: str, until: datetime | None, by: Actor, at: datetime) -> Order:
    """Note how the buyer will pay, and until when the order waits for it (None: as it is).

    Raises:
        Stale: the order is not waiting for payment.
    """
    before = {"provider": order.provider, "expires_at": order.expires_at}
    facts = {"provider": provider, "expires_at": until or order.expires_at}
    if not Order.objects.filter(pk=order.pk, state=Order.State.PLACED).update(**facts):
        raise Stale
    order.provider, order.expires_at = provider, facts["expires_at"]
    event = order.event
    history.log(by=by, at=at, action="order.payment_chosen", subject=order, partner=event.partner, event=event, before=before, after=facts)
    signals.payment_chosen.send(sender=Order, order=order, by=by, at=at)
    return order
