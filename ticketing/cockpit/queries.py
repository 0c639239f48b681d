"""Reads of the cockpit. Each function's statements are counted in its words; together they are pinned by a test."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from accounts.history.operations import about
from accounts.people.models import Person
from common.outbox import queries as outbox
from common.outbox.models import Message
from ticketing.billing import queries as billing
from ticketing.catalogue.models import Quota
from ticketing.door import queries as door
from ticketing.door.queries import AreaCount
from ticketing.events import queries as events
from ticketing.events.models import Event
from ticketing.orders.models import Order, OrderLine
from ticketing.tickets.models import Ticket
from ticketing.waiting import queries as waiting
from ticketing.waiting.queries import Figures as Line

CURVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """What an event has come to. Sums are by currency, its own first, and never added together."""

    quotas: Sequence[Quota]
    tickets: int
    held: int
    carts: int
    unpaid_orders: int
    unpaid: Mapping[str, Decimal]
    paid_orders: int
    received: Mapping[str, Decimal]
    admitted: int
    areas: Sequence[AreaCount]
    line: Line

    @property
    def inside(self) -> int:
        return sum(area.inside for area in self.areas)


def figures(event: Event, at: datetime) -> Figures:
    """Return the numbers of an event in nine statements."""
    counts: Counter[str] = Counter()
    unpaid = dict.fromkeys(event.currencies, Decimal("0.00"))
    for row in Order.objects.filter(event=event).order_by().values("state", "currency").annotate(n=Count("pk"), sum=Sum("total")):
        counts[row["state"]] += row["n"]
        if row["state"] == Order.State.PLACED:
            unpaid[row["currency"]] = row["sum"]
    in_carts = OrderLine.objects.filter(order__event=event, order__state=Order.State.HELD, order__expires_at__gt=at, cancelled_at=None)
    held = in_carts.aggregate(lines=Count("pk"), carts=Count("order", distinct=True))
    return Figures(
        quotas=list(event.quotas.all()),
        tickets=door.sold(event),
        held=held["lines"],
        carts=held["carts"],
        unpaid_orders=counts["placed"],
        unpaid=unpaid,
        paid_orders=counts["paid"],
        received=billing.received(event),
        admitted=door.admitted(event),
        areas=door.areas(event, at),
        line=waiting.figures(event),
    )


def curve(event: Event, at: datetime) -> list[tuple[date, int]]:
    """Return the tickets ordered on each of the last 30 days by the event's calendar, cancelled ones left out. One statement."""
    today = at.astimezone(event.tz).date()
    first = today - timedelta(days=CURVE_DAYS - 1)
    ordered = OrderLine.objects.filter(
        order__event=event,
        order__placed_at__gte=datetime.combine(first, time.min, event.tz),
        order__state__in=[Order.State.PLACED, Order.State.PAID],
        cancelled_at=None,
        product__admits=True,
    )
    counted = ordered.order_by().annotate(day=TruncDate("order__placed_at", tzinfo=event.tz)).values_list("day").annotate(n=Count("pk"))
    per_day: Counter[date] = Counter(dict(counted))
    return [(day, per_day[day]) for day in (first + timedelta(days=n) for n in range(CURVE_DAYS))]


WHEN = ("", "now", "past", "all")
"""Running and to come; running; over; all."""
SORTS = {"starts": "starts_at", "title": "title", "partner": "partner__name", "state": "state"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of events is asked for; what cannot be understood is left out."""

    words: str = ""
    when: str = ""
    kind: str = ""
    state: str = ""
    partner: int | None = None
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.kind or self.state or self.partner)


def _during(found: QuerySet[Event], when: str, at: datetime) -> QuerySet[Event]:
    if when == "now":
        return found.filter(starts_at__lte=at, ends_at__gt=at)
    if when == "past":
        return found.filter(ends_at__lte=at)
    return found if when == "all" else found.filter(ends_at__gt=at)


def my_events(person: Person, wanted: Wanted, at: datetime) -> QuerySet[Event]:
    """Return the person's wanted events, each with the number of its valid tickets as `tickets_valid`."""
    found = _during(events.events_of(person), wanted.when, at)
    for name, value in (("kind", wanted.kind), ("state", wanted.state), ("partner", wanted.partner)):
        if value:
            found = found.filter(**{name: value})
    found = events.matching(found, wanted.words)
    valid = Ticket.objects.filter(event=OuterRef("pk"), state=Ticket.State.VALID, product__admits=True).order_by().values("event")
    counted = Coalesce(Subquery(valid.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    usual = "-starts_at" if wanted.when in ("past", "all") else "starts_at"
    return found.annotate(tickets_valid=counted).order_by(SORTS.get(wanted.sort, usual), "pk")


def counts(person: Person, at: datetime) -> dict[str, int]:
    """Return how many events each quick filter finds. One statement each."""
    mine = events.events_of(person)
    return {when: _during(mine, when, at).order_by().count() for when in WHEN}


# --- letters ---------------------------------------------------------------------------------------------------------

_LETTERS: dict[str, Q] = {
    "": Q(),
    "trouble": Q(state__in=[Message.State.FAILED, Message.State.DOUBTFUL]),
    "under_way": Q(state__in=[Message.State.WAITING, Message.State.QUEUED, Message.State.SENDING]),
    "sent": Q(state=Message.State.SENT),
}


def letters(event: Event, words: str = "", which: str = "") -> QuerySet[Message]:
    """Return the event's letters, newest first, whose address and subject hold every word."""
    found = outbox.within(about(event)).filter(_LETTERS[which])
    for word in words.split():
        found = found.filter(Q(to__icontains=word) | Q(subject__icontains=word))
    return found


def letter_counts(event: Event) -> dict[str, int]:
    """Return how many letters each quick filter finds. One statement."""
    counted = {name or "all": Count("pk", filter=found) for name, found in _LETTERS.items()}
    found = outbox.within(about(event)).order_by().aggregate(**counted)
    return {"": found.pop("all"), **found}
