from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from common.errors import Invalid
from common.outbox.models import Message
from ticketing.billing import queries as ledger
from ticketing.models import Event, Ladder, Order, Refund, Ticket
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds
from ticketing.refunds import queries, rules, terms
from ticketing.refunds.rules import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(fair):
    """`far(40)` puts the fair so many days away."""

    def move(days):
        shift = timedelta(days=days - 1)
        Event.objects.filter(pk=fair.pk).update(starts_at=fair.starts_at + shift, ends_at=fair.ends_at + shift)
        fair.refresh_from_db()

    return move


def read(order):
    return Order.objects.select_related("event__partner").get(pk=order.pk)


@pytest.mark.parametrize(("days", "back"), [(90, "6.00"), (40, "3.00")])
def test_a_buyer_who_cancels_gets_back_what_the_ladder_says(paid, far, now, days, back):
    far(days)
    orders.cancel(order=read(paid), by="visitor", at=now)
    refund = Refund.objects.get()
    order = read(paid)
    assert (refund.amount, refund.reason, order.kept) == (Decimal(back), "cancelled", Decimal("6.00") - Decimal(back))
    assert queries.surplus(order) == 0
    assert not ledger.unsettled(order.event).filter(paid__lte=order.kept).exists()
    assert Message.objects.filter(kind="refund.owed", to=order.email).count() == 1


def test_who_cancels_too_late_gets_nothing_and_the_books_are_settled(paid, far, now):
    far(10)
    orders.cancel(order=read(paid), by="visitor", at=now)
    assert not Refund.objects.exists()
    assert read(paid).kept == Decimal("6.00")
    assert not ledger.unsettled(paid.event)


def test_what_the_organiser_cancels_goes_back_whole(paid, far, anna, now):
    far(10)
    orders.cancel(order=read(paid), by=anna, at=now)
    assert (Refund.objects.get().amount, Refund.objects.get().reason) == (Decimal("6.00"), "by_organiser")


def test_staff_may_cancel_by_the_conditions_at_the_buyers_wish(paid, far, anna, now):
    far(40)
    orders.cancel(order=read(paid), by=anna, at=now, whole=False)
    assert (Refund.objects.get().amount, Refund.objects.get().reason) == (Decimal("3.00"), "cancelled")


def test_at_a_cancelled_event_everything_goes_back(paid, far, now):
    far(10)
    Event.objects.filter(pk=paid.event_id).update(state="cancelled")
    orders.cancel(order=read(paid), by="visitor", at=now)
    assert (Refund.objects.get().amount, Refund.objects.get().reason) == (Decimal("6.00"), "event_cancelled")


def test_one_ticket_of_two_goes_back_alone(paid, far, now):
    far(40)
    ticket = Ticket.objects.filter(order_line__order=paid).first()
    orders.cancel_ticket(ticket=ticket, by="visitor", at=now)
    order = read(paid)
    assert (Refund.objects.get().amount, order.kept, order.total) == (Decimal("1.50"), Decimal("1.50"), Decimal("3.00"))
    assert order.state == Order.State.PAID
    orders.cancel(order=order, by="visitor", at=now)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [Decimal("1.50"), Decimal("1.50")]
    assert queries.free(read(paid)) == read(paid).kept == Decimal("3.00")


def test_a_part_paid_for_an_order_nobody_wants_goes_back_whole(buy, pay, far, now):
    order = buy()
    pay(order, "2.00")
    far(10)
    orders.cancel(order=read(order), by="visitor", at=now)
    assert Refund.objects.get().amount == Decimal("2.00")


def test_an_unpaid_order_owes_nobody(buy, now):
    orders.cancel(order=buy(), by="visitor", at=now)
    assert not Refund.objects.exists()


def test_a_later_ladder_does_not_worsen_what_is_ordered(paid, buy, far, anna, now):
    far(40)
    refunds.set_ladder(event=paid.event, steps=[Step(100, 10)], by=anna, at=now + timedelta(minutes=1))
    assert terms.steps_for(read(paid)) == rules.DEFAULT
    assert terms.back_at(read(paid), Decimal("6.00"), now) == Decimal("3.00")
    later = buy(at=now + timedelta(minutes=2))
    assert terms.back_at(read(later), Decimal("6.00"), now) == 0


def test_a_ladder_that_is_none_is_refused(fair, anna, now):
    with pytest.raises(Invalid) as refused:
        refunds.set_ladder(event=fair, steps=[Step(10, 20), Step(5, 30)], by=anna, at=now)
    assert refused.value.code == "rises"
    assert not Ladder.objects.exists()


def test_the_conditions_are_said_in_words(fair, far, anna, now):
    far(40)
    today = now.astimezone(fair.tz).date()
    steps = (Step(60, 100), Step(30, 100, Decimal("1.00")), Step(7, 50), Step(0, 10))
    with translation.override("en"):
        said = [(term.until, term.share) for term in terms.terms(steps, fair, today)]
    assert [share for _until, share in said] == ["everything less €1.00", "50 %", "10 %"]
    assert said[-1][0] == "until the event begins"


def test_who_paid_a_part_and_keeps_what_that_pays_has_paid(buy, pay, anna, now):
    order = buy(2)
    pay(order, "3.00")
    orders.cancel_ticket(ticket=Ticket.objects.filter(order_line__order=order).latest("pk"), by=anna, at=now)
    order = read(order)
    assert (order.state, order.total, ledger.balance(order)) == (Order.State.PAID, Decimal("3.00"), Decimal("3.00"))
    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["cancelled", "valid"]
    assert not Refund.objects.exists()


def test_what_a_buyer_gave_as_a_gift_pays_no_ticket(buy, pay, anna, now):
    order = buy(2)
    later = order.expires_at
    orders.lapse(order=order, at=later)
    pay(order, "2.00")
    refund = refunds.owe_surplus(order=read(order), by=anna, at=later)
    refunds.waive(refund=refund, reason="for the museum", by=anna, at=later)
    pay(order, "4.00", reference="rest")
    assert (read(order).state, ledger.balance(order)) == (Order.State.LAPSED, Decimal("6.00"))
    pay(order, "2.00", reference="and the rest")
    assert read(order).state == Order.State.PAID
