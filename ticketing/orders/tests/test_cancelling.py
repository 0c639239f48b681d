from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.factories import PersonFactory
from common.errors import Stale
from common.outbox.models import Message
from ticketing.factories import ProductFactory, VariationFactory
from ticketing.models import Order, OrderLine, Ticket
from ticketing.orders import operations as orders
from ticketing.orders import rules
from ticketing.orders.operations.cancelling import TooLate

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return PersonFactory(email="anna@example.org")


def tickets_of(order):
    return list(Ticket.objects.filter(order_line__order=order).select_related("event", "product").order_by("pk"))


def test_a_cancelled_order_gives_its_places_back_and_its_tickets_admit_no_more(buy, day_ticket, places, now, anna):
    order = buy(day_ticket, 3)
    orders.cancel(order=order, by=anna, at=now, reason="asked by phone")
    places.refresh_from_db()
    assert (order.state, places.taken) == (Order.State.CANCELLED, 0)
    assert {ticket.state for ticket in tickets_of(order)} == {"cancelled"}
    assert Message.objects.filter(kind="order.cancelled", to=order.email).count() == 1


def test_cancelling_twice_gives_nothing_back_twice(buy, day_ticket, places, now, anna):
    kept, order = buy(day_ticket, 2), buy(day_ticket, 1)
    orders.cancel(order=order, by=anna, at=now)
    with pytest.raises(Stale):
        orders.cancel(order=order, by=anna, at=now)
    places.refresh_from_db()
    assert (kept.state, places.taken) == (Order.State.PLACED, 2)


def test_a_cart_is_not_cancelled_but_lapses(fill_cart, day_ticket, now, anna):
    with pytest.raises(Stale):
        orders.cancel(order=fill_cart(day_ticket), by=anna, at=now)


def test_a_buyer_may_cancel_until_the_products_date_and_staff_at_any_time(buy, fair, now, anna):
    product = ProductFactory(event=fair, cancel_until=now + timedelta(hours=1))
    order = buy(product)
    with pytest.raises(TooLate):
        orders.cancel(order=order, by="visitor", at=now + timedelta(hours=1))
    assert orders.cancel(order=order, by=anna, at=now + timedelta(hours=1)).state == Order.State.CANCELLED


def test_one_ticket_of_two_is_cancelled_alone_and_the_order_costs_less(buy, day_ticket, places, now, anna):
    order = buy(day_ticket, 2)
    first, second = tickets_of(order)
    orders.cancel_ticket(ticket=first, by=anna, at=now)
    order.refresh_from_db()
    places.refresh_from_db()
    second.refresh_from_db()
    assert (order.state, order.total, places.taken, second.state) == (Order.State.PLACED, Decimal("3.00"), 1, "unpaid")
    assert Message.objects.filter(kind="ticket.cancelled").count() == 1


def test_cancelling_one_ticket_twice_does_not_take_the_other_one_along(buy, day_ticket, places, now, anna):
    order = buy(day_ticket, 2)
    first, second = tickets_of(order)
    orders.cancel_ticket(ticket=first, by=anna, at=now)
    with pytest.raises(Stale):
        orders.cancel_ticket(ticket=first, by=anna, at=now)
    order.refresh_from_db()
    second.refresh_from_db()
    places.refresh_from_db()
    assert (order.state, second.state, places.taken) == (Order.State.PLACED, "unpaid", 1)


def test_with_its_last_ticket_the_order_is_cancelled(buy, day_ticket, places, now, anna):
    order = buy(day_ticket, 2)
    for ticket in tickets_of(order):
        orders.cancel_ticket(ticket=ticket, by=anna, at=now)
    order.refresh_from_db()
    places.refresh_from_db()
    assert (order.state, places.taken) == (Order.State.CANCELLED, 0)
    assert Message.objects.filter(kind="order.cancelled").count() == 1


def test_a_ticket_of_a_paid_order_leaves_it_paid_and_costing_less(buy, day_ticket, now, anna):
    order = buy(day_ticket, 2)
    orders.mark_paid(order=order, by=anna, at=now)
    orders.cancel_ticket(ticket=tickets_of(order)[0], by=anna, at=now)
    order.refresh_from_db()
    assert (order.state, order.total) == (Order.State.PAID, Decimal("3.00"))


def test_an_order_with_only_free_tickets_left_waits_for_no_money(fair, day_ticket, now, anna, place):
    child = VariationFactory(product=day_ticket, price=Decimal("0.00"))
    wants = [orders.Want(day_ticket.pk, None, 1), orders.Want(day_ticket.pk, child.pk, 1)]
    key = "00000000-0000-4000-8000-000000000001"
    order = place(orders.hold(event=fair, wants=wants, request_key=key, language="lv", by="visitor", at=now))
    grown_up, little = tickets_of(order)
    orders.cancel_ticket(ticket=grown_up, by=anna, at=now)
    order.refresh_from_db()
    little.refresh_from_db()
    assert (order.state, little.state) == (Order.State.PAID, "valid")


def test_a_ticket_of_a_lapsed_order_cannot_be_cancelled(buy, day_ticket, anna):
    order = buy(day_ticket, 2)
    orders.lapse(order=order, at=order.expires_at)
    with pytest.raises(Stale):
        orders.cancel_ticket(ticket=tickets_of(order)[0], by=anna, at=order.closed_at)


def test_an_unpaid_order_lapses_at_its_hour_and_its_buyer_is_told(buy, day_ticket, places):
    order = buy(day_ticket, 2)
    deadline = order.expires_at
    assert not orders.lapse(order=order, at=deadline - timedelta(seconds=1))
    assert orders.lapse(order=order, at=deadline)
    places.refresh_from_db()
    assert (order.state, places.taken) == (Order.State.LAPSED, 0)
    assert {ticket.state for ticket in tickets_of(order)} == {"cancelled"}
    assert Message.objects.filter(kind="order.lapsed").count() == 1
    assert not orders.lapse(order=order, at=deadline)


def test_an_expired_cart_lapses_without_a_word(fill_cart, day_ticket, places, now):
    fill_cart(day_ticket, 2)
    assert orders.drop_expired(at=now + rules.HOLD) == 1
    places.refresh_from_db()
    assert (places.taken, Message.objects.count()) == (0, 0)
    assert not OrderLine.objects.filter(cancelled_at=None).exists()


def test_an_order_paid_in_the_last_second_does_not_lapse(buy, day_ticket, now):
    order = buy(day_ticket)
    as_the_worker_read_it, deadline = Order.objects.get(pk=order.pk), order.expires_at
    orders.mark_paid(order=order, by="system", at=now)
    assert not orders.lapse(order=as_the_worker_read_it, at=deadline)


def test_expired_orders_are_dropped_oldest_first_and_only_some_at_a_time(fill_cart, day_ticket, now):
    carts = [fill_cart(day_ticket, at=now - timedelta(minutes=minutes)) for minutes in (30, 40, 50)]
    assert orders.drop_expired(at=now, limit=2) == 2
    carts[0].refresh_from_db()
    assert carts[0].state == Order.State.HELD
    assert orders.drop_expired(at=now) == 1
