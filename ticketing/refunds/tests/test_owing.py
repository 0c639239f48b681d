from decimal import Decimal

import pytest
from django.utils import translation

from common.errors import Invalid
from ticketing.models import Order, Payment, Refund
from ticketing.refunds import operations as refunds
from ticketing.refunds import queries

pytestmark = pytest.mark.django_db


def test_what_is_owed_stands_until_it_goes(paid, owe):
    refund = owe("2.00")
    assert (refund.state, refund.way, refund.currency) == ("owed", "bank", "EUR")
    assert list(queries.owed()) == list(queries.owed("bank", event=paid.event, partner=paid.event.partner_id)) == [refund]
    assert not queries.owed("card")
    assert queries.free(paid) == Decimal("4.00")


def test_no_more_is_promised_than_the_order_holds_and_has_not_promised(paid, owe):
    owe("4.00")
    with pytest.raises(refunds.AboveHeld) as refused:
        owe("2.01")
    assert refused.value.facts == {"free": "2.00"}
    assert owe("2.00").amount == Decimal("2.00")
    with pytest.raises(refunds.AboveHeld):
        owe("0.01")


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_nothing_is_not_owed(owe, amount):
    with pytest.raises(Invalid) as refused:
        owe(amount)
    assert refused.value.code == "not_positive"


def test_only_known_ways_are_owed(owe):
    with pytest.raises(Invalid) as refused:
        owe("1.00", way="pigeon")
    assert refused.value.code == "unknown_way"


def test_what_came_by_card_goes_back_to_the_card_and_no_more_than_that(buy, anna, now):
    order = buy()
    Payment.objects.create(order=order, provider="stripe", reference="pi_1", amount=Decimal("4.00"), currency="EUR", recorded_at=now)
    Payment.objects.create(order=order, provider="manual", reference="m1", amount=Decimal("2.00"), currency="EUR", recorded_at=now)
    said = {"order": order, "reason": "cancelled", "by": anna, "at": now}
    assert [refunds.owe(amount=Decimal("2.00"), **said).way for _number in range(3)] == ["card", "card", "bank"]


def test_a_surplus_is_owed_once(paid, pay, anna, now):
    assert refunds.owe_surplus(order=paid, by=anna, at=now) is None
    pay(paid, "1.50")
    refund = refunds.owe_surplus(order=paid, by=anna, at=now)
    assert (refund.amount, refund.reason) == (Decimal("1.50"), "surplus")
    assert refunds.owe_surplus(order=paid, by=anna, at=now) is None


def test_a_lapsed_order_owes_all_that_came(buy, pay, anna, now):
    order = buy()
    pay(order, "2.00")
    Order.objects.filter(pk=order.pk).update(state="lapsed", closed_at=now, expires_at=None)
    assert refunds.owe_surplus(order=order, reason="late", by="system", at=now).amount == Decimal("2.00")


def test_what_is_kept_of_a_cancelled_order_is_no_surplus(paid, anna, now):
    Order.objects.filter(pk=paid.pk).update(state="cancelled", kept=Decimal("3.00"))
    assert refunds.owe_surplus(order=paid, by=anna, at=now).amount == Decimal("3.00")


def test_the_reason_is_written_in_words(owe):
    with translation.override("en"):
        assert str(owe("1.00").because) == "cancelled by the buyer"
    assert str(owe("1.00", reason="A gift of the mayor").because) == "A gift of the mayor"
    assert Refund.objects.count() == 2
