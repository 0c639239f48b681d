"""Reads of orders for screens, mails and other rooms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from ticketing import pricing
from ticketing.catalogue.models import Question
from ticketing.orders.models import Order, OrderLine
from ticketing.pricing import TaxSum
from ticketing.pricing.wording import names_of
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


# --- the price ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Equal things of an order: `quantity` times `unit_price`, less `discount`, makes `amount`; tax is included.

    `tax_rate` in percent, or None and then `tax_ground` says why (a word of `pricing.wording.TAX_GROUNDS`).
    """

    description: str
    quantity: int
    unit: str
    unit_price: Decimal
    discount: Decimal
    tax_rate: Decimal | None
    tax_ground: str
    amount: Decimal

    @property
    def full(self) -> Decimal:
        """What it would cost without the discount."""
        return self.amount + self.discount


@dataclass(frozen=True, slots=True)
class Price:
    """What an order costs now, line by line; `taxes` are included in the total, `voucher` is the code that took something off."""

    currency: str
    lines: tuple[PricedLine, ...]
    taxes: tuple[TaxSum, ...]
    total: Decimal
    voucher: str = ""

    @property
    def discount(self) -> Decimal:
        return sum((line.discount for line in self.lines), Decimal("0.00"))

    @property
    def off(self) -> Decimal:
        """The discount below zero, as it stands among the lines."""
        return -self.discount


def price_of(order: Order, lines: Iterable[OrderLine] | None = None) -> Price:
    """Return the price of an order in words of the active language: of its live lines, or of all that lapsed or was cancelled with it.

    The lines add up to `order.total`. Tax is computed once per rate on the sum of its lines. One statement, none where `lines` are at
    hand with their products and variations.
    """
    present = list(order.lines.select_related("product", "variation") if lines is None else lines)
    is_over = order.state in (Order.State.LAPSED, Order.State.CANCELLED)
    counted = [line for line in present if line.cancelled_at is None or (is_over and line.cancelled_at == order.closed_at)]
    groups: dict[tuple[Any, ...], list[OrderLine]] = defaultdict(list)
    for line in counted:
        groups[line.product_id, line.variation_id, line.price + line.discount, line.tax_rate, bool(line.discount)].append(line)
    names = names_of(tuple(tuple(name) for name in (order.quote or {}).get("names", ())))
    priced = tuple(_priced(group, names) for group in groups.values())
    taxed: dict[Decimal, Decimal] = defaultdict(Decimal)
    for one in priced:
        if one.tax_rate is not None:
            taxed[one.tax_rate] += one.amount
    taxes = tuple(TaxSum(rate, sum_ - (tax := pricing.included(sum_, rate)), tax) for rate, sum_ in sorted(taxed.items()))
    voucher = next((name for code, name in names.items() if code.startswith("voucher")), "")
    return Price(order.currency, priced, taxes, sum((one.amount for one in priced), Decimal("0.00")), voucher)


def _priced(group: Sequence[OrderLine], names: dict[str, str]) -> PricedLine:
    line = group[0]
    usual = f"{line.product.name}, {line.variation.name}" if line.variation else str(line.product.name)
    key = f"{line.product_id}-{line.variation_id or 0}-{line.step_id or 0}"
    return PricedLine(
        description=names.get(f"{key}-v" if line.discount else key) or usual,
        quantity=len(group),
        unit="item",
        unit_price=line.price + line.discount,
        discount=sum((one.discount for one in group), Decimal("0.00")),
        tax_rate=line.tax_rate,
        tax_ground="" if line.tax_rate is not None else line.tax_ground or "outside",
        amount=sum((one.price for one in group), Decimal("0.00")),
    )
