"""What a buyer may change on placed tickets: the name, the holder, and asking for the mail again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from ticketing.orders import mails
from ticketing.orders.models import Order
from ticketing.orders.operations import questions
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


class NothingToSend(Refused):
    """The order has nothing that could be mailed."""

    code = "nothing_to_send"


def _order_of(ticket: Ticket) -> Order:
    return Order.objects.select_related("event__partner", "event__site").get(lines__ticket=ticket)


@transaction.atomic
def rename(*, ticket: Ticket, name: str, name_other: str, by: Actor, at: datetime) -> Ticket:
    """Correct the name on a ticket. The code stays good: it holds no name.

    Raises:
        Refused: the ticket is cancelled.
    """
    tickets.rename(ticket=ticket, name=name, name_other=name_other, by=by, at=at)
    return ticket


@transaction.atomic
def hand_over(*, ticket: Ticket, name: str, email: str, name_other: str = "", by: Actor, at: datetime) -> Ticket:
    """Give a ticket to another person: the old code is replaced, the new holder gets the new one by mail.

    What the former holder answered is dropped; what the gate asks is asked again.

    Raises:
        Refused: the product may not be handed over, or the ticket is unpaid or cancelled.
    """
    tickets.hand_over(ticket=ticket, name=name, name_other=name_other, email=email, by=by, at=at)
    questions.forget(ticket=ticket, at=at)
    mails.handed_over(_order_of(ticket), ticket, at=at)
    return ticket


@transaction.atomic
def reissue(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Replace a lost or leaked code: the old one is refused from now on, the buyer of a paid order gets the new one by mail.

    Raises:
        Refused: the ticket is cancelled, or was reissued 254 times.
    """
    tickets.reissue(ticket=ticket, by=by, at=at)
    order = _order_of(ticket)
    if order.state == Order.State.PAID:
        mails.confirmed(order, at=at, again=True)
    return ticket


@transaction.atomic
def resend(*, order: Order, by: Actor, at: datetime) -> None:
    """Mail the order's last word to its buyer again.

    Raises:
        NothingToSend: the order is only a cart, or has lapsed or been cancelled.
    """
    if order.state == Order.State.PAID:
        mails.confirmed(order, at=at, again=True)
    elif order.state == Order.State.PLACED:
        mails.placed(order, at=at, again=True)
    else:
        raise NothingToSend(_("This order has nothing to send: it is not placed, or no longer valid."))
    history.log(by=by, at=at, action="order.resent", subject=order, partner=order.event.partner, event=order.event)
