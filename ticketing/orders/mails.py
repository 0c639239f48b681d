"""One function per message an order's buyer gets. All go into the outbox of the caller's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from ticketing.models import Event, Order, Ticket


def link(order: Order) -> str:
    """Return the order's secret address."""
    return f"{settings.SITE_URL}/o/{order.code}/{order.secret}/"


def _write(order: Order, kind: str, at: datetime, *, key: str, to: str = "", needs_attachments: bool = False, **context: Any) -> Message:
    event: Event = order.event
    return outbox.write(
        key=f"{kind}:{key}",
        kind=kind,
        about=about(order),
        within=about(event),
        to=to or order.email,
        reply_to=event.contact_email,
        language=order.language,
        template=kind.replace(".", "/"),
        context={"order": order, "event": event, "link": link(order), **context},
        needs_attachments=needs_attachments,
        at=at,
    )


def placed(order: Order, *, at: datetime, again: bool = False) -> Message:
    """We have your order; this is how to pay."""
    return _write(order, "order.placed", at, key=f"{order.pk}:{at.timestamp():.0f}" if again else str(order.pk))


def confirmed(order: Order, *, at: datetime, again: bool = False) -> Message:
    """Here are your tickets; the worker attaches the PDF and the calendar entry."""
    key = f"{order.pk}:{at.timestamp():.0f}" if again else str(order.pk)
    return _write(order, "order.confirmed", at, key=key, needs_attachments=True)


def handed_over(order: Order, ticket: Ticket, *, at: datetime) -> Message:
    """A ticket is now yours, to its new holder only: without the order's link."""
    return _write(
        order, "ticket.handed_over", at, key=f"{ticket.pk}:{ticket.generation}", to=ticket.email, needs_attachments=True, ticket=ticket
    )


def cancelled(order: Order, *, at: datetime) -> Message:
    """Your order is cancelled."""
    return _write(order, "order.cancelled", at, key=str(order.pk))


def ticket_cancelled(order: Order, ticket: Ticket, *, at: datetime) -> Message:
    """One ticket of your order is cancelled."""
    return _write(order, "ticket.cancelled", at, key=str(ticket.pk), ticket=ticket)


def lapsed(order: Order, *, at: datetime) -> Message:
    """Your order lapsed because no payment came."""
    return _write(order, "order.lapsed", at, key=str(order.pk))
