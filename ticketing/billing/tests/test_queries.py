from decimal import Decimal

import pytest

from ticketing.billing import operations as billing
from ticketing.billing import queries
from ticketing.factories import OrderFactory
from ticketing.models import Order, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def pay(order, anna, now):
    return lambda amount, **more: billing.record(
        **{"order": order, "provider": "manual", "amount": Decimal(amount), "reference": "", "by": anna, "at": now, **more}
    )


def test_what_is_owed_is_less_by_what_came_in_part(order, pay):
    assert queries.outstanding(order.event) == {"EUR": Decimal("6.00")}
    pay("2.50")
    assert queries.outstanding(order.event) == {"EUR": Decimal("3.50")}
    assert queries.received(order.event) == {"EUR": Decimal("2.50")}
    pay("3.50")
    assert queries.outstanding(order.event) == {"EUR": Decimal("0.00")}


def test_what_is_kept_of_a_cancelled_part_is_owed_with_the_rest(order, pay):
    Order.objects.filter(pk=order.pk).update(kept=Decimal("1.00"))
    pay("6.00")
    order.refresh_from_db()
    assert (order.state, queries.owed(order), queries.outstanding(order.event)) == ("placed", Decimal("1.00"), {"EUR": Decimal("1.00")})
    assert not queries.unsettled(order.event).exists()
    pay("1.00")
    order.refresh_from_db()
    assert (order.state, order.cost, queries.outstanding(order.event)) == ("paid", Decimal("7.00"), {"EUR": Decimal("0.00")})
    assert not queries.unsettled(order.event).exists()


def test_a_paid_order_that_costs_less_now_holds_too_much(order, pay, anna, now):
    pay("6.00")
    assert not queries.unsettled(order.event).exists()
    orders.cancel_ticket(ticket=Ticket.objects.first(), by=anna, at=now)
    assert [found.paid for found in queries.unsettled(order.event)] == [Decimal("6.00")]


def test_tenths_that_do_not_add_up_in_binary_are_no_money_too_much(order, pay):
    Order.objects.filter(pk=order.pk).update(total=Decimal("0.30"))
    pay("0.10")
    pay("0.20")
    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert not queries.unsettled(order.event).exists()


def test_money_is_added_up_by_way_and_by_product(order, pay, anna, now):
    pay("4.00")
    pay("2.00", provider="cash")
    billing.refund(order=order, provider="cash", amount=Decimal("0.50"), reference="", by=anna, at=now)
    assert [(flow.name, flow.count, flow.came, flow.went, flow.stayed) for flow in queries.by_provider(order.event)] == [
        ("cash", 2, Decimal("2.00"), Decimal("-0.50"), Decimal("1.50")),
        ("manual", 1, Decimal("4.00"), Decimal("0.00"), Decimal("4.00")),
    ]
    assert [(flow.count, flow.came) for flow in queries.by_product(order.event)] == [(2, Decimal("6.00"))]


@pytest.mark.parametrize("words", ["Щукина", "bank-17", "half", "vera half"])
def test_the_ledger_is_searched_by_buyer_reference_and_note(order, pay, words):
    payment = pay("1.00", reference="BANK-17", note="first half")
    assert list(queries.ledger(order.event, words=words)) == [payment]
    assert not queries.ledger(order.event, words=words, provider="cash").exists()


def test_the_ledger_of_others_stays_theirs(order, pay):
    pay("1.00")
    assert not queries.ledger(OrderFactory().event).exists()
