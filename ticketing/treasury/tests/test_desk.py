import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from ticketing.factories import OrderFactory
from ticketing.models import AccountCode, BookCheck, Refund

pytestmark = pytest.mark.django_db
PAGES = ("treasury", "treasury_due", "treasury_refunds", "treasury_statement", "treasury_ledger", "treasury_accounts", "treasury_checks")
FILES = ("treasury_due_file", "treasury_refunds_file", "treasury_statement_file", "treasury_ledger_file")


@pytest.fixture
def desk(anna):
    client = Client()
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return client


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
