"""Reads of the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Partner
from common.languages import fold
from ticketing.billing.models import BankAccount, Payment
from ticketing.events.models import Event
from ticketing.orders.models import Order, OrderLine

_ZERO = Decimal("0.00")
_MONEY: Any = DecimalField(max_digits=14, decimal_places=2)

HALF_A_CENT = Decimal("0.005")
"""What sums of money may differ by and still be the same."""


def balance(order: Order) -> Decimal:
    """Return what has come for the order in its currency, less what went back."""
    return order.payments.filter(currency=order.currency).aggregate(sum=Sum("amount"))["sum"] or _ZERO


def owed(order: Order) -> Decimal:
    """Return what a placed order still waits for; nothing where it waits for nothing. What its buyer gave as a gift pays nothing."""
    found = Order.objects.filter(pk=order.pk, state=Order.State.PLACED).only("total", "kept").first()
    return _ZERO if found is None else max(found.asked - balance(order), _ZERO)


def with_money(orders: QuerySet[Order]) -> QuerySet[Any]:
    """Return the orders with `paid`, what came for each in its currency less what went back, and `owed`, what is asked less that.

    Compare them with `HALF_A_CENT` between: SQLite adds money as floating-point numbers.
    """
    came = Payment.objects.filter(order=OuterRef("pk"), currency=OuterRef("currency")).order_by().values("order")
    paid = Coalesce(Subquery(came.annotate(sum=Sum("amount")).values("sum"), output_field=_MONEY), _ZERO, output_field=_MONEY)
    return orders.annotate(paid=paid).annotate(owed=F("total") + F("kept") - F("paid"))


def account_for(order: Order) -> BankAccount | None:
    """Return the account to which buyers of the order's event transfer its currency."""
    return BankAccount.objects.filter(partner=order.event.partner_id, currency=order.currency, is_default=True).first()


def account_of(partner: Partner, currency: str) -> BankAccount | None:
    """Return the partner's account on which money of a currency is asked for."""
    return BankAccount.objects.filter(partner=partner, currency=currency, is_default=True).first()


def may_be_reminded(at: datetime) -> QuerySet[Order]:
    """Return the orders whose time to pay ends within two weeks and whose buyers were not reminded; cash is paid at the gate."""
    ends_soon = Q(expires_at__gt=at, expires_at__lt=at + timedelta(days=14))
    return Order.objects.filter(ends_soon, state=Order.State.PLACED, reminded_at=None, event__remind_days__gt=0).exclude(provider="cash")


def received(event: Event) -> dict[str, Decimal]:
    """Return what the event's orders have brought so far, less refunds, in each of its currencies. They are never added together."""
    sums = dict(Payment.objects.filter(order__event=event).order_by().values_list("currency").annotate(sum=Sum("amount")))
    return {currency: sums.pop(currency, None) or _ZERO for currency in event.currencies} | sums


def outstanding(event: Event) -> dict[str, Decimal]:
    """Return what placed orders of the event still owe in each of its currencies, part payments taken off."""
    placed = with_money(Order.objects.filter(event=event, state=Order.State.PLACED))
    owed = dict(placed.order_by().values_list("currency").annotate(sum=Sum("owed")))
    return {currency: owed.pop(currency, None) or _ZERO for currency in event.currencies} | owed


def unsettled(event: Event) -> QuerySet[Order]:
    """Return the orders whose money and state disagree, with `paid`.

    They lapsed or were cancelled but hold money, hold more than they cost, wait although all of it has come, or are
    paid although the bank took money of theirs back.
    """
    closed = Q(state__in=[Order.State.LAPSED, Order.State.CANCELLED], paid__gt=F("kept") + HALF_A_CENT)
    over = Q(state=Order.State.PAID, owed__lt=-HALF_A_CENT)
    unbooked = Q(state=Order.State.PLACED, owed__lt=HALF_A_CENT)
    short = Q(state=Order.State.PAID, owed__gt=HALF_A_CENT)
    return with_money(Order.objects.filter(event=event)).filter(closed | over | unbooked | short)


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of one currency that came and went one way, or for one product."""

    name: Any
    currency: str
    count: int
    came: Decimal
    went: Decimal

    @property
    def stayed(self) -> Decimal:
        return self.came + self.went


def by_provider(event: Event) -> list[Flow]:
    """Return what came and went each way to pay in each currency, by its stable word."""
    rows = (
        Payment.objects.filter(order__event=event)
        .order_by("provider", "currency")
        .values("provider", "currency")
        .annotate(n=Count("pk"), came=Sum("amount", filter=Q(amount__gt=0)), went=Sum("amount", filter=Q(amount__lt=0)))
    )
    return [Flow(row["provider"], row["currency"], row["n"], row["came"] or _ZERO, row["went"] or _ZERO) for row in rows]


def by_product(event: Event) -> list[Flow]:
    """Return how much of each product is paid for in each currency, at the prices of their orders, in the organiser's order."""
    sold = (
        OrderLine.objects.filter(order__event=event, order__state=Order.State.PAID, cancelled_at=None)
        .order_by("product__position", "product", "order__currency")
        .values("product", "order__currency")
        .annotate(n=Count("pk"), sum=Sum("price"))
    )
    names = {product.pk: product.name for product in event.products.all()}
    return [Flow(names[row["product"]], row["order__currency"], row["n"], row["sum"], _ZERO) for row in sold if row["product"] in names]


def ledger(event: Event, *, words: str = "", provider: str = "") -> QuerySet[Payment]:
    """Return the event's ledger, newest first, or the lines whose order, buyer, reference or note hold every word."""
    found = Payment.objects.filter(order__event=event).select_related("order", "recorded_by").order_by("-recorded_at", "-pk")
    if provider:
        found = found.filter(provider=provider)
    for word in words.split():
        found = found.filter(Q(reference__icontains=word) | Q(note__icontains=word) | Q(order__search__contains=fold(word)))
    return found
