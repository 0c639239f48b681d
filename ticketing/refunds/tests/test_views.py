import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ticketing.factories import OrderFactory
from ticketing.models import Event, Ladder, Order, Refund
from ticketing.orders import links
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds

pytestmark = pytest.mark.django_db

IBAN = "LV80 BANK 0000 4351 9500 1"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def far(fair):
    shift = timedelta(days=39)
    Event.objects.filter(pk=fair.pk).update(starts_at=fair.starts_at + shift, ends_at=fair.ends_at + shift)


def test_before_cancelling_a_buyer_reads_what_goes_back(browser, paid, far):
    said = browser.get(links.to(paid, "cancel")).content.decode()
    assert "€3.00" in said
    assert "€6.00" in said
    assert Order.objects.get(pk=paid.pk).state == "paid"


def test_a_cancelled_order_asks_for_the_account_and_takes_it(browser, paid, far):
    browser.post(links.to(paid, "cancel"))
    refund = Refund.objects.get()
    address = links.to(paid, "refund_account", refund=refund.pk)
    assert address in browser.get(links.to(paid)).content.decode()
    wrong = browser.post(address, {"holder": "Vera", "account": "LV81 BANK 0000 4351 9500 1"})
    assert wrong.status_code == 200
    assert Refund.objects.get().account == ""
    browser.post(address, {"holder": "Vera Ščukina", "account": IBAN})
    refund.refresh_from_db()
    assert (refund.account, refund.holder) == ("LV80BANK0000435195001", "Vera Ščukina")
    assert address not in browser.get(links.to(paid)).content.decode()


def test_the_refund_of_another_order_is_nobodys_business(browser, paid, buy, owe):
    other = buy()
    assert browser.get(links.to(other, "refund_account", refund=owe("1.00").pk)).status_code == 404


def test_in_roubles_an_account_is_twenty_digits_and_a_bank_nine(browser, paid, owe):
    Order.objects.filter(pk=paid.pk).update(currency="RUB")
    address = links.to(paid, "refund_account", refund=owe("1.00").pk)
    assert browser.post(address, {"holder": "Вера", "account": "123", "bank": "044525225"}).status_code == 200
    assert browser.post(address, {"holder": "Вера", "account": "40817 810 0 9991 0004312", "bank": "044525225"}).status_code == 302
    assert (Refund.objects.get().account, Refund.objects.get().bank) == ("40817810099910004312", "044525225")


def test_the_desk_lists_what_must_go_back_and_says_what_became_of_it(sign_in, paid, owe, now):
    event, desk = paid.event, sign_in(paid.event, "finance")
    refund, other = owe("2.00"), owe("1.00", way="cash")
    page = desk.get(reverse("desk:refunds", args=[event.slug]))
    assert [one.pk for one in page.context["page_obj"]] == [refund.pk, other.pk]
    assert [amount for _label, _count, amount, _currency in page.context["to_go"]] == [Decimal("2.00"), Decimal("1.00")]
    act = reverse("desk:refund_act", args=[event.slug, refund.pk])
    assert desk.post(act, {"action": "done", "words": "E2E-1", "next": "https://evil.example/"})["Location"] == page.request["PATH_INFO"]
    refund.refresh_from_db()
    assert (refund.state, refund.reference) == ("done", "E2E-1")
    desk.post(reverse("desk:refund_act", args=[event.slug, other.pk]), {"action": "waive", "words": "A gift"})
    other.refresh_from_db()
    assert other.state == "waived"
    assert b"E2E-1" in desk.get(reverse("desk:refunds_file", args=[event.slug, "csv"]) + "?state=done").getvalue()


def test_the_refund_of_another_event_is_not_found(sign_in, paid, owe, buy):
    desk = sign_in(paid.event, "finance")
    foreign = Refund.objects.create(order=OrderFactory(), amount=1, currency="EUR", way="cash", reason="x", owed_at=paid.placed_at)
    assert desk.post(reverse("desk:refund_act", args=[paid.event.slug, foreign.pk]), {"action": "done"}).status_code == 404


def test_the_desk_promises_money_back_but_no_more_than_there_is(sign_in, paid):
    desk, address = sign_in(paid.event, "finance"), reverse("desk:refund", args=[paid.event.slug, paid.code])
    assert desk.post(address, {"amount": "6.01", "way": "", "reason": "kindness"}).status_code == 200
    assert not Refund.objects.exists()
    assert desk.post(address, {"amount": "2.50", "way": "cash", "reason": "kindness"}).status_code == 302
    assert (Refund.objects.get().amount, Refund.objects.get().way) == (Decimal("2.50"), "cash")


def test_the_ladder_is_set_in_rows_and_a_fault_is_said(sign_in, fair):
    desk, address = sign_in(fair), reverse("desk:ladder", args=[fair.slug])
    assert desk.get(address).status_code == 200
    rows = {"days_0": "20", "percent_0": "100", "fee_0": "1.50", "days_1": "5", "percent_1": "50"}
    assert desk.post(address, {**rows, "days_2": "1"}).status_code == 200
    assert desk.post(address, {**rows, "days_2": "1", "percent_2": "60"}).status_code == 200
    assert not Ladder.objects.exists()
    assert desk.post(address, rows).status_code == 302
    assert Ladder.objects.get().steps == [[20, 100, "1.50"], [5, 50, "0.00"]]


def test_a_stranger_and_a_steward_see_no_refunds(sign_in, fair):
    address = reverse("desk:refunds", args=[fair.slug])
    assert sign_in(fair, None).get(address).status_code == 404
    assert sign_in(fair, "steward").get(address).status_code == 403


def test_whoever_orders_reads_the_conditions_first(browser, buy, day_ticket, far, now):
    cart = orders.hold(
        event=Event.objects.get(pk=day_ticket.event_id),
        wants=[orders.Want(day_ticket.pk, None, 1)],
        request_key=uuid.uuid4(),
        language="en",
        by="visitor",
        at=now,
    )
    assert "50 %" in browser.get(links.to_cart(cart)).content.decode()


def test_the_bank_is_told_only_of_accounts_it_knows(owe, anna, now):
    refund = owe("1.00")
    refunds.give_account(refund=refund, account=IBAN, holder="Vera", by=anna, at=now)
    assert refund.account == "LV80BANK0000435195001"
