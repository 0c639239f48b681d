from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from ticketing.factories import OrderFactory
from ticketing.models import AccountCode, BookCheck, Order, Refund
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds

pytestmark = pytest.mark.django_db
PAGES = (
    "treasury",
    "treasury_due",
    "treasury_refunds",
    "treasury_statement",
    "treasury_ledger",
    "treasury_accounts",
    "treasury_checks",
    "treasury_shifts",
    "treasury_credits",
)
FILES = (
    "treasury_due_file",
    "treasury_refunds_file",
    "treasury_statement_file",
    "treasury_ledger_file",
    "treasury_shifts_file",
    "treasury_credits_file",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_treasurer_opens_every_page(desk, books, page):
    assert desk.get(reverse(f"desk:{page}", args=[books["paid"].event.partner.code])).status_code == 200


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_is_a_file_too(desk, books, page, kind):
    response = desk.get(reverse(f"desk:{page}", args=[books["paid"].event.partner.code, kind]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_does(books, page):
    partner, boris, steward = books["paid"].event.partner, PersonFactory(), PersonFactory()
    RoleFactory(person=boris)
    RoleFactory(person=steward, partner=partner, kind="steward")
    for person, status in ((boris, 404), (steward, 403)):
        client = Client()
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(reverse(f"desk:{page}", args=[partner.code])).status_code == status


def test_a_surplus_is_promised_back_by_one_button(desk, buy):
    order = buy(1, "20.00")
    code = order.event.partner.code
    assert order.code in desk.get(reverse("desk:treasury_refunds", args=[code])).content.decode()
    desk.post(reverse("desk:treasury_promise", args=[code]), {"order": order.code})
    assert Refund.objects.get().order == order


def test_the_order_of_another_partner_is_not_found(desk, buy):
    code = buy(1).event.partner.code
    assert desk.post(reverse("desk:treasury_promise", args=[code]), {"order": OrderFactory().code}).status_code == 404


def test_one_event_is_picked_out(desk, books, now):
    event = books["paid"].event
    page = desk.get(reverse("desk:treasury_statement", args=[event.partner.code]), {"event": event.slug, "since": "2020-01-01"})
    assert page.context["scope"].event == event


def test_accounts_are_named_and_the_usual_number_is_not_kept(desk, books):
    code = books["paid"].event.partner.code
    desk.post(reverse("desk:treasury_accounts", args=[code]), {"bank": "2621", "cash": "2610"})
    assert list(AccountCode.objects.values_list("account", "code")) == [("bank", "2621")]


def test_the_books_are_checked_at_the_desk(desk, books):
    desk.post(reverse("desk:treasury_checks", args=[books["paid"].event.partner.code]))
    assert BookCheck.objects.get().findings == 0


def test_who_keeps_one_events_money_sees_its_statement(sign_in, books):
    event = books["paid"].event
    assert sign_in(event, "finance").get(reverse("desk:event_statement", args=[event.slug])).status_code == 200
    assert sign_in(event, "steward").get(reverse("desk:event_statement", args=[event.slug])).status_code == 403


def test_refunds_a_card_company_refused_are_tried_again_by_one_button(desk, buy, anna, now):
    order = buy(1, "12.10")
    refund = refunds.owe(order=order, amount=Decimal("2.00"), reason="asked", way="card", by=anna, at=now)
    refunds.failed(refund=refund, why="expired_card", by="system", at=now)
    desk.post(reverse("desk:treasury_cards", args=[order.event.partner.code]))
    refund.refresh_from_db()
    assert (refund.state, refund.way) == ("owed", "card")


def test_the_due_list_knows_what_ends_soon_and_what_was_not_paid_in_time(desk, buy, now):
    waits, ends, late = buy(1), buy(1), buy(2, at=now - timedelta(days=9))
    orders.lapse(order=late, at=now)
    Order.objects.filter(pk=waits.pk).update(expires_at=now + timedelta(days=5))
    Order.objects.filter(pk=ends.pk).update(expires_at=now + timedelta(days=2))
    address = reverse("desk:treasury_due", args=[waits.event.partner.code])
    found = {which: [order.code for order in desk.get(address, {"which": which}).context["page_obj"]] for which in ("", "soon", "late")}
    assert found == {"": [ends.code, waits.code], "soon": [ends.code], "late": [late.code]}


def test_the_figures_at_the_top_lead_to_their_lists(desk, books):
    tiles = desk.get(reverse("desk:treasury", args=[books["paid"].event.partner.code])).context["tiles"]
    assert [desk.get(tile["url"]).status_code for tile in tiles] == [200] * 8
