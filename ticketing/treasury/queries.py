"""Reads over the books of a partner, or of one event. Sums are exact: they are added up in Python."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from accounts.partners.models import Partner
from common.languages import fold
from ticketing.banking.models import BankEntry
from ticketing.billing import queries as ledger
from ticketing.billing.models import Payment
from ticketing.billing.queries import HALF_A_CENT
from ticketing.events.models import Event
from ticketing.invoicing.models import Document
from ticketing.orders.models import Order
from ticketing.refunds import queries as of_refunds
from ticketing.refunds.models import Refund
from ticketing.tills import queries as of_tills
from ticketing.tills.models import Shift
from ticketing.treasury.models import AccountCode, BookCheck, Finding
from ticketing.treasury.rules import NOTHING
from ticketing.treasury.wording import usual_code

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose books: all of a partner's, or of one of its events; in one currency."""

    partner: Partner
    currency: str
    event: Event | None = None

    def orders(self) -> QuerySet[Order]:
        found = Order.objects.filter(event__partner=self.partner, currency=self.currency)
        return found if self.event is None else found.filter(event=self.event)

    def payments(self) -> QuerySet[Payment]:
        found = Payment.objects.filter(order__event__partner=self.partner, currency=self.currency)
        return found if self.event is None else found.filter(order__event=self.event)

    def refunds(self) -> Any:
        found = Refund.objects.filter(order__event__partner=self.partner, currency=self.currency)
        return found if self.event is None else found.filter(order__event=self.event)


def currencies(partner: Partner) -> list[str]:
    """Return the currencies of the partner's books, its own first."""
    found = set(Order.objects.filter(event__partner=partner).order_by().values_list("currency", flat=True).distinct())
    return sorted(found | {partner.currency}, key=lambda one: (one != partner.currency, one))


def events(partner: Partner) -> list[Event]:
    """Return the partner's events that have orders, newest first."""
    with_orders = Order.objects.exclude(placed_at=None).order_by().values("event")
    return list(Event.objects.filter(partner=partner, pk__in=with_orders).order_by("-starts_at"))


# --- what is due ------------------------------------------------------------------------------------------------------


SOON, LATE = timedelta(days=3), timedelta(days=30)


def due(scope: Scope, at: datetime, *, words: str = "", which: str = "") -> QuerySet[Order]:
    """Return orders that wait for money, with `paid` and `owed`, those whose time ends first before others.

    `which` is "" for all that wait, "soon" for those whose time ends in three days, "late" for those that were not paid in
    time: an unpaid order lapses by itself, so these are the lapsed ones of the last month, newest first.
    """
    found = ledger.with_money(scope.orders().filter(placed_at__isnull=False, total__gt=0))
    found = found.filter(owed__gt=HALF_A_CENT).select_related("event__partner")
    for word in words.split():
        found = found.filter(Q(search__contains=fold(word)) | Q(event__title__icontains=word))
    ran_out = Q(state=Order.State.LAPSED, closed_at__gt=at - LATE) | Q(state=Order.State.PLACED, expires_at__lte=at)
    if which == "late":
        return found.filter(ran_out).order_by("-closed_at", "pk")
    found = found.filter(state=Order.State.PLACED)
    return (found.filter(expires_at__gt=at, expires_at__lte=at + SOON) if which == "soon" else found).order_by("expires_at", "pk")


@dataclass(frozen=True, slots=True)
class Age:
    """What is due of orders that have waited so long; `until` in days, None without end."""

    until: int | None
    count: int
    amount: Decimal


AGES = (2, 7, 14, 30)


def by_age(orders: Iterable[Any], at: datetime) -> list[Age]:
    """Return what is due by how many days ago it was ordered, youngest first."""
    sums: dict[int | None, list[Decimal]] = {limit: [] for limit in (*AGES, None)}
    for order in orders:
        days = (at - (order.placed_at or order.held_at)).days
        sums[next((limit for limit in AGES if days <= limit), None)].append(order.owed.quantize(CENT))
    return [Age(limit, len(found), sum(found, NOTHING)) for limit, found in sums.items()]


def unpromised(scope: Scope) -> list[tuple[Order, Decimal]]:
    """Return orders that hold more than they cost and nobody has been promised, with how much."""
    closed = Q(state__in=[Order.State.LAPSED, Order.State.CANCELLED], paid__gt=F("kept") + HALF_A_CENT)
    over = Q(state__in=[Order.State.PAID, Order.State.PLACED], owed__lt=-HALF_A_CENT)
    found = ledger.with_money(scope.orders()).filter(closed | over).select_related("event__partner").order_by("pk")
    return [(order, surplus) for order in found if (surplus := of_refunds.surplus(order))]


def unfinished(at: datetime) -> QuerySet[Order]:
    """Return the orders that wait although all their money is in the ledger: whoever wrote it there died before the next step.

    Orders some money of which is promised back are people's to decide. Of lapsed ones only those whose money came in the
    last day: with an older one that was tried, and its places were gone.
    """
    fresh = Payment.objects.filter(recorded_at__gt=at - timedelta(days=1), amount__gt=0).values("order")
    waits = Q(state=Order.State.PLACED) | Q(state=Order.State.LAPSED, pk__in=fresh)
    whole = ledger.with_money(Order.objects.filter(total__gt=0)).filter(waits, owed__lt=HALF_A_CENT)
    return whole.exclude(pk__in=Refund.objects.open().values("order"))


def undecided(scope: Scope) -> tuple[int, Decimal]:
    """Return how many movements on the partner's accounts of the currency wait for a decision, and what came with them."""
    waiting = BankEntry.objects.filter(account__partner=scope.partner, currency=scope.currency, state=BankEntry.State.QUEUED)
    amounts = list(waiting.order_by().values_list("amount", flat=True))
    return len(amounts), sum((amount for amount in amounts if amount > 0), NOTHING)


def unclosed(scope: Scope) -> list[Shift]:
    """Return the shifts that nobody has counted yet."""
    return list(of_tills.shifts(scope.event, partner=scope.partner, state="open"))


def issued(scope: Scope, day: date) -> list[Decimal]:
    """Return what the documents of a day state, credit notes below zero."""
    found = Document.objects.filter(partner=scope.partner, currency=scope.currency, issued_on=day)
    found = found if scope.event is None else found.filter(order__event=scope.event)
    return [-total if kind == Document.Kind.CREDIT else total for kind, total in found.order_by("pk").values_list("kind", "total")]


# --- what came ----------------------------------------------------------------------------------------------------------


def by_week(scope: Scope, at: datetime, zone: ZoneInfo, weeks: int = 12) -> list[tuple[date, Decimal]]:
    """Return what came less what went in each of the last weeks, by their Mondays."""
    today = at.astimezone(zone).date()
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    found = {first + timedelta(weeks=number): NOTHING for number in range(weeks)}
    start = datetime.combine(first, datetime.min.time(), zone)
    for recorded_at, amount in scope.payments().filter(recorded_at__gte=start).values_list("recorded_at", "amount"):
        day = recorded_at.astimezone(zone).date()
        monday = day - timedelta(days=day.weekday())
        if monday in found:
            found[monday] += amount
    return list(found.items())


@dataclass(slots=True)
class Row:
    """One way to pay in a period: `opening + came + went = closing`; `went` is below zero."""

    provider: str
    opening: Decimal = NOTHING
    came: Decimal = NOTHING
    went: Decimal = NOTHING
    count: int = 0

    @property
    def closing(self) -> Decimal:
        return self.opening + self.came + self.went


@dataclass(slots=True)
class Statement:
    """What came and went in a period, by way, and what the orders make of it."""

    rows: list[Row] = field(default_factory=list)

    @property
    def sum(self) -> Row:
        total = Row("")
        for row in self.rows:
            total.opening += row.opening
            total.came += row.came
            total.went += row.went
            total.count += row.count
        return total


def statement(scope: Scope, since: datetime, until: datetime) -> Statement:
    """Return the statement of [since, until): what was there, came, went, and is there, by way, to the cent."""
    rows: dict[str, Row] = defaultdict(lambda: Row(""))
    facts = scope.payments().filter(recorded_at__lt=until).order_by("provider").values_list("provider", "recorded_at", "amount")
    for provider, recorded_at, amount in facts.iterator():
        row = rows[provider]
        row.provider = provider
        if recorded_at < since:
            row.opening += amount
            continue
        row.count += 1
        if amount > 0:
            row.came += amount
        else:
            row.went += amount
    return Statement(list(rows.values()))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the money that is there stands for, now. `held = earned + kept + promised + advance + surplus`."""

    held: Decimal
    earned: Decimal
    kept: Decimal
    promised: Decimal
    advance: Decimal
    surplus: Decimal

    @property
    def agrees(self) -> bool:
        return self.held == self.earned + self.kept + self.promised + self.advance + self.surplus


def standing(scope: Scope) -> Standing:
    """Return what the money of the books stands for: paid orders, parts paid of waiting ones, what is kept, promised, or neither."""
    held = _sum(scope.payments().values_list("order", "amount"))
    promised = _sum(scope.refunds().open().values_list("order", "amount"))
    earned = kept = advance = surplus = NOTHING
    for pk, state, total, keeps in scope.orders().values_list("pk", "state", "total", "kept").iterator():
        has = held.get(pk, NOTHING) - promised.get(pk, NOTHING) - keeps
        kept += keeps
        if state == Order.State.PAID:
            earned += total
            surplus += has - total
        elif state == Order.State.PLACED:
            advance += min(has, total)
            surplus += max(has - total, NOTHING)
        else:
            surplus += has
    return Standing(sum(held.values(), NOTHING), earned, kept, sum(promised.values(), NOTHING), advance, surplus)


def _sum(rows: Any) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for key, amount in rows.order_by().iterator():
        found[key] += amount
    return found


# --- accounts and checks -------------------------------------------------------------------------------------------------


def codes(partner: Partner, accounts: Iterable[str]) -> dict[str, str]:
    """Return what the partner's book-keeping calls each account."""
    own = dict(AccountCode.objects.filter(partner=partner).values_list("account", "code"))
    return {account: own.get(account) or usual_code(account) for account in accounts}


def findings(partner: Partner) -> QuerySet[Finding]:
    """Return what the check found not to agree and still stands open."""
    return Finding.objects.filter(partner=partner, closed_at=None).select_related("event")


def last_check() -> BookCheck | None:
    """Return the last run of the check."""
    return BookCheck.objects.first()
