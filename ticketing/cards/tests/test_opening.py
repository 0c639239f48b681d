"""Leaving for Stripe: one page for an order, for what it owes, as long as it makes sense."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ticketing.billing import operations as billing
from ticketing.billing import providers
from ticketing.billing.desk_forms import by_hand
from ticketing.cards import gateway
from ticketing.cards import operations as cards
from ticketing.cards.tests.conftest import clock, order_of
from ticketing.cards.tests.stub.server import refused
from ticketing.factories import ProductFactory
from ticketing.models import CardSession, Order
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def begin(order):
    order.refresh_from_db()
    return cards.begin(order=order, by="visitor", at=clock())


def asked(stub):
    """Return what Stripe was asked to make."""
    return [said for method, path, said, _key in stub.asked if (method, path) == ("POST", "/v1/checkout/sessions")]


def test_the_page_asks_for_the_lines_of_the_order_in_its_language(stub, account, order, settings):
    session = begin(order)
    (said,) = asked(stub)
    assert said["line_items"] == [
        {"price_data": {"currency": "eur", "unit_amount": "300", "product_data": {"name": "Dienas biļete"}}, "quantity": "2"}
    ]
    assert (said["mode"], said["locale"], said["client_reference_id"]) == ("payment", "lv", order.code)
    assert said["success_url"] == f"{settings.SITE_URL}/o/{order.code}/{order.secret}/card/"
    assert said["cancel_url"] == f"{settings.SITE_URL}/o/{order.code}/{order.secret}/pay/"
    assert (session.state, session.url) == ("open", f"{stub.base}/pay/{session.stripe_id}")


def test_stripe_is_told_nothing_about_the_buyer(stub, account, order):
    begin(order)
    said = str(asked(stub)[0])
    assert "Vera" not in said
    assert "vera@example.org" not in said
    assert asked(stub)[0]["metadata"].keys() == {"order", "session"}


def test_who_presses_twice_gets_the_same_page(stub, account, order):
    assert begin(order).pk == begin(order).pk
    assert len(stub.account.sessions) == 1


def test_who_presses_again_after_the_line_broke_gets_the_page_that_was_made(stub, account, order):
    stub.failing = ["drop"] * 3  # the library tries three times
    with pytest.raises(gateway.Unreachable):
        begin(order)
    assert CardSession.objects.get().state == "asked"
    session = begin(order)
    assert (session.state, len(stub.account.sessions), CardSession.objects.count()) == ("open", 1, 1)


def test_a_line_that_breaks_once_is_not_noticed(stub, account, order):
    stub.failing = ["drop", "500"]
    assert begin(order).state == "open"
    assert len(stub.account.sessions) == 1


def test_what_has_come_already_is_not_asked_again(stub, account, order, anna):
    billing.record(order=order, provider="manual", amount=Decimal("2.00"), reference="", by=anna, at=clock())
    begin(order)
    (line,) = asked(stub)[0]["line_items"]
    assert (line["price_data"]["unit_amount"], line["quantity"]) == ("400", "1")
    assert order.code in line["price_data"]["product_data"]["name"]


def test_an_order_that_costs_less_since_gets_a_new_page_and_the_old_one_is_closed(stub, account, order):
    first = begin(order)
    orders.cancel_ticket(ticket=order.lines.first().ticket, by="visitor", at=clock())
    second = begin(order)
    first.refresh_from_db()
    assert (first.state, second.state, second.amount) == ("expired", "open", Decimal("3.00"))
    assert stub.account.sessions[first.stripe_id]["status"] == "expired"


def test_a_page_that_was_paid_this_instant_is_not_replaced(stub, account, order):
    first = begin(order)
    stub.pay(first.stripe_id)
    orders.cancel_ticket(ticket=order.lines.first().ticket, by="visitor", at=clock())
    with pytest.raises(cards.UnderWay):
        begin(order)
    assert CardSession.objects.count() == 1


def test_while_money_is_on_its_way_there_is_no_second_page(page, order):
    CardSession.objects.update(state="processing")
    with pytest.raises(cards.UnderWay):
        begin(order)


def test_an_old_page_is_replaced_by_a_fresh_one(stub, account, order):
    first = begin(order)
    CardSession.objects.filter(pk=first.pk).update(expires_at=clock() + timedelta(minutes=1))
    assert begin(order).pk != first.pk


@pytest.mark.parametrize(("left", "minutes"), [(timedelta(minutes=5), 31), (timedelta(hours=3), 180), (timedelta(days=5), 24 * 60 - 5)])
def test_the_page_is_open_as_long_as_the_places_are_kept_within_stripes_limits(stub, account, order, left, minutes):
    until = clock() + left
    Order.objects.filter(pk=order.pk).update(expires_at=until)
    session = begin(order)
    assert abs(session.expires_at - clock() - timedelta(minutes=minutes)) < timedelta(seconds=20)
    assert session.order_until == until


def test_a_currency_without_a_smaller_coin_is_counted_in_whole(stub, account, fair):
    fair.currency = "JPY"
    fair.save()
    order = order_of(ProductFactory(event=fair, price=Decimal(500)), 3)
    begin(order)
    (line,) = asked(stub)[0]["line_items"]
    assert (line["price_data"]["currency"], line["price_data"]["unit_amount"]) == ("jpy", "500")
    assert stub.account.sessions[CardSession.objects.get().stripe_id]["amount_total"] == 1500


def test_what_stripe_refuses_is_kept_for_the_treasurer_and_the_buyer_may_choose_another_way(stub, account, order, monkeypatch):
    def no(*_asked):
        raise refused("No", code="x")

    with monkeypatch.context() as patch:
        patch.setattr(stub, "answer", no)
        with pytest.raises(billing.NotOffered):
            begin(order)
    session = CardSession.objects.get()
    assert (session.state, session.error) == ("expired", "x: No")
    assert begin(order).state == "open"


# --- where cards are offered ----------------------------------------------------------------------------------------


def offered(order):
    return [way.name for way in providers.offered(order, clock())]


def test_cards_come_first_where_the_partner_has_keys(account, order):
    assert offered(order) == ["stripe", "manual", "cash"]


def test_without_keys_there_are_no_cards(order):
    assert "stripe" not in offered(order)
    with pytest.raises(billing.NotOffered):
        begin(order)


@pytest.mark.parametrize("currency", ["RUB", "BYN"])
def test_stripe_does_not_serve_russia(account, order, currency):
    Order.objects.update(currency=currency)
    order.refresh_from_db()
    assert "stripe" not in offered(order)


def test_too_little_for_a_card_is_not_asked_for(account, fair):
    assert "stripe" not in offered(order_of(ProductFactory(event=fair, price=Decimal("0.20")), 1))


def test_a_treasurer_does_not_type_card_payments_in(account):
    assert "stripe" not in dict(by_hand())


def test_the_database_keeps_one_open_page_of_an_order_and_says_what_came(page, order):
    more = {
        "order": order,
        "account": page.account,
        "amount": 1,
        "currency": "EUR",
        "begun_at": clock(),
        "expires_at": clock(),
        "ask_at": clock(),
    }
    for wrong in (
        {**more, "key": "0" * 32},
        {**more, "key": "1" * 32, "state": "failed", "stripe_id": page.stripe_id},
        {**more, "key": "2" * 32, "state": "failed", "amount": 0},
        {**more, "key": "3" * 32, "state": "gone"},
        {**more, "key": "4" * 32, "state": "paid"},
        {**more, "key": page.key, "state": "failed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CardSession.objects.create(**wrong)
