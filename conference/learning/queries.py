"""Reads of courses and of who registered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from common.languages import fold
from conference.learning import rules
from conference.learning.models import Activity, Choice, Course, Enrolment, EnrolmentQuerySet, SeatQuota
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.orders.models import Order, OrderLine
from ticketing.tickets import queries as tickets
from ticketing.tickets.models import Ticket

State = Enrolment.State
COURSE_PARTS = ("event__partner", "event__site__municipality", "product", "fee_product")


def course_of(event: Event) -> Course | None:
    """Return how people register for an event; None where they do not."""
    return Course.objects.select_related("product", "fee_product").filter(event=event).first()


def public_course(slug: str) -> Course | None:
    """Return the course of an event that everybody may see, with its event; None where there is none."""
    return Course.objects.select_related(*COURSE_PARTS).filter(event__slug=slug).exclude(event__state=Event.State.DRAFT).first()


def phase(course: Course, at: datetime) -> str:
    """Return "soon", "open", "closed" or "over". Needs the event."""
    event = course.event
    return rules.phase(rules.Times(course.opens_at, course.closes_at, event.starts_at, event.ends_at), at)


def who(one: Enrolment) -> rules.Who:
    """Return what decides about somebody's seat."""
    return rules.Who(one.country, one.mode)


def seats(course: Course) -> list[rules.Seats]:
    """Return the course's quotas as they stand in the table. One statement."""
    return [rules.Seats(one.pk, one.country, one.mode, one.size - one.taken) for one in SeatQuota.objects.filter(course=course)]


def modes(course: Course) -> list[str]:
    """Return the ways of taking part that the event has. Needs the event."""
    both = [mode.value for mode in SeatQuota.Mode]
    return {"hybrid": both, "online": both[1:]}.get(course.event.mode, both[:1])


@dataclass(frozen=True, slots=True)
class Offered:
    """An activity as somebody finds it who may choose it."""

    activity: Activity
    left: int | None
    waiting: int

    @property
    def is_full(self) -> bool:
        return self.left is not None and self.left <= 0

    @property
    def is_scarce(self) -> bool:
        return self.left is not None and 0 < self.left <= 10


def activities(course: Course) -> list[Offered]:
    """Return what can be chosen, in time's order, with what is left and how many wait. One statement."""
    waits = Count("choices", filter=Q(choices__state=Choice.State.WAITING, choices__enrolment__state__in=Enrolment.HOLDING))
    found = Activity.objects.filter(course=course).annotate(waits=waits)
    return [Offered(one, None if one.seats is None else max(one.seats - one.taken, 0), one.waits) for one in found]


def party_of(enrolment: Enrolment) -> list[Enrolment]:
    """Return everybody who registered together, the one who wrote first."""
    return list(parties(enrolment.course, [enrolment.party]))


def parties(course: Course, keys: Iterable[UUID]) -> QuerySet[Enrolment]:
    """Return the people of some parties, in the order of their numbers."""
    found = Enrolment.objects.filter(course=course, party__in=keys).order_by("number")
    return found.select_related("course__event__partner", "course__product", "course__fee_product", "ticket", "order")


def address(party: Sequence[Enrolment], one: Enrolment) -> str:
    """Return where letters about somebody go: to their own address, else to that of who registered them."""
    return one.email or next((other.email for other in party if other.email), "")


def seen_by(enrolment: Enrolment, party: Sequence[Enrolment]) -> list[Enrolment]:
    """Return whom the link of one enrolment shows: who registered the others sees them all, the others see themselves."""
    return list(party) if party and party[0].pk == enrolment.pk else [enrolment]


def choices_of(enrolments: Iterable[Enrolment]) -> list[Choice]:
    """Return what people chose and did not give up, in time's order. One statement."""
    found = Choice.objects.filter(enrolment__in=list(enrolments)).exclude(state=Choice.State.DROPPED)
    return list(found.select_related("activity", "order").order_by("activity__starts_at", "activity__position", "activity_id"))


# --- the waiting list -----------------------------------------------------------------------------------------------


def line(course: Course, *, drawn_only: bool = False) -> list[list[Enrolment]]:
    """Return the parties on the waiting list in the order in which free places go to them.

    By lot where it is drawn; who came after the draw stands behind. `drawn_only` leaves those out. One statement.
    """
    found = Enrolment.objects.filter(course=course, state=State.WAITING).order_by(F("lot").asc(nulls_last=True), "asked_at", "number")
    if drawn_only:
        found = found.filter(lot__isnull=False)
    grouped: dict[object, list[Enrolment]] = {}
    for one in found.select_related("course__event__partner"):
        grouped.setdefault(one.party, []).append(one)
    return list(grouped.values())


def as_parties(grouped: Iterable[Sequence[Enrolment]]) -> list[rules.Party]:
    """Return parties as the rules know them."""
    return [rules.Party(str(people[0].party), tuple(who(one) for one in people)) for people in grouped]


def place_in_line(enrolment: Enrolment) -> int | None:
    """Return somebody's place among the parties that wait; None where they do not wait, or the lot will decide. One statement."""
    if enrolment.state != State.WAITING or (enrolment.course.waiting_rule == Course.WaitingRule.LOT and enrolment.lot is None):
        return None
    keys = [people[0].party for people in line(enrolment.course)]
    return keys.index(enrolment.party) + 1 if enrolment.party in keys else None


def places_at(choices: Iterable[Choice]) -> dict[int, int]:
    """Return each waiting choice's place in the line of its activity, by its key. One statement."""
    waiting = [choice for choice in choices if choice.state == Choice.State.WAITING]
    if not waiting:
        return {}
    rows = Choice.objects.filter(
        activity__in={choice.activity_id for choice in waiting}, state=Choice.State.WAITING, enrolment__state__in=Enrolment.HOLDING
    ).values_list("activity", "pk", "enrolment__party")
    places: dict[int, int] = {}
    parties_at: dict[int, list[object]] = {}
    for activity, pk, party in rows.order_by("activity", "asked_at", "pk"):
        stand = parties_at.setdefault(activity, [])
        if party not in stand:
            stand.append(party)
        places[pk] = stand.index(party) + 1
    return {choice.pk: places[choice.pk] for choice in waiting if choice.pk in places}


def expired_offers(at: datetime) -> QuerySet[Enrolment]:
    """Return the enrolments whose offer nobody answered in time."""
    return (
        Enrolment.objects.filter(state=State.OFFERED, offer_until__lte=at).select_related("course__event__partner").order_by("offer_until")
    )


# --- money ----------------------------------------------------------------------------------------------------------


def fee(course: Course) -> Decimal:
    """Return what taking part costs a person, without materials."""
    return course.product.price


def fee_of(enrolment: Enrolment) -> Decimal:
    """Return what taking part costs somebody, by what they are there."""
    return fee(enrolment.course) if enrolment.role in rules.PAYING else Decimal(0)


def paid_lines(people: Sequence[Enrolment]) -> dict[int, list[OrderLine]]:
    """Return the lines of paid orders that each person's place and materials stand as, by the person's key. Two statements.

    Materials of a seat given up before are among them: they stay paid for, in case it is chosen again.
    """
    wanted = [(one.pk, one.order_id, one.course.fee_product_id) for one in people]
    chosen = Choice.objects.filter(enrolment__in=list(people), order__isnull=False).select_related("activity")
    wanted += [(choice.enrolment_id, choice.order_id, choice.activity.fee_product_id) for choice in chosen]
    pool: dict[tuple[int | None, int | None], list[OrderLine]] = defaultdict(list)
    orders = {order for _person, order, _product in wanted if order is not None}
    lines = OrderLine.objects.filter(order__in=orders, order__state=Order.State.PAID, cancelled_at=None)
    for line in lines.select_related("order__event__partner", "product", "ticket"):
        pool[line.order_id, line.product_id].append(line)
    found: dict[int, list[OrderLine]] = defaultdict(list)
    for person, order, product in wanted:
        if pool[order, product]:
            found[person].append(pool[order, product].pop(0))
    return found


# --- the desk -------------------------------------------------------------------------------------------------------


def state_counts(course: Course) -> dict[str, int]:
    """Return how many enrolments there are in each state; "" is all of them. One statement."""
    rows = dict(Enrolment.objects.filter(course=course).order_by().values_list("state").annotate(n=Count("pk")))
    return {"": sum(rows.values()), **rows}


@dataclass(frozen=True, slots=True)
class Bar:
    """A quota as the desk shows it."""

    quota: SeatQuota
    waiting: int


def bars(course: Course) -> list[Bar]:
    """Return the course's quotas with how many wait for a seat there. Two statements."""
    people = Enrolment.objects.filter(course=course, state=State.WAITING).order_by().values_list("country", "mode")
    waiting = [rules.Who(country, mode) for country, mode in people]
    found = list(SeatQuota.objects.filter(course=course))
    needed: Counter[int] = rules.demand(waiting, [rules.Seats(one.pk, one.country, one.mode, 0) for one in found])
    return [Bar(one, needed[one.pk]) for one in found]


def enrolment_at(course: Course, number: int) -> Enrolment | None:
    """Return one enrolment of a course by its number, with everything its page shows."""
    found = Enrolment.objects.filter(course=course, number=number)
    return found.select_related("course__event__partner", "course__product", "ticket", "order", "craft").first()


def same_person(course: Course, *, name: str, email: str) -> Enrolment | None:
    """Return the live enrolment of somebody of that name and address, in whatever script the name is written."""
    if not email:
        return None
    live = Enrolment.objects.filter(course=course, email__iexact=email).exclude(state__in=[State.DECLINED, State.WITHDRAWN])
    return next((one for one in live if fold(one.name) == fold(name)), None)


def products_that_admit(event: Event) -> QuerySet[Product]:
    """Return what a ticket of somebody enrolled can be issued for."""
    return Product.objects.filter(event=event, admits=True)


def live_of(email: str, at: datetime) -> QuerySet[Enrolment]:
    """Return the registrations of an address for events that are not over, the next event first."""
    found = Enrolment.objects.filter(email__iexact=email, course__event__ends_at__gt=at)
    found = found.exclude(state__in=[State.DECLINED, State.WITHDRAWN]).select_related("course__event")
    return found.order_by("course__event__starts_at", "number")[:50]


def tickets_for(one: Enrolment) -> QuerySet[Ticket]:
    """Return the valid tickets of those of a party whose letters go where this one's go, ready to be printed. Two statements."""
    party = party_of(one)
    to = address(party, one)
    keys = [other.ticket_id for other in party if other.ticket_id and address(party, other) == to]
    return tickets.with_code().filter(pk__in=keys, state=Ticket.State.VALID).order_by("pk")


def enrolled(course: Course) -> EnrolmentQuerySet:
    """Return who is enrolled at a course."""
    return Enrolment.objects.filter(course=course, state=State.ENROLLED)


def makes_work(course: Course) -> QuerySet[Enrolment]:
    """Return who makes something that is fired: everybody where the course says when it can be collected, else who chose so."""
    if course.collect_on:
        return enrolled(course)
    made = Choice.objects.filter(activity__course=course, activity__collects_work=True, state=Choice.State.SEATED)
    return enrolled(course).filter(pk__in=made.values("enrolment"))


def diets(course: Course) -> list[tuple[str, int]]:
    """Return how many ask for what, the most asked for first; the same words in other capitals are the same. One statement."""
    said: dict[str, list[str]] = {}
    for words in enrolled(course).exclude(diet="").values_list("diet", flat=True):
        said.setdefault(words.strip().casefold(), []).append(words.strip())
    return sorted(((words[0], len(words)) for words in said.values()), key=lambda one: (-one[1], one[0]))
