"""What the check compares: each function yields what does not agree. Reads only; sums are exact, added up in Python."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from ticketing.billing.models import Payment
from ticketing.billing.providers import Credit
from ticketing.catalogue.models import Quota, QuotaItem
from ticketing.invoicing.models import Document, Series
from ticketing.orders.models import Order, OrderLine
from ticketing.refunds.models import Keeping, Refund
from ticketing.refunds.rules import REPLACED
from ticketing.treasury import entries
from ticketing.treasury.rules import NOTHING
from ticketing.vouchers.models import Voucher, VoucherUse

State = Order.State
LIVE = (State.HELD, State.PLACED, State.PAID)
STUCK_AFTER = timedelta(days=14)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree, at a partner's and perhaps an event's."""

    partner: int
    event: int | None
    kind: str
    about: str
    detail: str = ""


def _sums(rows: Any) -> dict[int, Decimal]:
    """Add up (key, amount) exactly; SQLite would add as floating-point numbers."""
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for key, amount in rows.iterator():
        found[key] += amount
    return found


def faults(at: datetime) -> Iterator[Fault]:
    """Yield everything that does not agree, in all the books."""
    for check in CHECKS:
        yield from check(at)


def _orders(**more: Any) -> Any:
    return Order.objects.filter(**more).values_list("pk", "code", "state", "total", "kept", "event_id", "event__partner_id").order_by("pk")


def money_of_orders(at: datetime) -> Iterator[Fault]:
    """Paid orders hold their total; waiting ones less; nothing is promised or gone above what came."""
    held = _sums(Payment.objects.order_by().values_list("order_id", "amount"))
    promised = _sums(Refund.objects.open().order_by().values_list("order_id", "amount"))
    for pk, code, state, total, kept, event, partner in _orders().exclude(state=State.HELD).iterator():
        has, back = held[pk], promised[pk]
        if state == State.PAID and has - back < total + kept:
            yield Fault(partner, event, "paid_short", code, f"{has - back} < {total + kept}")
        if state == State.PLACED and total and has >= total + kept:
            yield Fault(partner, event, "not_settled", code, f"{has} ≥ {total}")
        if has < back:
            yield Fault(partner, event, "above_paid", code, f"{back} > {has}")


def lines_of_orders(at: datetime) -> Iterator[Fault]:
    """What an order costs is the sum of its live lines; what is kept of it is the sum of its keepings."""
    lines = _sums(OrderLine.objects.filter(cancelled_at=None).order_by().values_list("order_id", "price"))
    keepings = _sums(Keeping.objects.order_by().values_list("order_id", "amount"))
    for pk, code, state, total, kept, event, partner in _orders().iterator():
        if state in LIVE and lines[pk] != total:
            yield Fault(partner, event, "lines_total", code, f"{lines[pk]} ≠ {total}")
        if keepings[pk] != kept:
            yield Fault(partner, event, "kept_total", code, f"{keepings[pk]} ≠ {kept}")


def refunds_of_ledger(at: datetime) -> Iterator[Fault]:
    """A refund that went is its line of the ledger; none waits for ever; currencies are their orders'."""
    done = Refund.objects.filter(state=Refund.State.DONE).select_related("payment", "order__event")
    wrong = done.exclude(payment__order=F("order"), payment__currency=F("currency"), payment__amount=-F("amount"))
    for refund in wrong.iterator():
        yield _of_refund(refund, "refund_line", f"{refund.payment.amount if refund.payment else '–'} ≠ −{refund.amount}")
    old = Q(state=Refund.State.ORDERED, ordered_at__lt=at - STUCK_AFTER) | Q(state=Refund.State.FAILED, owed_at__lt=at - STUCK_AFTER)
    for refund in Refund.objects.filter(old).select_related("order__event").iterator():
        yield _of_refund(refund, "refund_stuck", f"{refund.amount} {refund.currency}")
    strange = Payment.objects.exclude(currency=F("order__currency")).select_related("order__event")
    for payment in strange.iterator():
        event = payment.order.event
        yield Fault(event.partner_id, event.pk, "currency", payment.order.code, f"{payment.currency} ≠ {payment.order.currency}")


def _of_refund(refund: Refund, kind: str, detail: str) -> Fault:
    event = refund.order.event
    return Fault(event.partner_id, event.pk, kind, f"{refund.order.code} {refund}", detail)


def ledger_by_account(at: datetime) -> Iterator[Fault]:
    """The ledger by account balances, and what it says of buyers' money is what orders say of it."""
    found = Order.objects.exclude(state=State.HELD).order_by().values_list("event__partner_id", "currency")
    for partner, currency in sorted(set(found.distinct())):
        mine = {"order__event__partner": partner, "order__currency": currency}
        lines = entries.derive(currency=currency, since=None, until=None, partner=partner)
        by_fact: dict[tuple[datetime, str, str], Decimal] = defaultdict(lambda: NOTHING)
        for line in lines:
            by_fact[line.at, line.order, line.what] += line.amount
        for (_at, order, what), amount in by_fact.items():
            if amount:
                yield Fault(partner, None, "ledger", f"{order} {what}", str(amount))
        held = _total(Payment.objects.filter(**mine, currency=currency).values_list("order", "amount"))
        kept = _total(Keeping.objects.filter(**mine).values_list("order", "amount"))
        paid = Order.objects.filter(event__partner=partner, currency=currency, state=State.PAID)
        earned = _total(paid.order_by().values_list("pk", "total"))
        ours = -sum((line.amount for line in lines if line.account == "prepayments"), NOTHING)
        if ours != held - earned - kept:
            yield Fault(partner, None, "ledger", f"prepayments {currency}", f"{ours} ≠ {held - earned - kept}")


def _total(rows: Any) -> Decimal:
    return sum(_sums(rows.order_by()).values(), NOTHING)


def documents(at: datetime) -> Iterator[Fault]:
    """Numbers have no gaps; what invoices say, less their credit notes, is what the order costs and what is kept of it.

    A refund that its receiver waived is kept too, but as a gift: no invoice charges it.
    """
    numbers: dict[int, list[int]] = defaultdict(list)
    for row, number in Document.objects.order_by().values_list("series_id", "number").iterator():
        numbers[row].append(number)
    for series in Series.objects.order_by("pk").iterator():
        if sorted(numbers[series.pk]) != list(range(1, series.last + 1)):
            yield Fault(series.partner_id, None, "series_gap", str(series), f"{len(numbers[series.pk])} ≠ {series.last}")
    stated: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    invoices = Q(kind=Document.Kind.INVOICE) | Q(kind=Document.Kind.CREDIT, corrects__kind=Document.Kind.INVOICE)
    for order, kind, total in Document.objects.filter(invoices).order_by().values_list("order_id", "kind", "total").iterator():
        stated[order] += -total if kind == Document.Kind.CREDIT else total
    gifts = _sums(Refund.objects.filter(state=Refund.State.WAIVED).exclude(why=REPLACED).order_by().values_list("order_id", "amount"))
    found = _orders(pk__in=list(stated), state__in=[State.PLACED, State.PAID, State.CANCELLED])
    for pk, code, state, total, kept, event, partner in found.iterator():
        cost = kept - gifts[pk] + (NOTHING if state == State.CANCELLED else total)
        if stated[pk] != cost:
            yield Fault(partner, event, "document_total", code, f"{stated[pk]} ≠ {cost}")


def quotas(at: datetime) -> Iterator[Fault]:
    """A quota counts what is out: the live lines of its products, and the places that vouchers keep."""
    kept: dict[int, int] = defaultdict(int)
    for quota, reserved, used in Voucher.objects.exclude(quota=None).values_list("quota_id", "reserved", "reserve_used"):
        kept[quota] += reserved - used
    out: dict[tuple[int, int | None], int] = defaultdict(int)
    lines = OrderLine.objects.filter(cancelled_at=None, order__state__in=LIVE).order_by()
    for product, variation in lines.values_list("product_id", "variation_id").iterator():
        out[product, variation] += 1
    items: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for quota, product, variation in QuotaItem.objects.order_by().values_list("quota_id", "product_id", "variation_id"):
        items[quota].append((product, variation))
    for one in Quota.objects.select_related("event").order_by("pk").iterator():
        taken = kept[one.pk] + sum(count for pair, count in out.items() if any(_covers(item, pair) for item in items[one.pk]))
        if taken != one.taken:
            yield Fault(one.event.partner_id, one.event_id, "quota_count", one.name[:60], f"{one.taken} ≠ {taken}")


def vouchers(at: datetime) -> Iterator[Fault]:
    """A voucher counts its live uses, the places they took, and of a credit what was paid with it."""
    live = VoucherUse.objects.filter(released_at=None).order_by().values_list("voucher_id", "uses", "places", "amount")
    uses: dict[int, int] = defaultdict(int)
    places: dict[int, int] = defaultdict(int)
    spent: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for voucher, count, took, amount in live.iterator():
        uses[voucher] += count
        places[voucher] += took
        spent[voucher] += amount
    for one in Voucher.objects.order_by("pk").iterator():
        wanted = (uses[one.pk], places[one.pk], spent[one.pk] if one.kind == Voucher.Kind.CREDIT else one.spent)
        if wanted != (one.uses_taken, one.reserve_used, one.spent):
            yield Fault(one.partner_id, one.event_id, "voucher_count", one.code, f"{one.uses_taken} ≠ {wanted[0]}")


def credits(at: datetime) -> Iterator[Fault]:
    """A credit is worth what went back as it, and each use of it is a line of the ledger."""
    lines = dict(Payment.objects.filter(provider=Credit.name, amount__gt=0).values_list("reference", "amount"))
    paid: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for use, voucher in VoucherUse.objects.filter(voucher__kind=Voucher.Kind.CREDIT).values_list("pk", "voucher_id"):
        paid[voucher] += lines.pop(f"C{use}", NOTHING)
    given = dict(Refund.objects.exclude(credit=None).values_list("credit_id", "payment__amount"))
    for one in Voucher.objects.filter(kind=Voucher.Kind.CREDIT).order_by("pk"):
        value = -given.get(one.pk, -one.value)
        if (paid[one.pk], value) != (one.spent, one.value):
            yield Fault(one.partner_id, None, "credit_total", one.code, f"{value} − {paid[one.pk]} ≠ {one.value} − {one.spent}")
    for payment in Payment.objects.filter(provider=Credit.name, reference__in=lines).select_related("order__event"):
        yield Fault(payment.order.event.partner_id, payment.order.event_id, "credit_total", payment.order.code, payment.reference)


def _covers(item: tuple[int, int | None], pair: tuple[int, int | None]) -> bool:
    return item[0] == pair[0] and item[1] in (None, pair[1])


CHECKS: list[Callable[[datetime], Iterator[Fault]]] = [
    money_of_orders,
    lines_of_orders,
    refunds_of_ledger,
    ledger_by_account,
    documents,
    quotas,
    vouchers,
    credits,
]
