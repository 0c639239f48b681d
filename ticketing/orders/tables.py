"""The desk's lists of orders and tickets: what is searched, filtered and sorted, and the columns of their files."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ticketing.catalogue.models import Option, Product, Question, Variation
from ticketing.events.models import Event
from ticketing.events.sheets import Column
from ticketing.orders.answers import answer_text
from ticketing.orders.models import Answer, Order, OrderLine
from ticketing.tickets import codes
from ticketing.tickets.models import Ticket

SOON = timedelta(days=1)
ORDER_STATES = {
    "placed": (_("Waiting for payment"), "warn"),
    "paid": (_("Paid"), "ok"),
    "lapsed": (_("Lapsed"), "neutral"),
    "cancelled": (_("Cancelled"), "bad"),
}
"""Word and tone of each state an order is shown in; carts are nobody's business."""

TICKET_STATES = {"valid": (_("Valid"), "ok"), "unpaid": (_("Unpaid"), "warn"), "cancelled": (_("Cancelled"), "bad")}

ORDER_SORTS = {"newest": "-placed_at", "oldest": "placed_at", "name": "name", "total": "-total", "code": "code"}
TICKET_SORTS = {"name": "search", "newest": "-pk", "product": "product__position"}


def _words(states: Mapping[str, tuple[Any, str]]) -> dict[str, str]:
    return {state: str(word) for state, (word, _tone) in states.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    state: str = ""
    product: int | None = None
    sort: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        product = said.get("product", "")
        return cls(
            words=said.get("q", "").strip()[:100],
            state=said.get("state", ""),
            product=int(product) if product.isascii() and product.isdigit() and len(product) < 10 else None,
            sort=said.get("sort", ""),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.state or self.product)


@dataclass(frozen=True, slots=True)
class Totals:
    """The line above a list of orders; `money` by currency."""

    orders: int
    tickets: int
    money: Mapping[str, Decimal]


class Names:
    """What the event's products and variations are called, read once: a long list has few of them. Two statements."""

    def __init__(self, event: Event):
        self.products = {product.pk: str(product) for product in Product.objects.filter(event=event)}
        self.variations = {one.pk: str(one) for one in Variation.objects.filter(product__event=event)}

    def of(self, thing: OrderLine | Ticket) -> str:
        """Return what a line or a ticket is for, such as "Day ticket · Child"."""
        name = self.products[thing.product_id]
        return f"{name} · {self.variations[thing.variation_id]}" if thing.variation_id else name


# --- orders ---------------------------------------------------------------------------------------------------------


def _by_state(at: datetime) -> dict[str, Q]:
    return {
        "placed": Q(state="placed"),
        "due": Q(state="placed", expires_at__lte=at + SOON),
        "paid": Q(state="paid"),
        "lapsed": Q(state="lapsed"),
        "cancelled": Q(state="cancelled"),
    }


ORDER_PILLS = {
    "": _("All"),
    "placed": _("Waiting for payment"),
    "due": _("Due within a day"),
    "paid": _("Paid"),
    "lapsed": _("Lapsed"),
    "cancelled": _("Cancelled"),
}


def orders_of(event: Event) -> QuerySet[Order]:
    """Return every order that was ever placed at the event."""
    return Order.objects.filter(event=event, placed_at__isnull=False)


def order_counts(event: Event, at: datetime) -> dict[str, int]:
    """Return how many orders each quick filter finds, in one statement; "" is all of them."""
    counts = {name or "all": Count("pk", filter=found) for name, found in _by_state(at).items()}
    found = orders_of(event).aggregate(all=Count("pk"), **counts)
    return {"": found.pop("all"), **found}


def found_orders(event: Event, wanted: Wanted, at: datetime) -> QuerySet[Order]:
    """Return the wanted orders in the wanted order, without what hangs on them."""
    found = orders_of(event)
    if wanted.words:
        found = found.filter(pk__in=Order.objects.filter(event=event).matching(wanted.words).order_by().values("pk"))
    if wanted.product:
        found = found.filter(pk__in=OrderLine.objects.filter(product=wanted.product, cancelled_at=None).values("order"))
    if wanted.state in _by_state(at):
        found = found.filter(_by_state(at)[wanted.state])
    return found.order_by(ORDER_SORTS.get(wanted.sort, "-placed_at"), "-pk")


def totals(found: QuerySet[Order]) -> Totals:
    """Add up a list of orders: their live tickets, and what those that are placed or paid cost."""
    sold = Sum("total", filter=Q(state__in=["placed", "paid"]))
    rows = list(found.order_by().values_list("currency").annotate(orders=Count("pk"), money=sold))
    money = {currency: sum_ or Decimal("0.00") for currency, _orders, sum_ in rows}
    tickets = OrderLine.objects.filter(order__in=found.order_by().values("pk"), cancelled_at=None, product__admits=True).count()
    return Totals(sum(orders for _currency, orders, _sum in rows), tickets, money)


def marked(orders: Iterable[Order]) -> list[Order]:
    """Give each order the word and tone of its state, for the page."""
    found = list(orders)
    for order in found:
        order.label, order.tone = ORDER_STATES[order.state]
    return found


def with_lines(found: QuerySet[Order]) -> QuerySet[Order]:
    """Load what `contents` needs."""
    return found.prefetch_related("lines")


def contents(order: Order, names: Names) -> list[tuple[str, int]]:
    """Return what is ordered, such as [("Day ticket · Child", 2)]; of a lapsed or cancelled order what it was. Needs `with_lines`."""
    lines = list(order.lines.all())
    live = [line for line in lines if line.cancelled_at is None]
    return list(Counter(names.of(line) for line in live or lines).items())


def order_columns(event: Event) -> list[Column]:
    """Return the columns of the file of orders."""
    names, states = Names(event), _words(ORDER_STATES)
    return [
        Column(_("Order"), lambda order: order.code),
        Column(_("State"), lambda order: states[order.state]),
        Column(_("Name"), lambda order: order.name),
        Column(_("E-mail"), lambda order: order.email),
        Column(_("Phone"), lambda order: order.phone),
        Column(_("Language"), lambda order: order.language),
        Column(_("Ordered"), lambda order: order.placed_at),
        Column(_("To be paid by"), lambda order: order.expires_at if order.state == Order.State.PLACED else None),
        Column(_("Closed"), lambda order: order.closed_at),
        Column(_("Contents"), lambda order: ", ".join(f"{count} × {name}" for name, count in contents(order, names))),
        Column(_("Total"), lambda order: order.total),
        Column(_("Currency"), lambda order: order.currency),
    ]


# --- tickets --------------------------------------------------------------------------------------------------------

TICKET_PILLS = {"": _("All"), "valid": _("Valid"), "unpaid": _("Unpaid"), "guest": _("Guests"), "cancelled": _("Cancelled")}


def _tickets_by_state() -> dict[str, Q]:
    return {
        "valid": Q(state="valid"),
        "unpaid": Q(state="unpaid"),
        "guest": ~Q(state="cancelled") & Q(order_line=None),
        "cancelled": Q(state="cancelled"),
    }


def ticket_counts(event: Event) -> dict[str, int]:
    """Return how many tickets each quick filter finds, in one statement; "" is all of them."""
    counts = {name: Count("pk", filter=found) for name, found in _tickets_by_state().items()}
    found = Ticket.objects.filter(event=event).aggregate(all=Count("pk"), **counts)
    return {"": found.pop("all"), **found}


def found_tickets(event: Event, wanted: Wanted) -> QuerySet[Ticket]:
    """Return the wanted tickets with their orders."""
    found = Ticket.objects.filter(event=event).select_related("order_line__order")
    if wanted.words:
        serial = codes.serial_from(wanted.words)
        found = found.matching(wanted.words) | (found.none() if serial is None else found.filter(pk=serial))
    if wanted.product:
        found = found.filter(product=wanted.product)
    if wanted.state in _tickets_by_state():
        found = found.filter(_tickets_by_state()[wanted.state])
    return found.order_by(TICKET_SORTS.get(wanted.sort, "search"), "pk")


def order_of(ticket: Ticket) -> Order | None:
    """Return the order a ticket came from; a guest's has none. Needs `order_line__order`."""
    line = getattr(ticket, "order_line", None)
    return line.order if line else None


def with_answers(found: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Load the answers that `ticket_columns` shows."""
    return found.prefetch_related(Prefetch("order_line__answers", Answer.objects.all()))


def ticket_columns(event: Event, questions: Sequence[Question]) -> list[Column]:
    """Return the columns of the file of tickets: one for each question of the event at the end."""
    options = Option.objects.filter(question__event=event).in_bulk()
    names, states = Names(event), _words(TICKET_STATES)

    def answer(question: Question, ticket: Ticket) -> str:
        line = getattr(ticket, "order_line", None)
        given = {one.question_id: one.value for one in line.answers.all()} if line else {}
        return answer_text(question, given[question.pk], options) if question.pk in given else ""

    return [
        Column(_("Ticket"), lambda ticket: codes.spoken(ticket.pk)),
        Column(_("State"), lambda ticket: states[ticket.state]),
        Column(_("Product"), lambda ticket: names.products[ticket.product_id]),
        Column(_("Variation"), lambda ticket: names.variations.get(ticket.variation_id, "")),
        Column(_("Name"), lambda ticket: ticket.name),
        Column(_("Name in another script"), lambda ticket: ticket.name_other),
        Column(_("E-mail"), lambda ticket: ticket.email),
        Column(_("Organisation"), lambda ticket: ticket.organisation),
        Column(_("Country"), lambda ticket: ticket.country),
        Column(_("Language"), lambda ticket: ticket.language),
        Column(_("Order"), lambda ticket: order.code if (order := order_of(ticket)) else ""),
        Column(_("Buyer"), lambda ticket: order.name if (order := order_of(ticket)) else ""),
        Column(_("Issued"), lambda ticket: ticket.issued_at),
        *(Column(question.text, partial(answer, question)) for question in questions),
    ]


def products_of(event: Event) -> list[Product]:
    """Return the event's products in the organiser's order, for the filter."""
    return list(event.products.all())
