from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.factories import RoleFactory
from common.outbox.models import Message
from ticketing.factories import OrderFactory, OrderLineFactory, TicketFactory
from ticketing.models import Order, Payment

pytestmark = pytest.mark.django_db


def page(name, event, *args):
    return reverse(f"desk:{name}", args=[event.slug, *args])


@pytest.fixture
def desk(sign_in, order) -> Client:
    return sign_in(order.event)


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["order", "pay", "refund"])
def test_an_order_is_opened_by_those_who_may(sign_in, order, name):
    address = page(name, order.event, order.code)
    assert Client().get(address).status_code == 302
    assert sign_in(order.event, None).get(address).status_code == 404
    assert sign_in(order.event, "steward").get(address).status_code == 403
    assert sign_in(order.event, "finance").get(address).status_code == 200


@pytest.mark.parametrize(("name", "args"), [("money", []), ("ledger_file", ["csv"]), ("ledger_file", ["xlsx"])])
def test_money_is_seen_by_those_who_keep_the_books(sign_in, order, name, args):
    address = page(name, order.event, *args)
    assert Client().get(address).status_code == 302
    assert sign_in(order.event, None).get(address).status_code == 404
    assert sign_in(order.event, "steward").get(address).status_code == 403
    assert sign_in(order.event, "supervisor").get(address).status_code == 403
    assert sign_in(order.event, "finance").get(address).status_code == 200


@pytest.mark.parametrize("name", ["change_order", "settle"])
def test_nobody_changes_an_order_without_the_right(sign_in, order, name):
    address = page(name, order.event, order.code)
    assert sign_in(order.event, None).post(address, {"action": "cancel"}).status_code == 404
    assert sign_in(order.event, "supervisor").post(address, {"action": "cancel"}).status_code == 403
    order.refresh_from_db()
    assert order.state == Order.State.PLACED


def test_an_order_of_another_event_and_a_cart_are_not_found(desk, order):
    cart = OrderFactory(event=order.event, state=Order.State.LAPSED, placed_at=None)
    for code in (OrderFactory().code, cart.code, "ZZZZZZ"):
        assert desk.get(page("order", order.event, code)).status_code == 404


def test_the_secret_link_is_shown_only_to_those_who_may_change_the_order(sign_in, order):
    address = page("order", order.event, order.code)
    assert order.secret in sign_in(order.event).get(address).content.decode()
    assert order.secret not in sign_in(order.event, "supervisor").get(address).content.decode()


def test_a_payment_is_recorded_with_the_comma_or_the_point(desk, order):
    sent = {"amount": "6.00", "provider": "manual", "reference": "2026-17", "note": "two tickets"}
    assert desk.post(page("pay", order.event, order.code), sent).status_code == 302
    order.refresh_from_db()
    assert (order.state, Payment.objects.get().note) == (Order.State.PAID, "two tickets")


def test_a_latvian_types_a_comma(desk, order):
    person = Payment._meta.get_field("recorded_by").related_model.objects.get(name="Anna Paraudziņa")
    person.language = "lv"
    person.save()
    desk.post(page("pay", order.event, order.code), {"amount": "6,00", "provider": "manual"})
    assert Payment.objects.get().amount == Decimal("6.00")


def test_a_reference_recorded_before_is_told_at_its_field(desk, order):
    address = page("pay", order.event, order.code)
    desk.post(address, {"amount": "1.00", "provider": "manual", "reference": "2026-17"})
    answer = desk.post(address, {"amount": "1.00", "provider": "manual", "reference": "2026-17"})
    assert answer.context["form"].errors["reference"]
    assert Payment.objects.count() == 1


def test_an_order_is_cancelled_and_mailed_again(desk, order):
    address = page("change_order", order.event, order.code)
    desk.post(address, {"action": "resend"})
    assert Message.objects.filter(kind="order.placed").count() == 2
    desk.post(address, {"action": "cancel"})
    order.refresh_from_db()
    assert order.state == Order.State.CANCELLED


def test_a_failed_message_is_sent_again_and_no_other_ones(desk, order):
    address = page("change_order", order.event, order.code)
    message = Message.objects.get()
    Message.objects.update(state="failed")
    desk.post(address, {"action": "requeue", "message": message.pk})
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED
    other = Message.objects.create(
        key="x", kind="x", about="order:0", to="x@example.org", language="lv", subject="", text="", state="failed",
        created_at=message.created_at, due_at=message.due_at,
    )  # fmt: skip
    assert desk.post(address, {"action": "requeue", "message": other.pk}).status_code == 404
    assert desk.post(address, {"action": "requeue", "message": "x"}).status_code == 404


def test_at_a_locked_event_money_is_seen_and_not_changed(desk, order, suspend):
    suspend(order.event)
    assert desk.get(page("money", order.event)).status_code == 200
    answer = desk.post(page("pay", order.event, order.code), {"amount": "6.00", "provider": "manual"})
    assert answer.context["form"].non_field_errors()
    desk.post(page("change_order", order.event, order.code), {"action": "cancel"})
    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == (Order.State.PLACED, 0)


def test_three_lines_of_everything_take_as_many_statements_as_one(desk, order):
    def grow():
        OrderLineFactory(order=order, product=order.lines.first().product, ticket=TicketFactory(event=order.event))
        desk.post(page("pay", order.event, order.code), {"amount": "0.10", "provider": "manual"})
        desk.post(page("change_order", order.event, order.code), {"action": "resend"})
        lapsed = OrderFactory(event=order.event, state=Order.State.LAPSED)
        desk.post(page("pay", order.event, lapsed.code), {"amount": "1.00", "provider": "cash"})

    addresses = [page("order", order.event, order.code), page("money", order.event)]
    grow()
    for address in addresses:
        desk.get(address)  # shows the messages, which costs a statement once
    one = [statements(desk, address) for address in addresses]
    grow()
    grow()
    for address in addresses:
        desk.get(address)
    assert [statements(desk, address) for address in addresses] == one
    assert max(one) <= 20


def test_the_ledgers_file_is_the_one_on_the_page(desk, order):
    desk.post(page("pay", order.event, order.code), {"amount": "1.00", "provider": "manual", "reference": "=2026"})
    lines = b"".join(desk.get(page("ledger_file", order.event, "csv")).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "'=2026" in lines[1]
    assert "Bank transfer" in lines[1]


def test_the_way_to_the_books_of_all_events_is_shown_to_whoever_may_go_it(sign_in, order):
    event, books = order.event, reverse("desk:treasury", args=[order.event.partner.code])
    of_event = sign_in(event, "finance")
    assert books not in of_event.get(page("money", event)).content.decode()
    assert of_event.get(books).status_code == 404
    of_partner = RoleFactory(partner=event.partner, kind="finance").person
    client = Client()
    client.force_login(of_partner, "allauth.account.auth_backends.AuthenticationBackend")
    assert books in client.get(page("money", event)).content.decode()
    assert client.get(books).status_code == 200
