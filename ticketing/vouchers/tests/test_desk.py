"""The organiser's pages about vouchers and lower prices."""

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from ticketing.factories import PriceStepFactory, VoucherFactory
from ticketing.models import PriceStep, Voucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_anna(anna, client: Client) -> Client:
    client.force_login(anna)
    return client


def made(**said):
    return {"kind": "percent", "value": "10", "count": "1", "uses_allowed": "1", "currency": "EUR", **said}


def test_many_are_made_at_once_and_found_by_batch_and_by_code(as_anna, event, ticket):
    sent = made(count="30", batch="Skolas", products=[str(ticket.pk)])
    assert as_anna.post(f"/desk/{event.slug}/vouchers/new/", sent).status_code == 302
    first = Voucher.objects.first()
    VoucherFactory(event=event, note="cits")
    page = as_anna.get(f"/desk/{event.slug}/vouchers/", {"batch": "Skolas"})
    assert page.context["page_obj"].paginator.count == 30
    page = as_anna.get(f"/desk/{event.slug}/vouchers/", {"q": first.code.lower()})
    assert [one.pk for one in page.context["page_obj"]] == [first.pk]
    file = b"".join(as_anna.get(f"/desk/{event.slug}/vouchers.csv?batch=Skolas").streaming_content).decode()
    assert file.count("Skolas") == 30
    assert as_anna.get(f"/desk/{event.slug}/vouchers.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"value": "101"}, "value"),
        ({"value": ""}, "value"),
        ({"kind": "fixed", "value": ""}, "value"),
        ({"reserved": "2"}, "quota"),
        ({"minimum": "0"}, "minimum"),
        ({"code": "ab"}, "code"),
        ({"valid_from": "2026-05-02T10:00", "valid_until": "2026-05-01T10:00"}, "valid_until"),
        ({"unlocks": "on"}, "products"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(as_anna, event, said, field):
    page = as_anna.post(f"/desk/{event.slug}/vouchers/new/", made(**said))
    assert field in page.context["form"].errors
    assert Voucher.objects.count() == 0


def test_one_is_changed_and_taken_back(as_anna, event, quota):
    as_anna.post(f"/desk/{event.slug}/vouchers/new/", made(quota=str(quota.pk), reserved="4", uses_allowed="9", code="Skola-26"))
    one = Voucher.objects.get()
    address = f"/desk/{event.slug}/vouchers/{one.pk}/"
    assert "voucher=SKOLA-26" in as_anna.get(address).content.decode()
    assert as_anna.post(address, {"uses_allowed": "5", "reserved": "2"}).status_code == 302
    one.refresh_from_db()
    quota.refresh_from_db()
    assert (one.uses_allowed, one.reserved, quota.taken) == (5, 2, 2)
    as_anna.post(f"{address}end/")
    quota.refresh_from_db()
    assert quota.taken == 0


def test_whoever_works_for_another_partner_sees_none_of_it(client, event, ticket):
    one, step = VoucherFactory(event=event), PriceStepFactory(product=ticket)
    client.force_login(RoleFactory(person=PersonFactory(name="Boris")).person)
    base = f"/desk/{event.slug}/"
    for path in ("vouchers/", "vouchers.csv", "vouchers/new/", f"vouchers/{one.pk}/", f"products/{ticket.pk}/prices/", "orders/group/"):
        assert client.get(base + path).status_code == 404, path
    for path in (f"vouchers/{one.pk}/end/", f"steps/{step.pk}/remove/"):
        assert client.post(base + path).status_code == 404, path
    assert PriceStep.objects.exists()


def test_a_voucher_of_another_event_is_not_shown_here(as_anna, event):
    assert as_anna.get(f"/desk/{event.slug}/vouchers/{VoucherFactory().pk}/").status_code == 404


def test_a_lower_price_is_added_and_removed(as_anna, event, ticket):
    address = f"/desk/{event.slug}/products/{ticket.pk}/prices/"
    assert "until" in as_anna.post(address, {"price": "2.00"}).context["form"].errors
    assert "from_places" in as_anna.post(address, {"price": "2.00", "from_places": "1"}).context["form"].errors
    assert as_anna.post(address, {"price": "2.00", "first": "50"}).status_code == 302
    step = PriceStep.objects.get()
    assert "0 / 50" in as_anna.get(address).content.decode()
    as_anna.post(f"/desk/{event.slug}/steps/{step.pk}/remove/")
    assert not PriceStep.objects.exists()
