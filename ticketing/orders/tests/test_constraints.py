"""Each sentence the database itself keeps, broken here past all operations."""

import pytest
from django.db import IntegrityError

from ticketing.factories import OrderFactory, OrderLineFactory, QuestionFactory, QuotaFactory, TicketFactory
from ticketing.models import Answer, Order, OrderLine, Quota

pytestmark = pytest.mark.django_db


def test_a_quota_is_never_oversold():
    quota = QuotaFactory(size=1)
    with pytest.raises(IntegrityError):
        Quota.objects.filter(pk=quota.pk).update(taken=2)


def test_a_quota_never_owes_places():
    with pytest.raises(IntegrityError):
        Quota.objects.filter(pk=QuotaFactory().pk).update(taken=-1)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "forgotten"},
        {"total": -1},
        {"state": Order.State.PLACED, "email": "", "name": ""},
        {"state": Order.State.PAID, "placed_at": None},
        {"state": Order.State.HELD, "expires_at": None},
    ],
    ids=lambda broken: "-".join(broken),
)
def test_an_order_is_in_a_known_state_with_what_that_state_needs(broken):
    order = OrderFactory()
    with pytest.raises(IntegrityError):
        Order.objects.filter(pk=order.pk).update(**broken)


@pytest.mark.parametrize("fact", ["code", "request_key"])
def test_no_two_orders_share_a_code_or_come_of_one_form(fact):
    order, other = OrderFactory(), OrderFactory()
    with pytest.raises(IntegrityError):
        Order.objects.filter(pk=other.pk).update(**{fact: getattr(order, fact)})


def test_no_line_costs_less_than_nothing():
    line = OrderLineFactory()
    with pytest.raises(IntegrityError):
        OrderLine.objects.filter(pk=line.pk).update(price=-1)


def test_a_ticket_belongs_to_one_line():
    ticket = TicketFactory()
    OrderLineFactory(ticket=ticket)
    with pytest.raises(IntegrityError):
        OrderLineFactory(ticket=ticket)


def test_a_question_is_answered_once_for_a_line():
    line = OrderLineFactory()
    question = QuestionFactory(event=line.order.event)
    Answer.objects.create(line=line, question=question, value="lv")
    with pytest.raises(IntegrityError):
        Answer.objects.create(line=line, question=question, value="ru")
