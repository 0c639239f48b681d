"""Two hundred wait, fifty places are given back at once, and everybody reaches for them, each on a connection of their own."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Sum

from accounts.factories import PersonFactory
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, Order, OrderLine, Quota, Wait, WaitingRule, Wish
from ticketing.orders import operations as orders
from ticketing.waiting import operations as waiting
from ticketing.waiting import tasks
from ticketing.waiting.operations.states import keep_places

WAITING, PLACES = 200, 50
AT_ONCE = 12


def rush(jobs: list[Callable[[], str]]) -> Counter[str]:
    """Do the jobs, many at a time, and count what came out."""

    def on_own_connection(job: Callable[[], str]) -> str:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return Counter(people.map(on_own_connection, jobs))


def buy(event: int, product: int) -> str:
    at = datetime.now(UTC)
    try:
        cart = orders.hold(
            event=Event.objects.select_related("partner").get(pk=event),
            wants=[orders.Want(product, None, 1)],
            request_key=uuid.uuid4(),
            language="lv",
            by="visitor",
            at=at,
        )
    except SoldOut as refused:
        return refused.code
    holders = {line.pk: orders.Holder(name="Vera") for line in cart.lines.all()}
    return orders.place(order=cart, buyer=orders.Buyer(email="v@example.org", name="Vera"), holders=holders, by="visitor", at=at).state


@pytest.fixture
def crowd(transactional_db):
    """A sold-out workshop of fifty and two hundred groups of one to three who wait, without their letters."""
    now = datetime.now(UTC)
    event = EventFactory(starts_at=now + timedelta(days=30), ends_at=now + timedelta(days=31))
    product = ProductFactory(event=event)
    QuotaFactory(event=event, size=PLACES, products=[product])
    for _number in range(PLACES):
        buy(event.pk, product.pk)
    waiting.save_rule(event=event, facts={}, by="Anna", at=now)
    waits = Wait.objects.bulk_create(
        Wait(
            event=event, number=n, rank=n, secret=f"secret{n}", request_key=uuid.uuid4(), people=n % 3 + 1,
            name=f"Group {n}", email=f"group{n}@example.org", joined_at=now,
        )
        for n in range(1, WAITING + 1)
    )  # fmt: skip
    Wish.objects.bulk_create(Wish(wait=wait, product=product, count=wait.people) for wait in waits)
    keep_places(event)
    return event, product


def test_fifty_freed_places_go_to_the_line_in_its_order_and_to_nobody_else(crowd):
    event, product = crowd
    anna = PersonFactory()
    booked = list(Order.objects.select_related("event__partner"))

    def cancel(order: Order) -> Callable[[], str]:
        return lambda: orders.cancel(order=order, by=anna, at=datetime.now(UTC)).state

    jobs: list[Callable[[], str]] = []
    for number, order in enumerate(booked):
        jobs.append(cancel(order))
        jobs.append(lambda: buy(event.pk, product.pk))
        if number % 5 == 0:
            jobs.append(lambda: f"offered {tasks.attend() >= 0}")
    assert rush(jobs) == {"cancelled": PLACES, "sold_out": PLACES, "offered True": 10}
    tasks.attend()

    offered = Wait.objects.filter(state="offered")
    people = offered.aggregate(all=Sum("people"))["all"]
    first_left_out = Wait.objects.filter(state="waiting").order_by("rank").first()
    assert PLACES - first_left_out.people < people <= PLACES
    assert not offered.filter(rank__gt=first_left_out.rank).exists(), "somebody passed"
    quota = Quota.objects.get()
    assert quota.taken == people == OrderLine.objects.filter(order__state="held").count()
    assert quota.awaited == Wait.objects.filter(state="waiting").aggregate(all=Sum("people"))["all"]
    for wait in offered:
        assert wait.order.lines.count() == wait.people, "all of them or none"


def test_offers_declined_taken_and_lapsing_at_once_are_settled_once(crowd):
    _event, _product = crowd
    anna, now = PersonFactory(), datetime.now(UTC)
    for order in Order.objects.select_related("event__partner"):
        orders.cancel(order=order, by=anna, at=now)
    tasks.attend()
    offered = list(Wait.objects.filter(state="offered").select_related("order", "event__partner").order_by("rank"))

    def take(wait: Wait) -> Callable[[], str]:
        def act() -> str:
            order = Order.objects.select_related("event__partner").get(pk=wait.order_id)
            holders = {line.pk: orders.Holder(name="G") for line in order.lines.all()}
            buyer = orders.Buyer(email=wait.email, name=wait.name)
            return orders.place(order=order, buyer=buyer, holders=holders, by="visitor", at=now).state

        return act

    def decline(wait: Wait) -> Callable[[], str]:
        return lambda: waiting.decline(wait=wait, by="visitor", at=datetime.now(UTC)).state

    jobs: list[Callable[[], str]] = []
    for number, wait in enumerate(offered):
        jobs += [take(wait)] if number % 2 else [decline(wait), decline(wait)]
        if number % 6 == 0:
            jobs.append(lambda: f"attended {tasks.attend() >= 0}")
    rush(jobs)
    tasks.attend()
    placed = OrderLine.objects.filter(order__state="placed", cancelled_at=None).count()
    held = OrderLine.objects.filter(order__state="held").count()
    quota = Quota.objects.get()
    assert quota.taken == placed + held <= PLACES
    assert Wait.objects.filter(state="taken").count() == len(offered) // 2
    assert Wait.objects.filter(state="declined").count() == len(offered) - len(offered) // 2
    assert WaitingRule.objects.count() == 1
