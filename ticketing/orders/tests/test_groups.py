"""Many places for one school, named later."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from common.errors import Invalid
from common.models import Message
from ticketing.billing import operations as billing
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import PriceStepFactory, QuotaFactory
from ticketing.models import Order, Ticket
from ticketing.orders import operations as orders
from ticketing.orders.rules import MAX_GROUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(fair):
    return RoleFactory(person=PersonFactory(name="Anna", language="en", email="anna@example.org"), partner=fair.partner).person


@pytest.fixture
def group(fair, anna, now):
    def make(product, count, *, names=(), by=anna, **more) -> Order:
        return orders.order_group(
            event=fair,
            wants=[orders.Want(product.pk, None, count)],
            group=more.pop("group", "Ludzas skola"),
            names=names,
            buyer=orders.Buyer(email="skola@example.org", name="Ludzas skola"),
            language="lv",
            request_key=more.pop("key", uuid.uuid4()),
            by=by,
            at=now,
            **more,
        )

    return make


def test_who_is_not_named_yet_has_a_numbered_ticket_and_the_price_for_groups(group, day_ticket):
    PriceStepFactory(product=day_ticket, first=None, from_places=10, price=Decimal("2.00"))
    order = group(day_ticket, 200, names=["Vera Ščukina"])
    names = list(Ticket.objects.order_by("pk").values_list("name", flat=True))
    assert (names[0], names[1], names[-1]) == ("Vera Ščukina", "Ludzas skola, 2", "Ludzas skola, 200")
    assert (order.state, order.total) == ("placed", 400)
    assert "200" in Message.objects.get().text


def test_a_group_never_gets_more_than_there_is_nor_than_a_group_may(group, day_ticket, places):
    with pytest.raises(SoldOut):
        group(day_ticket, 4)
    with pytest.raises(Invalid):
        group(day_ticket, MAX_GROUP + 1)
    with pytest.raises(Invalid):
        group(day_ticket, 2, names=["A", "B", "C"])
    with pytest.raises(Invalid):
        group(day_ticket, 2, group=" ")
    assert Order.objects.count() == 0


def test_visitors_order_as_a_group_only_what_offers_it(day_ticket, now):
    def hold(count: int) -> Order:
        wants = [orders.Want(day_ticket.pk, None, count)]
        return orders.hold(
            event=day_ticket.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=now, group="Skola"
        )

    with pytest.raises(Invalid):
        hold(2)
    day_ticket.group_max = 30
    day_ticket.save()
    assert hold(30).lines.count() == 30
    with pytest.raises(Invalid):
        hold(31)


@pytest.mark.parametrize("count", [30, 120])
def test_a_group_costs_the_same_statements_however_large(group, day_ticket, django_assert_max_num_queries, count):
    QuotaFactory(event=day_ticket.event, size=500, products=[day_ticket])
    with django_assert_max_num_queries(24):
        group(day_ticket, count)


def test_the_page_of_a_large_order_is_a_list_without_pictures(group, day_ticket, anna, now, django_assert_max_num_queries):
    order = group(day_ticket, 60)
    billing.record(order=order, provider="manual", amount=order.total, reference="1", by=anna, at=now)
    with django_assert_max_num_queries(6):  # however many tickets; the refund and the documents are among them
        page = Client(headers={"accept-language": "en"}).get(f"/o/{order.code}/{order.secret}/").content.decode()
    assert "data:image/png" not in page
    assert "Ludzas skola, 60" in page
    assert "tickets.pdf" in page


def test_staff_order_for_a_group_at_the_desk(client, day_ticket, anna, fair):
    client.force_login(anna)
    address = f"/desk/{fair.slug}/orders/group/"
    page = client.get(address)
    sent = {
        "request_key": str(page.context["form"]["request_key"].value()),
        "what": page.context["form"].fields["what"].choices[0][0],
        "count": "25", "group": "Ludzas skola", "name": "Ludzas skola", "email": "skola@example.org", "language": "lv",
        "names": "Vera Ščukina\n\n  Jānis   Paraugs ", "voucher": "", "currency": "EUR",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    order = Order.objects.get()
    assert order.lines.count() == 25
    assert list(Ticket.objects.order_by("pk").values_list("name", flat=True)[:3]) == ["Vera Ščukina", "Jānis Paraugs", "Ludzas skola, 3"]
