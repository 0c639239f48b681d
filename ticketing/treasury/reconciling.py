"""The statement held against the documents: what they state of the same days, and every difference by its name, to the cent."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ticketing.invoicing.models import Document
from ticketing.orders.models import Order
from ticketing.treasury import rules
from ticketing.treasury.queries import Scope
from ticketing.treasury.rules import NOTHING

Kind = Document.Kind


@dataclass(slots=True)
class Difference:
    """Orders whose money and documents of these days differ for one reason; `amount` is money less documents."""

    reason: str
    amount: Decimal = NOTHING
    orders: list[tuple[str, str, Decimal]] = field(default_factory=list)
    """Code, address of the event, and each one's part."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`documents + differences = money`, exactly."""

    documents: Decimal
    money: Decimal
    differences: list[Difference]

    @property
    def agrees(self) -> bool:
        return self.money == self.documents + sum((one.amount for one in self.differences), NOTHING)


def reconcile(scope: Scope, since: datetime, until: datetime) -> Reconciled:
    """Compare what came less what went in [since, until) with the invoices, receipts and credit notes issued in it. Four statements.

    An order with an invoice counts by its invoices, any other by its receipts; either less their credit notes. Prepayment invoices
    ask for money and acts describe work: neither states a sale.
    """
    came, came_ever = _of_payments(scope, since, until)
    stated, stated_ever = _of_documents(scope, since, until)
    heaps: dict[str, Difference] = {}
    apart = {pk: came[pk] - stated[pk] for pk in {*came, *stated} if came[pk] != stated[pk]}
    for pk, code, slug in _orders(apart):
        reason = rules.difference(came[pk], stated[pk], came_ever[pk], stated_ever.get(pk))
        heap = heaps.setdefault(reason, Difference(reason))
        heap.amount += apart[pk]
        heap.orders.append((code, slug, apart[pk]))
    found = [heaps[reason] for reason in rules.DIFFERENCES if reason in heaps]
    return Reconciled(sum(stated.values(), NOTHING), sum(came.values(), NOTHING), found)


def _orders(apart: Any) -> list[tuple[int, str, str]]:
    known = Order.objects.filter(pk__in=list(apart)).order_by("pk").values_list("pk", "code", "event__slug")
    return list(known)


def _of_payments(scope: Scope, since: datetime, until: datetime) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    within: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    ever: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for order, at, amount in scope.payments().order_by().values_list("order", "recorded_at", "amount").iterator():
        ever[order] += amount
        if since <= at < until:
            within[order] += amount
    return within, ever


def _of_documents(scope: Scope, since: datetime, until: datetime) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Return what documents of the days and of all days state, by order; an order that has none is in neither."""
    known = Document.objects.filter(order__in=scope.orders().order_by().values("pk"), currency=scope.currency)
    rows = list(known.order_by("pk").values_list("order", "kind", "corrects__kind", "issued_at", "total"))
    invoiced = {order for order, kind, *_rest in rows if kind == Kind.INVOICE}
    within: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    ever: dict[int, Decimal] = {}
    for order, kind, corrects, at, total in rows:
        states = corrects if kind == Kind.CREDIT else kind
        if states != (Kind.INVOICE if order in invoiced else Kind.RECEIPT):
            continue
        amount = -total if kind == Kind.CREDIT else total
        ever[order] = ever.get(order, NOTHING) + amount
        if since <= at < until:
            within[order] += amount
    return within, ever
