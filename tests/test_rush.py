"""The rush: a workshop opens its fifty places and everybody comes at once, each on a connection of their own."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import ProductFactory, QuotaFactory
from ticketing.models import Event, Order, OrderLine, Product, Quota, Ticket
from ticketing.orders import operations as orders

PLACES = 50
BUYERS = 200
AT_ONCE = 40
"""Connections open at the same time; a server has about so many, however many people wait in front of it."""


def rush(job: Callable[[int], str], times: int) -> Counter[str]:
    """Do `job` many times, `AT_ONCE` at a time, and count what came out."""

    def on_own_connection(number: int) -> str:
        try:
            return job(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return Counter(people.map(on_own_connection, range(times)))


@pytest.fixture
def seat(transactional_db: None) -> Iterator[Product]:
    product = ProductFactory(price=Decimal("0.00"))
    QuotaFactory(event=product.event, size=PLACES, products=[product])
    return product


def order(seat: Product, *, key: uuid.UUID | None = None, count: int = 1) -> str:
    """Hold and place as one visitor's browser would; return the end of it in a word."""
    event = Event.objects.select_related("partner").get(pk=seat.event_id)
    wants = [orders.Want(product=seat.pk, variation=None, count=count)]
    at = datetime.now(UTC)
    try:
        cart = orders.hold(event=event, wants=wants, request_key=key or uuid.uuid4(), language="lv", by="visitor", at=at)
    except SoldOut as refused:
        return refused.code
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    return orders.place(
        order=cart, buyer=orders.Buyer(email="vera@example.org", name="Vera Ščukina"), holders=holders, by="visitor", at=at
    ).state


def test_two_hundred_at_once_get_exactly_the_fifty_places(seat: Product):
    assert rush(lambda _number: order(seat), BUYERS) == {"paid": PLACES, "sold_out": BUYERS - PLACES}
    assert Quota.objects.get().taken == OrderLine.objects.count() == Ticket.objects.filter(state="valid").count() == PLACES


def test_orders_of_several_never_split_the_last_places(seat: Product):
    rush(lambda number: order(seat, count=3 + number % 2), 60)
    taken = Quota.objects.get().taken
    assert PLACES - 3 <= taken <= PLACES
    assert taken == Ticket.objects.filter(state="valid").count()


def test_one_form_sent_twenty_times_at_once_makes_one_order(seat: Product):
    key = uuid.uuid4()
    assert rush(lambda _number: order(seat, key=key), 20) == {"paid": 20}
    assert (Order.objects.count(), Ticket.objects.count(), Quota.objects.get().taken) == (1, 1, 1)


def test_products_on_two_quotas_do_not_block_each_other(seat: Product):
    other = ProductFactory(event=seat.event, price=Decimal("0.00"))
    QuotaFactory(event=seat.event, size=PLACES, products=[other, seat])
    assert rush(lambda number: order((seat, other)[number % 2]), BUYERS)["paid"] == PLACES
    assert Quota.objects.aggregate(most=Sum("taken"))["most"] <= 2 * PLACES


def test_cancelled_and_ordered_at_once_the_count_stays_true(seat: Product):
    rush(lambda _number: order(seat), PLACES)
    booked = list(Order.objects.select_related("event__partner"))

    def cancel_or_order(number: int) -> str:
        if number % 2:
            return order(seat)
        return orders.cancel(order=booked[number // 2], by="visitor", at=datetime.now(UTC)).state

    outcomes = rush(cancel_or_order, 80)
    live = Ticket.objects.filter(state="valid").count()
    assert outcomes["cancelled"] == 40
    assert Quota.objects.get().taken == live == PLACES - 40 + outcomes["paid"]
