"""Reads of the waiting list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ticketing.catalogue.models import Product, Quota, QuotaItem
from ticketing.events.models import Event
from ticketing.waiting import rules
from ticketing.waiting.models import ClosedList, Wait, WaitingRule, Wish


def rule_of(event: Event) -> WaitingRule | None:
    """Return how the event's list works; None where it has none."""
    return WaitingRule.objects.filter(event=event).first()


def closed_products(event: Event) -> set[int]:
    """Return the products whose lists are closed."""
    return set(ClosedList.objects.filter(product__event=event).values_list("product_id", flat=True))


def line(event: Event) -> list[Wait]:
    """Return who waits for an offer, in order, with their wishes. Four statements."""
    return list(Wait.objects.filter(event=event, state=Wait.State.WAITING).prefetch_related("wishes__product", "wishes__variation"))


def as_parties(waits: Iterable[Wait], event: Event) -> list[rules.Party]:
    """Return the line with how many places of each quota everybody needs. One statement more."""
    items = list(QuotaItem.objects.filter(quota__event=event).values_list("quota_id", "product_id", "variation_id"))
    return [rules.Party(wait.pk, _demand(wait.wishes.all(), items)) for wait in waits]


def _demand(wishes: Iterable[Wish], items: Sequence[tuple[int, int, int | None]]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for wish in wishes:
        for quota, product, variation in items:
            if product == wish.product_id and variation in (None, wish.variation_id):
                found[quota] += wish.count
    return dict(found)


def wanted(parties: Iterable[rules.Party]) -> Counter[int]:
    """Return how many places of each quota the parties want together."""
    found: Counter[int] = Counter()
    for party in parties:
        found.update(party.demand)
    return found


def free(event: Event) -> dict[int, int]:
    """Return how many places each quota has left, also those kept for the line."""
    return {quota.pk: quota.left for quota in Quota.objects.filter(event=event)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: parties and places wanted before them that want some of the same."""

    parties: int
    people: int

    @property
    def number(self) -> int:
        return self.parties + 1


def place_of(wait: Wait) -> Place | None:
    """Return where somebody stands; None for who no longer waits. Three statements."""
    return places(wait.event).get(wait.pk)


def places(event: Event) -> dict[int, Place]:
    """Return where everybody in the line stands. Three statements."""
    waits = line(event)
    parties = as_parties(waits, event)
    people = {wait.pk: wait.people for wait in waits}
    found = {}
    for one in parties:
        before = rules.ahead(parties, one.id)
        found[one.id] = Place(len(before), sum(people[other] for other in before))
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """What the cockpit says of the list."""

    parties: int
    people: int
    offers: int
    offered_people: int


def figures(event: Event) -> Figures:
    """Return how many wait and how many have an offer. One statement."""
    waiting, offered = Q(state=Wait.State.WAITING), Q(state=Wait.State.OFFERED)
    row = (
        Wait.objects.filter(event=event)
        .order_by()
        .aggregate(
            waiting=Count("pk", filter=waiting),
            wanted=Sum("people", filter=waiting),
            offers=Count("pk", filter=offered),
            offered=Sum("people", filter=offered),
        )
    )
    return Figures(row["waiting"], row["wanted"] or 0, row["offers"], row["offered"] or 0)


def products_waited_for(event: Event) -> QuerySet[Product]:
    """Return the products somebody waits for or has waited for, each with `parties` and `places` still waited for."""
    waiting = Q(wishes__wait__state=Wait.State.WAITING)
    return (
        Product.objects.filter(event=event, wishes__isnull=False)
        .annotate(parties=Count("wishes__wait", filter=waiting, distinct=True), wanted=Sum("wishes__count", filter=waiting))
        .order_by("position", "pk")
    )


def with_offers(event: Event) -> list[Wait]:
    """Return those whose offers stand in the table as open, with their carts."""
    found = list(Wait.objects.filter(event=event, state=Wait.State.OFFERED).select_related("order"))
    for wait in found:
        wait.event = event
        if wait.order is not None:
            wait.order.event = event
    return found


def events_with_lists() -> QuerySet[Event]:
    """Return the events where somebody waits or has an offer."""
    live = Wait.objects.filter(event=OuterRef("pk"), state__in=[Wait.State.WAITING, Wait.State.OFFERED])
    return Event.objects.filter(Exists(live)).select_related("partner", "site").order_by("pk")
