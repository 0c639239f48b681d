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
from ticketing.factories import PriceStepFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, Order, OrderLine, Product, Quota, Ticket
from ticketing.orders import operations as orders
from ticketing.vouchers import operations as vouchers

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


def test_the_last_cheap_places_are_sold_cheap_once(seat: Product):
    """The first twenty pay two, everybody after them three, however many come at once."""
    Product.objects.filter(pk=seat.pk).update(price=Decimal("3.00"))
    step = PriceStepFactory(product=seat, price=Decimal("2.00"), first=20)
    rush(lambda number: order(seat, count=1 + number % 2), 40)
    step.refresh_from_db()
    sold = OrderLine.objects.filter(cancelled_at=None)
    assert step.taken == sold.filter(price=Decimal("2.00")).count() == 20
    assert sold.filter(price=Decimal("3.00")).count() == Quota.objects.get().taken - 20 > 0


def test_a_voucher_for_ten_tickets_is_used_ten_times_and_its_kept_places_once(seat: Product):
    facts = {"kind": "percent", "value": 100, "quota": Quota.objects.get(), "reserved": 5, "uses_allowed": 10}
    (voucher,) = vouchers.make(event=seat.event, facts=facts, products=[], by="system", at=datetime.now(UTC))

    def with_code(_number: int) -> str:
        event = Event.objects.select_related("partner").get(pk=seat.event_id)
        wants = [orders.Want(product=seat.pk, variation=None, count=1)]
        try:
            orders.hold(
                event=event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=datetime.now(UTC), voucher=voucher.code
            )
        except vouchers.BadVoucher as refused:
            return refused.facts["fault"]
        return "held"

    assert rush(with_code, 60) == {"held": 10, "used_up": 50}
    voucher.refresh_from_db()
    assert (voucher.uses_left, voucher.kept, Quota.objects.get().taken) == (0, 0, 10)
