"""Money that comes late: the order lives again where its places are free, and only there."""

import threading
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accounts.history.models import Entry
from accounts.partners.models import Partner
from common.errors import Stale
from common.outbox.models import Message
from ticketing import signals
from ticketing.door import operations as door
from ticketing.door.access import hashed
from ticketing.door.rules import Reason, Verdict
from ticketing.door.tests.conftest import KEY, code_of
from ticketing.door.tests.conftest import now as clock
from ticketing.events.operations import Locked
from ticketing.factories import DeviceFactory, GateFactory, ProductFactory, QuestionFactory
from ticketing.models import Answer, Event, Order, Quota, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def lapsed(buy):
    """`lapsed(product, count)` is an order whose time to pay ran out."""

    def lapse(product, count=1):
        order = buy(product, count)
        assert orders.lapse(order=order, at=order.expires_at)
        return order

    return lapse


def taken() -> int:
    return Quota.objects.get().taken


def test_the_order_is_paid_its_places_taken_and_its_tickets_mailed(lapsed, day_ticket, places, now):
    order = lapsed(day_ticket, 2)
    assert taken() == 0
    orders.revive(order=order, by="system", at=now)
    order.refresh_from_db()
    assert (order.state, order.expires_at, order.closed_at, taken()) == (Order.State.PAID, None, now, 2)
    assert Message.objects.get(kind="order.confirmed").state == Message.State.WAITING
    assert Entry.objects.filter(action="order.revived", about=f"order:{order.pk}").exists()
    assert not order.lines.exclude(cancelled_at=None).exists()


def test_the_same_people_get_new_tickets_and_the_old_ones_stay_cancelled(lapsed, day_ticket, now):
    order = lapsed(day_ticket)
    old = Ticket.objects.get()
    orders.revive(order=order, by="system", at=now)
    new = order.lines.get().ticket
    old.refresh_from_db()
    assert (new.state, old.state, new.changed_at) == ("valid", "cancelled", now)
    assert new.pk != old.pk
    assert (new.name, new.name_other, new.search) == (old.name, old.name_other, old.search)


def test_the_gate_admits_the_new_code_and_refuses_the_old_paper(lapsed, day_ticket):
    order = lapsed(day_ticket)
    old = Ticket.objects.get()
    orders.revive(order=order, by="system", at=clock())
    gate = GateFactory(event=order.event, products=[day_ticket])
    DeviceFactory(event=order.event, gate=gate, key_hash=hashed(KEY), paired_at=clock())
    opens = order.event.starts_at

    def scan(ticket):
        answer = door.scan(key=KEY, code=code_of(ticket), nonce=uuid.uuid4(), at=opens)
        return answer.verdict, answer.reason

    assert scan(old) == (Verdict.REFUSE, Reason.CANCELLED)
    assert scan(order.lines.get().ticket) == (Verdict.ADMIT, Reason.OK)


def test_what_the_gate_is_to_see_comes_along(fill_cart, place, day_ticket, now):
    question = QuestionFactory(event=day_ticket.event, show_at_door=True, products=[day_ticket])
    order = place(fill_cart(day_ticket))
    Answer.objects.create(line=order.lines.get(), question=question, value="latviski")
    Ticket.objects.update(answers=[["Valoda", "latviski"]], attention="ratiņkrēsls")
    orders.lapse(order=order, at=order.expires_at)
    orders.revive(order=order, by="system", at=now)
    ticket = order.lines.get().ticket
    assert (ticket.answers[0][1], ticket.attention) == ("latviski", "ratiņkrēsls")


def test_a_ticket_cancelled_before_the_order_lapsed_stays_cancelled(buy, day_ticket, places, now):
    order = buy(day_ticket, 2)
    given_up = order.lines.first()
    orders.cancel_ticket(ticket=given_up.ticket, by="visitor", at=now)
    order.refresh_from_db()
    orders.lapse(order=order, at=order.expires_at)
    orders.revive(order=order, by="system", at=now)
    given_up.refresh_from_db()
    assert given_up.cancelled_at == now
    assert (taken(), Ticket.objects.filter(state="valid").count(), order.total) == (1, 1, Decimal("3.00"))


def test_where_a_place_has_gone_everything_stays_as_it_was(lapsed, buy, day_ticket, places, now):
    order = lapsed(day_ticket, 2)
    buy(day_ticket, 2)
    with pytest.raises(orders.SoldOut):
        orders.revive(order=order, by="system", at=now)
    assert order.state == Order.State.LAPSED
    order.refresh_from_db()
    assert (order.state, taken()) == (Order.State.LAPSED, 2)
    assert Ticket.objects.filter(order_line__order=order, state="cancelled").count() == 2
    assert not Message.objects.filter(kind="order.confirmed").exists()


def test_a_cart_that_ran_out_does_not_stand_in_the_way(lapsed, fill_cart, day_ticket, places, now):
    order = lapsed(day_ticket, 2)
    cart = fill_cart(day_ticket, 2)
    orders.revive(order=order, by="system", at=cart.expires_at)
    cart.refresh_from_db()
    assert (order.state, cart.state, taken()) == (Order.State.PAID, Order.State.LAPSED, 2)


@pytest.mark.parametrize("state", [Event.State.CANCELLED, Event.State.FINISHED])
def test_nobody_is_sold_a_place_at_an_event_that_is_not_held(lapsed, day_ticket, now, state):
    order = lapsed(day_ticket)
    order.event.state = state
    with pytest.raises(orders.NotRevivable):
        orders.revive(order=order, by="system", at=now)


def test_nobody_is_sold_a_place_at_an_event_that_is_over(lapsed, day_ticket):
    order = lapsed(day_ticket)
    with pytest.raises(orders.NotRevivable):
        orders.revive(order=order, by="system", at=order.event.ends_at)


def test_a_suspended_partner_sells_nothing(lapsed, day_ticket, now):
    order = lapsed(day_ticket)
    Partner.objects.update(state=Partner.State.SUSPENDED, suspended_from="2020-01-01", suspension_reason="by order of the court")
    order.event.partner.refresh_from_db()
    with pytest.raises(Locked):
        orders.revive(order=order, by="system", at=now)


def test_a_fee_whose_purpose_was_given_up_is_not_revived(fair, now):
    order = orders.charge(
        event=fair,
        charges=[orders.Charge(ProductFactory(event=fair, admits=False), Decimal("30.00"))],
        buyer=orders.Buyer("vera@example.org", "Vera Ščukina"),
        language="lv",
        until=now + timedelta(days=1),
        request_key=uuid.uuid5(uuid.NAMESPACE_OID, "fee"),
        by="system",
        at=now,
    )
    orders.lapse(order=order, at=order.expires_at)
    with pytest.raises(orders.NotRevivable):
        orders.revive(order=order, by="system", at=now)


def test_a_cart_that_lapsed_never_becomes_an_order(fill_cart, day_ticket, now):
    cart = fill_cart(day_ticket)
    orders.drop(order=cart, by="visitor", at=now)
    with pytest.raises(Stale):
        orders.revive(order=cart, by="system", at=now)


def test_an_order_is_revived_once(lapsed, day_ticket, places, now):
    order = lapsed(day_ticket)
    orders.revive(order=order, by="system", at=now)
    with pytest.raises(Stale):
        orders.revive(order=order, by="system", at=now)
    assert (taken(), Ticket.objects.filter(state="valid").count()) == (1, 1)


def test_who_hears_the_news_upstairs_and_fails_takes_it_all_back(lapsed, day_ticket, places, now):
    def broken(**news):
        raise RuntimeError("upstairs")

    order = lapsed(day_ticket)
    signals.order_paid.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            orders.revive(order=order, by="system", at=now)
    finally:
        signals.order_paid.disconnect(broken)
    order.refresh_from_db()
    assert (order.state, taken()) == (Order.State.LAPSED, 0)


@pytest.mark.django_db(transaction=True)
def test_for_the_last_place_a_late_payment_and_a_new_cart_race_and_one_wins(lapsed, fill_cart, day_ticket, places, now):
    Quota.objects.update(size=1)
    order = lapsed(day_ticket)
    gate_open, won = threading.Barrier(2), []

    def racer(name, run):
        def go():
            try:
                gate_open.wait()
                run()
                won.append(name)
            except orders.SoldOut:
                pass
            finally:
                connection.close()

        return threading.Thread(target=go)

    racers = [
        racer("payment", lambda: orders.revive(order=Order.objects.get(pk=order.pk), by="system", at=now)),
        racer("cart", lambda: fill_cart(day_ticket)),
    ]
    for one in racers:
        one.start()
    for one in racers:
        one.join()
    order.refresh_from_db()
    assert len(won) == 1
    assert taken() == 1
    assert (order.state == Order.State.PAID) == (won == ["payment"])
    assert Ticket.objects.filter(state="valid").count() == (won == ["payment"])
