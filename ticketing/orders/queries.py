"""Reads of orders for screens, mails and other rooms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, prefetch_related_objects

from ticketing.catalogue.models import Question
from ticketing.orders.models import Order, OrderLine
from ticketing.tickets import queries as tickets
from ticketing.tickets.models import Ticket


def tickets_of(order: Order) -> QuerySet[Ticket]:
    """Return the order's tickets that are not cancelled, ready to be shown with their codes."""
    return tickets.with_code().filter(order_line__order=order).live().order_by("order_line")


def is_handed_over(ticket: Ticket, order: Order) -> bool:
    """Tell whether the ticket went to somebody with another address; its code is then theirs alone, not the buyer's."""
    return ticket.email not in ("", order.email)


def to_show(order: Order) -> list[Ticket]:
    """Return the valid tickets whose codes the order's buyer may see."""
    return [ticket for ticket in tickets_of(order) if ticket.state == Ticket.State.VALID and not is_handed_over(ticket, order)]


def live_of(email: str, at: datetime) -> QuerySet[Order]:
    """Return the orders of an address that still matter: waiting for payment, or paid for an event that is not over."""
    waiting, paid = Q(state=Order.State.PLACED), Q(state=Order.State.PAID, event__ends_at__gt=at)
    return Order.objects.filter(waiting | paid, email__iexact=email).select_related("event").order_by("event__starts_at", "pk")


def lines_of(order: Order) -> list[OrderLine]:
    """Return the order's lines with product, variation and ticket loaded, cancelled ones too; one statement."""
    lines = list(order.lines.select_related("product", "variation", "ticket__window"))
    for line in lines:
        if line.ticket is not None:
            line.ticket.event, line.ticket.product, line.ticket.variation = order.event, line.product, line.variation
    return lines


@dataclass(frozen=True, slots=True)
class Item:
    """So many equal lines, and what they cost together."""

    line: OrderLine
    count: int
    price: Decimal


def basket(lines: Iterable[OrderLine]) -> list[Item]:
    """Return the lines with equal ones put together, in their order."""
    groups: dict[tuple[int, int | None], list[OrderLine]] = {}
    for line in lines:
        groups.setdefault((line.product_id, line.variation_id), []).append(line)
    return [Item(same[0], len(same), sum((line.price for line in same), Decimal("0.00"))) for same in groups.values()]


def questions_for(lines: Sequence[OrderLine]) -> dict[int, list[Question]]:
    """Return what the shop asks for each product of the lines, with the answers to choose from."""
    products = {line.product_id: line.product for line in lines}
    prefetch_related_objects(list(products.values()), "questions__options")
    return {number: [question for question in product.questions.all() if not question.ask_at_door] for number, product in products.items()}
