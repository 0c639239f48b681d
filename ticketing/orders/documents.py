"""The files that go with an order's mails, and those its buyer downloads."""

from collections.abc import Sequence
from datetime import datetime

from common.outbox.models import Message
from common.outbox.operations import File
from ticketing.events import ical
from ticketing.orders import mails, queries
from ticketing.orders.models import Order
from ticketing.tickets import documents
from ticketing.tickets import queries as tickets
from ticketing.tickets.models import Ticket


def tickets_file(order: Order, shown: Sequence[Ticket]) -> File:
    """Return tickets of the order as one PDF."""
    lines = order.lines.filter(ticket__in=[ticket.pk for ticket in shown]).values_list("ticket", "price")
    purchases = {ticket: documents.Purchase(order_code=order.code, price=price, currency=order.currency) for ticket, price in lines}
    return File(f"{order.event.slug}-{order.code}.pdf", "application/pdf", documents.ticket_pdf(shown, purchases=purchases))


def calendar_file(order: Order, *, language: str, at: datetime) -> File:
    """Return the event's days for one's own calendar, for who has a valid ticket with the online address."""
    content = ical.ics([order.event], language=language, at=at, for_holder=order.state == Order.State.PAID)
    return File(f"{order.event.slug}.ics", "text/calendar; charset=utf-8", content)


def attachments(message: Message, *, at: datetime) -> list[File]:
    """Return what goes with a waiting message; nothing when its tickets are no longer its reader's."""
    shown = _tickets(message)
    if not shown:
        return []
    order = Order.objects.select_related("event__site__municipality", "event__partner").get(lines__ticket=shown[0])
    return [tickets_file(order, shown), calendar_file(order, language=message.language, at=at)]


def _tickets(message: Message) -> list[Ticket]:
    """A ticket handed on meanwhile has a newer code, which this message's reader must not get."""
    if message.kind == mails.HANDED_OVER:
        number, generation = mails.handed_over_ticket(message)
        return list(tickets.with_code().filter(pk=number, generation=generation, state=Ticket.State.VALID))
    order = Order.objects.filter(pk=message.about.partition(":")[2], state=Order.State.PAID).first()
    return queries.to_show(order) if order else []
