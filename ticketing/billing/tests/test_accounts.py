"""Bank accounts of a partner: Anna manages in Rēzekne, Boris elsewhere, Vita keeps the books, Jānis is a steward."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.factories import PartnerFactory, RoleFactory
from accounts.models import Entry
from common.errors import Invalid
from ticketing.billing import operations
from ticketing.factories import BankAccountFactory, RoubleAccountFactory
from ticketing.models import BankAccount

pytestmark = pytest.mark.django_db

EURO = {"currency": "EUR", "holder": "Rēzeknes novads", "number": "LV80 BANK 0000 4351 9500 1", "bank": "Banka", "bic": "habalv22"}
OTHER = {**EURO, "number": "LV97HABA0012345678910"}
ROUBLES = {
    "currency": "RUB", "holder": "Округ", "number": "40702810138250123017", "bank": "Сбербанк", "bic": "044525225",
    "correspondent": "30101810400000000225",
}  # fmt: skip


@pytest.fixture
def rezekne():
    return PartnerFactory(code="rezn")


def keep(partner, facts, account=None):
    return operations.keep_account(partner=partner, account=account, facts=facts, by="Vita", at=timezone.now())


def test_the_first_account_of_a_currency_is_where_buyers_pay(rezekne):
    account = keep(rezekne, EURO)
    assert (account.number, account.bic, account.is_default) == ("LV80BANK0000435195001", "HABALV22", True)
    assert keep(rezekne, ROUBLES).is_default
    assert Entry.objects.filter(action="bank_account.kept", partner_id=rezekne.pk).count() == 2


def test_a_new_default_takes_the_place_of_the_former_one(rezekne):
    first = keep(rezekne, EURO)
    second = keep(rezekne, {**OTHER, "is_default": True})
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)


def test_buyers_always_have_one_until_it_is_closed(rezekne):
    account = keep(rezekne, EURO)
    with pytest.raises(Invalid) as refused:
        keep(rezekne, {"is_default": False}, account)
    assert refused.value.code == "no_default"
    operations.close_account(account=account, by="Vita", at=timezone.now())
    assert (account.is_closed, account.is_default) == (True, False)
    keep(rezekne, {"is_default": True}, account)
    account.refresh_from_db()
    assert (account.is_closed, account.is_default) == (False, True)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({**EURO, "number": "LV81BANK0000435195001"}, "number"),
        ({**EURO, "bic": "HABALV"}, "bic"),
        ({**ROUBLES, "number": "123"}, "number"),
        ({**ROUBLES, "bic": "04452522"}, "bic"),
    ],
)
def test_numbers_that_cannot_be_right_are_refused(rezekne, facts, field):
    with pytest.raises(Invalid) as refused:
        keep(rezekne, facts)
    assert refused.value.field == field
    assert not BankAccount.objects.exists()


def test_an_account_is_kept_once_and_keeps_its_currency(rezekne):
    account = keep(rezekne, EURO)
    for facts, one, code in ((EURO, None, "known_account"), ({"currency": "RUB"}, account, "currency_fixed")):
        with pytest.raises(Invalid) as refused:
            keep(rezekne, facts, one)
        assert refused.value.code == code


def test_the_database_itself_keeps_one_default_one_account_and_names():
    account = BankAccountFactory()
    broken = [
        {"partner": account.partner, "number": "LV97HABA0012345678910"},  # a second default
        {"partner": account.partner, "is_default": False},  # the same account
        {"is_closed": True},  # a default that is closed
        {"number": ""},
        {"holder": ""},
    ]
    names = ["one_default", "once", "default_is_open", "named", "named"]
    for facts, name in zip(broken, names, strict=True):
        with pytest.raises(IntegrityError, match=rf"bank_account_{name}|ticketing_bankaccount"), transaction.atomic():
            BankAccountFactory(**facts)


# --- pages ----------------------------------------------------------------------------------------------------------


def url(name, **more):
    return reverse(f"desk_partners:{name}", kwargs={"code": "rezn", **more})


@pytest.fixture
def as_(client, rezekne):
    def sign_in(kind="finance", partner=rezekne):
        client.force_login(RoleFactory(partner=partner, kind=kind, person__language="en").person)
        return client

    return sign_in


def test_vita_adds_an_account_and_reads_what_looks_wrong(as_, rezekne):
    vita = as_()
    page = vita.post(url("new_account"), {**ROUBLES, "number": "40702810138250123018"}, follow=True, headers={"accept-language": "en"})
    assert "does not agree with the БИК" in page.content.decode()
    assert BankAccount.objects.get().partner == rezekne
    assert "4070 2810 1382" in vita.get(url("accounts")).content.decode()


def test_a_wrong_iban_is_answered_at_its_field(as_):
    page = as_().post(url("new_account"), {**EURO, "number": "LV81BANK0000435195001"})
    assert list(page.context["form"].errors) == ["number"]


def test_vita_changes_and_closes_an_account(as_, rezekne):
    account, vita = RoubleAccountFactory(partner=rezekne), as_()
    vita.post(url("account", pk=account.pk), {**ROUBLES, "holder": "Псковский округ", "is_default": "on"})
    account.refresh_from_db()
    assert account.holder == "Псковский округ"
    vita.post(url("close_account", pk=account.pk))
    account.refresh_from_db()
    assert account.is_closed


def test_others_do_not_reach_the_accounts(as_, rezekne, client):
    account = BankAccountFactory(partner=rezekne)
    pages = [url("accounts"), url("new_account"), url("account", pk=account.pk), url("close_account", pk=account.pk)]
    assert [client.post(page).status_code for page in pages] == [302] * 4
    janis = as_("steward")
    assert [janis.post(page).status_code for page in pages] == [403] * 4
    boris = as_("manager", PartnerFactory())
    assert [boris.post(page).status_code for page in pages] == [404] * 4


def test_an_account_of_another_partner_is_not_found_here(as_):
    other = BankAccountFactory()
    assert as_().get(url("account", pk=other.pk)).status_code == 404
