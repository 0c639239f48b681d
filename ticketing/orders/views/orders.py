"""The order's own page, and what can be done with the whole of it."""

import base64
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.errors import Refused
from ticketing.orders import documents, links, queries, rules
from ticketing.orders import operations as orders
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.views.downloads import download
from ticketing.tickets import qr
from ticketing.tickets import queries as tickets
from ticketing.tickets import rules as ticket_rules
from ticketing.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the order as its buyer finds it; `picture` is the code as a data address, empty where there is none to show."""

    line: OrderLine
    picture: str
    spoken: str
    is_handed_over: bool
    may_hand_over: bool
    may_cancel: bool


@require_safe
@behind_link
def order(request: HttpRequest, order: Order) -> HttpResponse:
    """What the order's state is, what to do next, and its tickets."""
    if order.state == Order.State.HELD:
        return redirect(links.to_cart(order))
    now, lines = timezone.now(), queries.lines_of(order)
    listed = [line for line in lines if line.cancelled_at is None or order.state in _CLOSED]
    is_many = len(listed) > MANY
    shown = [_shown(order, line, now, with_picture=not is_many) for line in listed]
    context = {
        "order": order,
        "event": order.event,
        "lines": shown,
        "price": queries.price_of(order, lines),
        "has_pictures": any(one.picture for one in shown),
        "is_many": is_many,
        "has_files": any(one.spoken and one.line.ticket.state == Ticket.State.VALID for one in shown if one.line.ticket),
        "may_cancel": order.state in _OPEN and all(one.may_cancel for one in shown),
        "is_over": now >= order.event.ends_at,
    }
    return render(request, "ticketing/orders/order.html", context)


MANY = 20
"""More tickets than these are a plain list, whose codes are in the PDF."""
_OPEN = (Order.State.PLACED, Order.State.PAID)
_CLOSED = (Order.State.LAPSED, Order.State.CANCELLED)


def _shown(order: Order, line: OrderLine, now: datetime, *, with_picture: bool) -> Shown:
    ticket, is_open = line.ticket, order.state in _OPEN
    is_handed_over = ticket is not None and queries.is_handed_over(ticket, order)
    picture = ""
    if with_picture and ticket is not None and ticket.state == Ticket.State.VALID and not is_handed_over:
        # In the page itself, so that a phone without a line at the gate still has it.
        picture = "data:image/png;base64," + base64.b64encode(qr.png(tickets.code(ticket), qr.mask_for(ticket.pk))).decode()
    return Shown(
        line=line,
        picture=picture,
        spoken=tickets.spoken(ticket) if ticket is not None else "",
        is_handed_over=is_handed_over,
        may_hand_over=(
            ticket is not None
            and not is_handed_over
            and now < order.event.ends_at
            and ticket_rules.may_hand_over(ticket.state, is_transferable=line.product.is_transferable)
        ),
        may_cancel=is_open and rules.may_cancel(at=now, cancel_until=line.product.cancel_until, event_starts_at=order.event.starts_at),
    )


@require_safe
@behind_link
def pdf(request: HttpRequest, order: Order) -> HttpResponse:
    """The order's tickets, to be printed."""
    shown = queries.to_show(order)
    if not shown:
        messages.info(request, _("There is no ticket to print yet."))
        return redirect(links.to(order))
    return download(documents.tickets_file(order, shown))


@require_safe
@behind_link
def ics(request: HttpRequest, order: Order) -> HttpResponse:
    """The event, for one's own calendar."""
    return download(documents.calendar_file(order, language=translation.get_language(), at=timezone.now()))


@require_POST
@behind_link
def resend(request: HttpRequest, order: Order) -> HttpResponse:
    """Mail the order's last word again."""
    try:
        orders.resend(order=order, by="visitor", at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("On its way to %(email)s. Look among the unwanted mail too.") % {"email": order.email})
    return redirect(links.to(order))
