from decimal import Decimal

import pytest
from django.db import IntegrityError

from accounts.history.models import Entry
from common.errors import Invalid, Stale
from ticketing import signals
from ticketing.billing import operations as billing
from ticketing.billing import queries
from ticketing.factories import QuotaFactory
from ticketing.models import Event, Order, Payment, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def pay(order, anna, now):
    def record(amount="6.00", **more):
        said = {"order": order, "provider": "manual", "reference": "", "by": anna, "at": now}
        return billing.record(amount=Decimal(amount), **{**said, **more})

    return record


@pytest.fixture
def send_back(order, anna, now):
    def refund(amount, **more):
        said = {"order": order, "provider": "manual", "reference": "", "by": anna, "at": now}
        return billing.refund(amount=Decimal(amount), **{**said, **more})

    return refund


def test_the_whole_amount_makes_the_order_paid(order, pay, anna):
    payment = pay(reference="2026-17")
    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert (payment.amount, payment.currency, payment.recorded_by) == (Decimal("6.00"), "EUR", anna)
    assert Entry.objects.get(action="payment.recorded").after["amount"] == "6.00"


def test_two_parts_make_a_whole(order, pay):
    pay("2.50")
    order.refresh_from_db()
    assert order.state == Order.State.PLACED
    pay("3.50")
    order.refresh_from_db()
    assert order.state == Order.State.PAID


def test_payments_without_a_reference_get_one_of_their_own(order, pay):
    assert [pay("1.00").reference, pay("1.00").reference] == [f"{order.code}-1", f"{order.code}-2"]


@pytest.mark.parametrize("amount", ["0.00", "-6.00"])
def test_nothing_and_less_than_nothing_is_no_payment(pay, amount):
    with pytest.raises(Invalid) as refused:
        pay(amount)
    assert (refused.value.code, refused.value.field) == ("not_positive", "amount")


def test_an_unknown_way_to_pay_is_refused(pay):
    with pytest.raises(Invalid) as refused:
        pay(provider="shells")
    assert refused.value.field == "provider"


def test_the_same_line_of_the_bank_is_recorded_once(pay):
    pay("1.00", reference="2026-17")
    with pytest.raises(Invalid) as refused:
        pay("1.00", reference="2026-17")
    assert refused.value.code == "recorded_before"
    assert Payment.objects.count() == 1
    assert pay("1.00", reference="2026-17", provider="cash")


def test_money_for_a_lapsed_order_whose_places_are_free_lets_it_live_again(order, pay):
    orders.lapse(order=order, at=order.expires_at)
    pay("2.00")
    order.refresh_from_db()
    assert order.state == Order.State.LAPSED
    pay("4.00")
    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert not queries.unsettled(order.event).exists()


def test_money_for_a_lapsed_order_whose_places_have_gone_is_kept_and_stands_out(order, pay):
    orders.lapse(order=order, at=order.expires_at)
    QuotaFactory(event=order.event, size=1, products=[order.lines.first().product])
    pay()
    order.refresh_from_db()
    assert order.state == Order.State.LAPSED
    assert [(found.pk, found.paid) for found in queries.unsettled(order.event)] == [(order.pk, Decimal("6.00"))]


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"state": "finished"}])
def test_money_for_a_lapsed_order_of_an_event_that_is_not_held_is_kept(order, pay, facts):
    orders.lapse(order=order, at=order.expires_at)
    Event.objects.filter(pk=order.event_id).update(**facts)
    order.event.refresh_from_db()
    pay()
    order.refresh_from_db()
    assert (order.state, queries.balance(order)) == (Order.State.LAPSED, Decimal("6.00"))


def test_money_whose_booking_failed_is_kept_stands_out_and_is_booked_later(order, pay, anna, now):
    def broken(**news):
        raise RuntimeError("upstairs")

    signals.order_paid.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            pay()
    finally:
        signals.order_paid.disconnect(broken)
    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == (Order.State.PLACED, 1)
    assert list(queries.unsettled(order.event)) == [order]
    assert billing.settle(order=order, by=anna, at=now)
    assert order.state == Order.State.PAID
    assert not queries.unsettled(order.event).exists()


def test_nothing_is_booked_before_all_of_it_is_there(order, pay, anna, now):
    pay("5.99")
    assert not billing.settle(order=order, by=anna, at=now)


def test_a_refund_is_a_line_below_zero_and_leaves_the_order_as_it_is(order, pay, send_back):
    pay()
    assert send_back("2.00").amount == Decimal("-2.00")
    order.refresh_from_db()
    assert (queries.balance(order), order.state) == (Decimal("4.00"), Order.State.PAID)


@pytest.mark.parametrize(("amount", "code"), [("0.00", "not_positive"), ("-1.00", "not_positive"), ("6.01", "above_paid")])
def test_no_more_goes_back_than_came(pay, send_back, amount, code):
    pay()
    with pytest.raises(Invalid) as refused:
        send_back(amount)
    assert (refused.value.code, refused.value.field) == (code, "amount")


def test_a_refund_with_a_known_reference_is_refused_and_changes_nothing(pay, send_back, order):
    pay(reference="2026-17")
    with pytest.raises(Invalid) as refused:
        send_back("1.00", reference="2026-17")
    assert refused.value.code == "recorded_before"
    assert queries.balance(order) == Decimal("6.00")


def test_cash_at_the_gate_keeps_the_places_to_the_end(order, now):
    billing.choose(order=order, provider="cash", by="visitor", at=now)
    order.refresh_from_db()
    assert (order.provider, order.expires_at) == ("cash", order.event.ends_at)


def test_nobody_pays_cash_at_an_event_without_a_gate(order, now):
    order.event.mode = Event.Mode.ONLINE
    with pytest.raises(billing.NotOffered):
        billing.choose(order=order, provider="cash", by="visitor", at=now)


def test_a_way_to_pay_cannot_be_chosen_for_a_paid_order(order, pay, now):
    pay()
    order.refresh_from_db()
    with pytest.raises(Stale):
        billing.choose(order=order, provider="cash", by="visitor", at=now)


def test_the_ledger_holds_no_line_of_nothing_and_no_reference_twice(pay):
    payment = pay("1.00", reference="2026-17")
    other = pay("1.00")
    with pytest.raises(IntegrityError):
        Payment.objects.filter(pk=other.pk).update(reference=payment.reference)


def test_a_line_of_nothing_breaks_a_constraint(pay):
    payment = pay("1.00")
    with pytest.raises(IntegrityError):
        Payment.objects.filter(pk=payment.pk).update(amount=0)
