"""The partner's desk: Anna manages in Rēzekne, Boris elsewhere, Jānis is a steward, Vita keeps the books."""

import csv

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.factories import PartnerFactory, RoleFactory
from accounts.history.operations import log
from accounts.models import Entry, Partner, Role
from common.outbox.models import Message

pytestmark = pytest.mark.django_db
PAGES = ["partner", "suspend", "rename", "describe", "people", "log", "log_csv"]
POSTS = ["suspend", "rename", "describe", "people", "resume"]


@pytest.fixture
def rezekne():
    return PartnerFactory(code="rezn", name="Rēzeknes novads")


@pytest.fixture
def as_(client, rezekne):
    elsewhere = PartnerFactory(name="Balvu novads")

    def sign_in(kind="manager", partner=rezekne):
        person = RoleFactory(partner=partner or elsewhere, kind=kind).person
        client.force_login(person)
        return client

    return sign_in


def url(name, **more):
    return reverse(f"desk_partners:{name}", kwargs={"code": "rezn", **more})


@pytest.mark.parametrize("name", PAGES)
def test_anna_sees_every_page(as_, name):
    assert as_().get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_boris_finds_nothing(as_, name):
    assert as_(partner=None).get(url(name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_steward_is_refused(as_, name):
    assert as_("steward").get(url(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES[1:])
def test_who_keeps_the_books_sees_the_facts_but_changes_nothing(as_, name):
    client = as_("finance")
    assert client.get(url("partner")).status_code == 200
    assert client.get(url(name)).status_code == 403


@pytest.mark.parametrize("name", POSTS)
def test_strangers_change_nothing(as_, client, rezekne, name):
    assert client.post(url(name)).status_code == 302
    assert as_(partner=None).post(url(name)).status_code == 404
    assert as_("steward").post(url(name)).status_code == 403
    assert not Entry.objects.exists()


def test_suspending_and_resuming(as_, rezekne):
    client = as_()
    client.post(url("suspend"), {"on": "2022-03-01", "until": "", "reason": "Programme"})
    rezekne.refresh_from_db()
    assert rezekne.state == Partner.State.SUSPENDED
    assert "Programme" in client.get(url("partner")).content.decode()
    client.post(url("resume"))
    rezekne.refresh_from_db()
    assert rezekne.state == Partner.State.ACTIVE


def test_anna_gives_the_legal_name_and_the_log_says_so(as_, rezekne):
    as_().post(url("describe"), {"legal_name": "Rēzeknes novada pašvaldība", "address": "Rēzekne, LV-4601"})
    rezekne.refresh_from_db()
    assert (rezekne.legal_name, rezekne.address) == ("Rēzeknes novada pašvaldība", "Rēzekne, LV-4601")
    assert Entry.objects.get(action="partner.described").after["address"] == "Rēzekne, LV-4601"


def test_a_refusal_is_shown_at_its_field(as_, rezekne):
    response = as_().post(url("suspend"), {"on": "2022-03-01", "until": "2022-02-01", "reason": "Programme"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["until"]


def test_inviting_and_withdrawing(as_, rezekne):
    client = as_()
    client.post(url("people"), {"email": "janis@example.org", "name": "Jānis", "kind": "steward", "language": "lv"})
    assert Message.objects.get().to == "janis@example.org"
    role = Role.objects.get(person__email="janis@example.org")
    client.post(url("withdraw", role_id=role.pk))
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_role_of_another_partner_cannot_be_withdrawn(as_):
    elsewhere = RoleFactory(partner=PartnerFactory())
    assert as_().post(url("withdraw", role_id=elsewhere.pk)).status_code == 404


def test_the_list_shows_ones_own_partners_only(as_):
    page = as_("steward").get(reverse("desk_partners:list")).content.decode()
    assert "Rēzeknes novads" in page
    assert url("partner") not in page  # a steward cannot open it, so it is no link
    assert "Rēzeknes novads" not in as_(partner=None).get(reverse("desk_partners:list")).content.decode()


def test_the_list_of_people_costs_the_same_for_three_and_for_one(as_, rezekne, django_assert_num_queries):
    client = as_()
    with django_assert_num_queries(5):
        client.get(url("people"))
    RoleFactory.create_batch(2, partner=rezekne)
    with django_assert_num_queries(5):
        client.get(url("people"))


def test_the_log_is_exported_for_spreadsheets_without_formulas(as_, rezekne):
    log(by="=HYPERLINK(1)", at=timezone.now(), action="order.placed", subject=rezekne, partner=rezekne, after={"name": "Vēra"})
    response = as_().get(url("log_csv") + "?about=order")
    body = b"".join(response.streaming_content).decode()
    assert body.startswith("\ufeff")
    rows = list(csv.reader(body.lstrip("\ufeff").splitlines()))
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert "Vēra" in rows[1][-1]


def test_the_log_page_forgives_a_filter_it_cannot_read(as_):
    assert as_().get(url("log") + "?since=yesterday&page=x&about=%00").status_code == 200
