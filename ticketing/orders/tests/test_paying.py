from datetime import timedelta

import pytest

from accounts.history.models import Entry
from common.errors import Stale
from common.outbox.models import Message
from ticketing import signals
from ticketing.models import Order, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def test_a_paid_order_makes_its_tickets_valid_and_mails_them(buy, day_ticket, now):
    order = buy(day_ticket, 2)
    orders.mark_paid(order=order, by="system", at=now)
    order.refresh_from_db()
    assert (order.state, order.expires_at, order.closed_at) == (Order.State.PAID, None, now)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert Message.objects.get(kind="order.confirmed").state == Message.State.WAITING
    assert Entry.objects.filter(action="order.paid", about=f"order:{order.pk}").exists()


def test_an_order_is_paid_once(buy, day_ticket, now):
    order = buy(day_ticket)
    orders.mark_paid(order=order, by="system", at=now)
    with pytest.raises(Stale):
        orders.mark_paid(order=order, by="system", at=now)
    assert Message.objects.filter(kind="order.confirmed").count() == 1


def test_a_lapsed_order_cannot_be_paid(buy, day_ticket, now):
    order = buy(day_ticket)
    assert orders.lapse(order=order, at=order.expires_at)
    with pytest.raises(Stale):
        orders.mark_paid(order=order, by="system", at=now)


def test_who_hears_the_news_upstairs_and_fails_takes_the_payment_back(buy, day_ticket, now):
    def broken(**news):
        raise RuntimeError("upstairs")

    order = buy(day_ticket)
    signals.order_paid.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            orders.mark_paid(order=order, by="system", at=now)
    finally:
        signals.order_paid.disconnect(broken)
    order.refresh_from_db()
    assert order.state == Order.State.PLACED
    assert Ticket.objects.get().state == Ticket.State.UNPAID


def test_choosing_cash_keeps_the_places_until_the_gate(buy, day_ticket, now):
    order = buy(day_ticket)
    until = now + timedelta(days=9)
    orders.choose_payment(order=order, provider="cash", until=until, by="visitor", at=now)
    order.refresh_from_db()
    assert (order.provider, order.expires_at) == ("cash", until)


def test_a_way_to_pay_is_chosen_only_while_the_order_waits(fill_cart, day_ticket, now):
    with pytest.raises(Stale):
        orders.choose_payment(order=fill_cart(day_ticket), provider="cash", until=None, by="visitor", at=now)
