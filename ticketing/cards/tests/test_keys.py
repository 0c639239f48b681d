"""Keys are tried, sealed and never shown."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.factories import PartnerFactory, RoleFactory
from accounts.history.models import Entry
from common.errors import Invalid, Stale
from ticketing.cards import gateway, sealing
from ticketing.cards import operations as cards
from ticketing.cards.operations.keys import NoKeys
from ticketing.cards.tests.conftest import clock
from ticketing.cards.tests.stub.server import Account
from ticketing.models import CardAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(stub, fair, anna):
    """`keep(account)` enters its keys as Anna."""

    def enter(said=None, **other):
        said = said or stub.account
        keys = {"secret": said.key, "hook_secret": said.hook_secret, **other}
        return cards.keep(partner=fair.partner, **keys, by=anna, at=clock())

    return enter


def test_keys_that_stripe_knows_are_kept_sealed_and_used_at_once(stub, keep):
    account = keep()
    assert (account.mode, account.stripe_id, account.name, account.is_used) == ("test", stub.account.id, stub.account.name, True)
    assert stub.account.key not in account.secret
    assert stub.account.hook_secret not in account.hook_secret
    assert sealing.unseal(settings.TICKET_KEY, account.secret) == stub.account.key


def test_the_log_tells_who_entered_them_and_not_what_they_are(stub, keep, anna):
    keep()
    entry = Entry.objects.get(action="card_account.kept")
    assert stub.account.key not in str(entry.after)
    assert entry.after["key"] == f"…{stub.account.key[-4:]}"


def test_spaces_around_a_copied_key_do_no_harm(stub, keep):
    assert keep(secret=f"  {stub.account.key}\n").is_used


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"secret": "pk_test_0123456789abcdef"}, "no_secret_key", "secret"),
        ({"secret": "hunter2"}, "no_secret_key", "secret"),
        ({"secret": "sk_test_0123456789abcdef"}, "unknown_key", "secret"),
        ({"hook_secret": "sk_test_0123456789abcdef"}, "no_hook_secret", "hook_secret"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(keep, other, code, field):
    with pytest.raises(Invalid) as refused:
        keep(**other)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not CardAccount.objects.exists()


def test_while_stripe_is_away_nothing_is_kept(stub, keep):
    stub.failing = ["500"] * 9
    with pytest.raises(gateway.Unreachable):
        keep()
    assert not CardAccount.objects.exists()


def test_a_restricted_key_may_not_name_its_account_and_does_all_the_same(stub, keep):
    stub.account.restricted = True
    account = keep()
    assert (account.stripe_id, account.is_used, str(account)) == ("", True, account.secret_end)


def test_a_live_account_that_may_not_charge_yet_is_not_kept(stub, keep):
    live = Account("live")
    live.charges_enabled = False
    stub.accounts.append(live)
    with pytest.raises(Invalid) as refused:
        keep(live)
    assert refused.value.code == "not_active"


def test_going_live_is_said_explicitly(stub, keep, anna):
    test, live = keep(), Account("live")
    stub.accounts.append(live)
    kept = keep(live)
    assert not kept.is_used
    cards.use(account=kept, by=anna, at=clock())
    test.refresh_from_db()
    assert (kept.is_used, test.is_used) == (True, False)


def test_a_rolled_key_takes_the_place_of_the_old_one(stub, keep):
    first = keep()
    stub.account.key = "sk_test_" + "9" * 40
    again = keep()
    assert (again.pk, again.secret_end, CardAccount.objects.count()) == (first.pk, "9999", 1)


def test_forgotten_keys_are_gone_and_pay_for_nothing(keep, anna):
    account = cards.forget(account=keep(), by=anna, at=clock())
    assert (account.secret, account.hook_secret, account.is_used) == ("", "", False)
    with pytest.raises(NoKeys):
        cards.use(account=account, by=anna, at=clock())
    with pytest.raises(Stale):
        cards.forget(account=account, by=anna, at=clock())


def test_keys_sealed_under_another_master_secret_say_so(keep, settings):
    account = keep()
    settings.TICKET_KEY = "another"
    with pytest.raises(gateway.WrongKey):
        gateway.of(account)


def test_one_account_of_a_partner_is_used_and_one_in_use_has_keys(keep):
    account = keep()
    facts = {"partner": account.partner, "mode": "live", "kept_at": clock(), "secret": "x", "hook_secret": "x"}
    with pytest.raises(IntegrityError, match=r"card_account_one_used|partner_id"), transaction.atomic():
        CardAccount.objects.create(**facts, stripe_id="acct_2", is_used=True)
    with pytest.raises(IntegrityError, match="card_account_used_has_keys"), transaction.atomic():
        CardAccount.objects.filter(pk=account.pk).update(secret="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CardAccount.objects.create(**{**facts, "mode": "test"}, stripe_id=account.stripe_id)
    with pytest.raises(IntegrityError, match="card_account_mode_known"), transaction.atomic():
        CardAccount.objects.filter(pk=account.pk).update(mode="both")


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def treasurer(client, fair, anna):
    RoleFactory(person=anna, partner=fair.partner, kind="finance")
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    return client


KEYS = "/desk/partners/rezekne/cards/keys/"


def test_the_treasurer_enters_keys_and_sees_their_end_only(treasurer, stub):
    page = treasurer.get(KEYS).content.decode()
    assert "/cards/notices/rezekne/" in page
    assert "checkout.session.completed" in page
    page = treasurer.post(KEYS, {"secret": stub.account.key, "hook_secret": stub.account.hook_secret}, follow=True).content.decode()
    assert "Stripe knows the key" in page
    assert f"…{stub.account.key[-4:]}" in page
    assert stub.account.key not in page
    assert stub.account.hook_secret not in page


def test_a_key_that_stripe_does_not_know_is_answered_clearly_and_not_sent_back(treasurer, stub):
    page = treasurer.post(KEYS, {"secret": "sk_test_0123456789abcdef", "hook_secret": stub.account.hook_secret}).content.decode()
    assert "Stripe does not know this key" in page
    assert "sk_test_0123456789abcdef" not in page


@pytest.mark.parametrize(("kind", "status"), [("supervisor", 403), (None, 404)])
@pytest.mark.parametrize("path", ["", "keys/"])
def test_who_may_not_book_money_sees_no_keys(client, fair, anna, kind, status, path):
    if kind:
        RoleFactory(person=anna, partner=fair.partner, kind=kind)
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/desk/partners/rezekne/cards/{path}").status_code == status


def test_the_account_of_another_partner_is_not_there(treasurer, keep, account, fair):
    other = CardAccount.objects.create(partner=PartnerFactory(), mode="test", kept_at=clock())
    for what in ("use", "forget"):
        assert treasurer.post(f"/desk/partners/rezekne/cards/{other.pk}/{what}/").status_code == 404


def test_the_treasurer_forgets_keys(treasurer, account):
    treasurer.post(f"/desk/partners/rezekne/cards/{account.pk}/forget/")
    account.refresh_from_db()
    assert account.secret == ""
