"""One function per message an order's buyer gets. All go into the outbox of the caller's transaction."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django_q.tasks import async_task

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from ticketing.events.models import Event
from ticketing.orders import queries, references
from ticketing.orders.models import Order, OrderLine
from ticketing.tickets.models import Ticket


def link(order: Order) -> str:
    """Return the order's secret address."""
    return f"{settings.SITE_URL}/o/{order.code}/{order.secret}/"


PREPARE = "ticketing.orders.tasks.prepare_mails"
CONFIRMED = "order.confirmed"
HANDED_OVER = "ticket.handed_over"


def handed_over_ticket(message: Message) -> tuple[int, int]:
    """Return the ticket and the generation of its code that a `HANDED_OVER` message was written about."""
    _kind, ticket, generation = message.key.split(":")
    return int(ticket), int(generation)


def _wake_worker() -> None:
    """Have attachments made right after the current transaction; once, however many messages it writes."""
    if not any(callback[1] is _queue_prepare for callback in connection.run_on_commit):
        # robust: a task queue that is down must not fail the sale; the schedule looks every minute anyway
        transaction.on_commit(_queue_prepare, robust=True)


def _queue_prepare() -> None:
    async_task(PREPARE)


def _write(
    order: Order, kind: str, at: datetime, *, key: str, to: str = "", needs_attachments: bool = False, **context: Any
) -> Message | None:
    """Write one letter; None where there is no address, as with makers whom staff entered."""
    if not (to or order.email):
        return None
    event: Event = order.event
    partner = event.partner
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=partner.country, publisher=partner.name, language=order.language
    )
    if needs_attachments:
        _wake_worker()
    if "lines" in context:
        with translation.override(order.language):
            context["price"] = queries.price_of(order, context["lines"])
    return outbox.write(
        key=f"{kind}:{key}",
        kind=kind,
        about=about(order),
        within=about(event),
        to=to or order.email,
        reply_to=event.contact_email,
        language=order.language,
        template=kind.replace(".", "/"),
        context={
            "order": order,
            "event": event,
            "link": link(order),
            "purpose": references.purpose_of(order),
            "publicity": strip,
            **context,
        },
        needs_attachments=needs_attachments,
        at=at,
    )


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.filter(cancelled_at=None).select_related("product", "variation", "ticket"))


def placed(order: Order, *, at: datetime, again: bool = False, lines: Sequence[OrderLine] | None = None) -> Message | None:
    """We have your order; this is how to pay."""
    key = f"{order.pk}:{at.timestamp():.0f}" if again else str(order.pk)
    return _write(order, "order.placed", at, key=key, lines=_lines(order) if lines is None else lines)


def reminded(order: Order, *, owed: Decimal, at: datetime) -> Message | None:
    """The time to pay ends soon; this is what is still owed."""
    return _write(order, "order.reminded", at, key=str(order.pk), owed=owed)


def charged(order: Order, *, at: datetime, lines: Sequence[OrderLine]) -> Message | None:
    """This is what you owe, and how to pay."""
    return _write(order, "order.charged", at, key=str(order.pk), lines=lines)


def received(order: Order, *, at: datetime, lines: Sequence[OrderLine] | None = None) -> Message | None:
    """Your payment has come; there are no tickets to it."""
    return _write(order, "order.received", at, key=str(order.pk), lines=_lines(order) if lines is None else lines)


def confirmed(order: Order, *, at: datetime, again: bool = False, lines: Sequence[OrderLine] | None = None) -> Message | None:
    """Here are your tickets; the worker attaches the PDF and the calendar entry."""
    key = f"{order.pk}:{at.timestamp():.0f}" if again else str(order.pk)
    return _write(order, CONFIRMED, at, key=key, needs_attachments=True, lines=_lines(order) if lines is None else lines)


def handed_over(order: Order, ticket: Ticket, *, at: datetime) -> Message | None:
    """A ticket is now yours, to its new holder only: without the order's link."""
    return _write(order, HANDED_OVER, at, key=f"{ticket.pk}:{ticket.generation}", to=ticket.email, needs_attachments=True, ticket=ticket)


def cancelled(order: Order, *, was_paid: bool, at: datetime) -> Message | None:
    """Your order is cancelled; with `was_paid`, this is how the money comes back."""
    return _write(order, "order.cancelled", at, key=str(order.pk), was_paid=was_paid)


def ticket_cancelled(order: Order, ticket: Ticket, *, at: datetime) -> Message | None:
    """One ticket of your order is cancelled."""
    return _write(order, "ticket.cancelled", at, key=str(ticket.pk), ticket=ticket)


def lapsed(order: Order, *, at: datetime) -> Message | None:
    """Your order lapsed because no payment came."""
    return _write(order, "order.lapsed", at, key=str(order.pk))


def links(orders: Sequence[Order], *, to: str, language: str, at: datetime) -> Message:
    """The links of all your orders. At most one such letter an hour goes to an address."""
    who = hashlib.sha256(to.encode()).hexdigest()[:32]
    return outbox.write(
        key=f"order.links:{who}:{at:%Y%m%d%H}",
        kind="order.links",
        about="",
        to=to,
        language=language,
        template="order/links",
        context={"found": [(order, link(order)) for order in orders]},
        at=at,
        is_urgent=True,
    )


def other(order: Order, kind: str, *, at: datetime, key: str, **context: Any) -> Message | None:
    """A letter of a room above about an order, from the template `mail/<kind>`; once for a `key`."""
    return _write(order, kind, at, key=key, **context)
