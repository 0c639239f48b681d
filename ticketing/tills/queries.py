"""Reads of tills and shifts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import Partner, Person
from common.languages import fold
from ticketing.billing.models import Payment
from ticketing.door.models import Device
from ticketing.events.models import Event, EventRole
from ticketing.tills import rules
from ticketing.tills.models import Drawer, Movement, Shift, Till


def till_of(device: Device) -> Till | None:
    """Return the till that a phone's money goes into: its own, else its gate's; None where it has none."""
    found = Till.objects.filter(event=device.event_id, is_active=True)
    own = found.filter(device=device).first()
    return own or found.filter(gate=device.gate_id, device=None).first()


def open_shift_of(person: Person, event: Event) -> Shift | None:
    """Return the open shift a person is in at the event; the one opened last of several."""
    return Shift.objects.filter(till__event=event, people=person, closed_at=None).order_by("-opened_at").first()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawer of a shift with what came and went."""

    drawer: Drawer
    payments: Decimal
    refunds: Decimal
    paid_in: Decimal
    paid_out: Decimal

    @property
    def expected(self) -> Decimal:
        return rules.expected(self.drawer.opening, (self.payments, self.refunds, self.paid_in, self.paid_out))


def sheets(shift: Shift) -> list[Sheet]:
    """Return the shift's drawers, each with its sums. Two statements."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    # added here, not by SQLite, which adds money as floating-point numbers
    for way, currency, kind, amount in shift.movements.order_by().values_list("way", "currency", "kind", "amount"):
        sums[way, currency, kind] = sums.get((way, currency, kind), rules.NOTHING) + amount
    return [
        Sheet(
            drawer,
            *(sums.get((drawer.way, drawer.currency, kind), rules.NOTHING) for kind in ("payment", "refund", "paid_in", "paid_out")),
        )
        for drawer in shift.drawers.all()
    ]


def may_work(event: Event) -> QuerySet[Person]:
    """Return who may be in a shift: the event's own people and its partner's."""
    at_event = EventRole.objects.filter(event=event, person=OuterRef("pk"))
    return Person.objects.filter(Exists(at_event) | Q(roles__partner=event.partner_id), is_active=True).distinct().order_by("name")


def shifts(
    event: Event | None,
    *,
    partner: Partner | None = None,
    words: str = "",
    till: int | None = None,
    state: str = "",
    person: Person | None = None,
) -> QuerySet[Shift]:
    """Return the event's shifts, newest first, whose till or people hold every word; `state` is a word of `tables.PILLS`.

    Without an event, those of all the `partner`'s events; with a `person`, only those he is in.
    """
    found = _of(event, person, partner).select_related("till__event", "opened_by", "closed_by", "signed_by").prefetch_related("drawers")
    if till:
        found = found.filter(till=till)
    if state in ("open", "closed"):
        found = found.filter(closed_at__isnull=state == "open")
    if state == "differs":
        found = found.filter(~Q(drawers__reason="")).distinct()
    if state == "unsigned":
        found = found.filter(closed_at__isnull=False, signed_at=None)
    for word in fold(words).split():
        found = found.filter(pk__in=_holding(_of(event, person, partner), word))
    return found


def _of(event: Event | None, person: Person | None, partner: Partner | None = None) -> QuerySet[Shift]:
    found = Shift.objects.filter(till__event=event) if event is not None else Shift.objects.filter(till__event__partner=partner)
    return found if person is None else found.filter(people=person)


def _holding(shifts: QuerySet[Shift], word: str) -> list[int]:
    """Return the shifts whose till or people hold a word in whatever script; an event has few."""
    rows = shifts.order_by().values_list("pk", "till__name", "people_words", "closed_words", "number")
    return [row[0] for row in rows if word in fold(" ".join(map(str, row[1:])))]


def counts(event: Event, person: Person | None = None) -> dict[str, int]:
    """Return how many shifts each quick filter finds; with a `person`, of those he is in. One statement."""
    differs = Exists(Drawer.objects.filter(shift=OuterRef("pk")).exclude(reason=""))
    row = (
        _of(event, person)
        .order_by()
        .aggregate(
            all=Count("pk"),
            open=Count("pk", filter=Q(closed_at=None)),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
            differs=Count("pk", filter=Q(differs)),
            unsigned=Count("pk", filter=Q(closed_at__isnull=False, signed_at=None)),
        )
    )
    return {"": row.pop("all"), **row}


def unclosed(event: Event, at: datetime) -> list[Shift]:
    """Return the open shifts that should have been counted: begun on an earlier day of the event's calendar, or the event is over."""
    today = at.astimezone(event.tz).date()
    still_open = Shift.objects.filter(till__event=event, closed_at=None).select_related("till")
    return [one for one in still_open if at >= event.ends_at or one.opened_at.astimezone(event.tz).date() < today]


def outside(event: Event) -> QuerySet[Payment]:
    """Return cash and terminal payments in no shift, of the time since the event's first shift; before it that is as it should be."""
    first = Shift.objects.filter(till__event=event).order_by("opened_at").values_list("opened_at", flat=True).first()
    if first is None:
        return Payment.objects.none()
    in_a_shift = Movement.objects.filter(payment=OuterRef("pk"))
    return Payment.objects.filter(
        ~Exists(in_a_shift), order__event=event, provider__in=rules.COUNTED, recorded_at__gte=first
    ).select_related("order")


def outside_sums(event: Event) -> list[tuple[str, int, Decimal]]:
    """Return (currency, how many, sum) of what is in no shift."""
    rows = outside(event).order_by().values("currency").annotate(n=Count("pk"), sum=Sum("amount"))
    return [(row["currency"], row["n"], row["sum"]) for row in rows]
