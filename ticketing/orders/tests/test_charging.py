import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from common.outbox.models import Message
from ticketing import signals
from ticketing.factories import ProductFactory
from ticketing.models import Order
from ticketing.orders import operations as orders
from ticketing.orders.operations import Buyer, Charge

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


@pytest.fixture
def fee(fair):
    return ProductFactory(event=fair, admits=False, is_public=False, name_en="Stall fee", name_lv="Maksa par vietu")


@pytest.fixture
def charge(fair, fee, now):
    def run(amount="91.23", *, email="vera@example.org"):
        charges = [Charge(fee, Decimal(amount), Decimal(21)), Charge(fee, Decimal("14.00"))] if amount != "0.00" else []
        buyer = Buyer(email=email, name="Vera Paraudziņa")
        until = now + timedelta(days=7)
        return orders.charge(event=fair, charges=charges, buyer=buyer, language="lv", until=until, request_key=KEY, by="system", at=now)

    return run


def test_a_fee_is_an_order_over_fixed_amounts_that_waits_for_its_money(charge, now):
    order = charge()
    assert (order.state, order.total, order.expires_at) == (Order.State.PLACED, Decimal("105.23"), now + timedelta(days=7))
    assert [line.tax_rate for line in order.lines.all()] == [Decimal(21), None]
    letter = Message.objects.get(kind="order.charged")
    assert "105,23" in letter.subject
    assert order.code in letter.text


def test_the_same_fee_is_charged_once(charge):
    assert charge() == charge()
    assert Order.objects.count() == 1


def test_a_fee_that_is_paid_sends_a_receipt_and_no_tickets(charge, now):
    orders.mark_paid(order=charge(), by="system", at=now)
    assert Message.objects.filter(kind="order.received", state=Message.State.QUEUED).exists()
    assert not Message.objects.filter(kind="order.confirmed").exists()


def test_nothing_to_pay_is_paid_at_once_and_told_upstairs(charge):
    heard = []
    signals.order_paid.connect(lambda **news: heard.append(news["order"]), weak=False, dispatch_uid="charging")
    order = charge("0.00")
    signals.order_paid.disconnect(dispatch_uid="charging")
    assert (order.state, heard) == (Order.State.PAID, [order])


def test_a_maker_without_an_address_is_charged_without_a_letter(charge):
    assert charge(email="").state == Order.State.PLACED
    assert not Message.objects.exists()


def test_an_unpaid_fee_lapses_like_every_order(charge):
    order = charge()
    assert orders.lapse(order=order, at=order.expires_at)
