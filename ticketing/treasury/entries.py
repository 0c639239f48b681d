"""The ledger by account, derived from payments, orders, cancelled lines and what was kept. Nothing of it is stored."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from accounts.partners.models import Partner
from ticketing.billing.models import Payment
from ticketing.events.models import Event
from ticketing.orders.models import OrderLine
from ticketing.refunds.models import Keeping
from ticketing.treasury import rules
from ticketing.treasury.rules import NOTHING, Entry, Part

DUTIES = ("outside", "")
"""Grounds of lines without VAT that are a public duty; those from before lines had a ground were."""


def derive(
    *, currency: str, since: datetime | None, until: datetime | None, partner: Partner | int | None = None, event: Event | None = None
) -> list[Entry]:
    """Return the entries of [since, until), without an end where None, in order of time; those of one fact stand together and balance.

    Two statements for money, two for what is sold and cancelled.
    """
    scope: dict[str, object] = {"order__event": event} if event is not None else {"order__event__partner": partner}
    found = chain(_payments(scope, currency), _sales(scope, currency), _keepings(scope, currency))
    wanted = [entry for entry in found if (until is None or entry.at < until) and (since is None or entry.at >= since)]
    return sorted(wanted, key=lambda entry: entry.at)


def _payments(scope: dict[str, object], currency: str) -> Iterator[Entry]:
    rows = Payment.objects.filter(**scope, currency=currency).order_by("pk")
    for at, provider, amount, code in rows.values_list("recorded_at", "provider", "amount", "order__code").iterator():
        yield from rules.of_payment(at, provider, amount, code)


def _sales(scope: dict[str, object], currency: str) -> Iterator[Entry]:
    """Yield what was sold once its order was paid, and what of it was cancelled afterwards."""
    lines = OrderLine.objects.filter(**scope, order__currency=currency, order__paid_at__isnull=False, price__gt=0).order_by(
        "order_id", "pk"
    )
    fields = ("order__paid_at", "cancelled_at", "price", "tax_rate", "tax_ground", "order__code")
    for paid_at, cancelled_at, price, rate, ground, code in lines.values_list(*fields).iterator():
        if cancelled_at is not None and cancelled_at <= paid_at:
            continue
        part = [Part(price, rate, is_duty=ground in DUTIES)]
        yield from rules.of_sale(paid_at, part, code)
        yield from rules.of_settling(paid_at, price, code)
        if cancelled_at is not None:
            yield from rules.of_return(cancelled_at, part, code)
            yield from rules.of_settling(cancelled_at, -price, code)


def _keepings(scope: dict[str, object], currency: str) -> Iterator[Entry]:
    rows = Keeping.objects.filter(**scope, order__currency=currency).order_by("pk")
    for at, amount, code in rows.values_list("at", "amount", "order__code").iterator():
        yield from rules.of_keeping(at, amount, code)


@dataclass(frozen=True, slots=True)
class Turnover:
    """One account in a period. `opening + debit - credit = closing`; debits are above zero."""

    account: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


def turnovers(entries: list[Entry], since: datetime) -> list[Turnover]:
    """Put entries from the beginning together by account, opening at `since`."""
    opening: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    debit: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    credit: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for entry in entries:
        if entry.at < since:
            opening[entry.account] += entry.amount
        elif entry.amount > 0:
            debit[entry.account] += entry.amount
        else:
            credit[entry.account] -= entry.amount
    names = sorted({*opening, *debit, *credit}, key=lambda name: (list(rules.ACCOUNTS).index(name.partition(":")[0]), name))
    return [Turnover(name, opening[name], debit[name], credit[name]) for name in names]


def accounts_in_use(partner: Partner) -> list[str]:
    """Return our accounts, revenue once for each rate that the partner's orders know, and once for what has none."""
    lines = OrderLine.objects.filter(order__event__partner=partner).order_by("tax_rate")
    rates = [f"revenue:{rate.normalize():f}" for rate in lines.values_list("tax_rate", flat=True).distinct() if rate is not None]
    if lines.filter(tax_rate=None).exclude(tax_ground__in=DUTIES).exists():
        rates.insert(0, "revenue")
    return [name for account in rules.ACCOUNTS for name in (rates if account == "revenue" else [account])]
