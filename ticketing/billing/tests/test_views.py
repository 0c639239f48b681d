"""The page to pay on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ticketing.factories import BankAccountFactory, OrderFactory
from ticketing.models import Event, Order
from ticketing.orders import references

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def order() -> Order:
    return OrderFactory(state=Order.State.PLACED, total="6.00", expires_at=timezone.now() + timedelta(days=2))


def link(order: Order, page: str = "pay/") -> str:
    return f"/o/{order.code}/{order.secret}/{page}"


def test_a_buyer_chooses_a_transfer_and_reads_where_to(visitor, order):
    BankAccountFactory(partner=order.event.partner)
    page = visitor.post(link(order), {"provider": "manual"}, follow=True).content.decode()
    order.refresh_from_db()
    assert order.provider == "manual"
    reference = references.grouped(references.rf(order.code))
    for said in ("Pay €6.00", "Rēzeknes novada pašvaldība", "LV80BANK0000435195001", f'data-copy="{reference}"', "data:image/png"):
        assert said in page


def test_without_an_account_the_page_says_whom_to_ask(visitor, order):
    assert "has not named its account" in visitor.post(link(order), {"provider": "manual"}, follow=True).content.decode()


def test_cash_keeps_the_places_until_the_event_ends(visitor, order):
    page = visitor.post(link(order), {"provider": "cash"}, follow=True).content.decode()
    order.refresh_from_db()
    assert order.expires_at == order.event.ends_at
    assert "in cash at the gate" in page


def test_one_may_think_better_of_it(visitor, order):
    visitor.post(link(order), {"provider": "cash"})
    visitor.post(link(order), {"provider": "manual"})
    order.refresh_from_db()
    assert order.provider == "manual"


@pytest.mark.parametrize("typed", ["", "gold", "manual\x00", "x" * 500])
def test_another_way_is_answered_at_the_field(visitor, order, typed):
    page = visitor.post(link(order), {"provider": typed}).content.decode()
    assert 'id="id_provider_error"' in page
    order.refresh_from_db()
    assert order.provider == ""


def test_cash_is_not_offered_online(visitor, order):
    Event.objects.update(mode=Event.Mode.ONLINE)
    assert 'value="cash"' not in visitor.get(link(order)).content.decode()
    assert 'id="id_provider_error"' in visitor.post(link(order), {"provider": "cash"}).content.decode()


@pytest.mark.parametrize("state", ["paid", "lapsed", "cancelled"])
def test_what_needs_no_payment_leads_to_the_order(visitor, order, state):
    Order.objects.update(state=state)
    assert visitor.get(link(order)).headers["Location"] == link(order, "")


def test_a_cart_leads_to_its_form(visitor, order):
    Order.objects.update(state=Order.State.HELD)
    assert visitor.get(link(order)).headers["Location"] == f"/cart/{order.code}/{order.secret}/"


def test_the_end_of_a_day_is_said_as_that_day(visitor, order):
    Order.objects.update(expires_at=datetime(2031, 1, 10, 22, tzinfo=UTC))  # midnight in Riga
    assert "10 January 2031, 23:59 (Riga time)" in visitor.get(link(order)).content.decode()


def test_a_wrong_link_pays_nothing(visitor, order):
    assert visitor.get(f"/o/{order.code}/wrong/pay/").status_code == 404
