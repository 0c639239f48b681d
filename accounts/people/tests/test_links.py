"""One-time links: once, for a while, for this account as it is now."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.factories import PersonFactory
from accounts.people import links
from accounts.people import operations as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera():
    return PersonFactory(name="Vera Paraudziņa", email="vera@example.org")


def word(person, **more):
    return links.make(person, until=timezone.now() + links.SIGN_IN, **more)


def test_a_link_signs_in_once(vera):
    once = word(vera, next_url="/desk/")
    assert people.use_link(word=once, at=timezone.now()) == (vera, "/desk/")
    with pytest.raises(people.LinkSpent):
        people.use_link(word=once, at=timezone.now())


def test_using_a_link_confirms_the_address_it_was_sent_to(vera):
    people.use_link(word=word(vera), at=timezone.now())
    assert EmailAddress.objects.get(user=vera, email=vera.email).verified


def test_a_link_runs_out(vera):
    with pytest.raises(people.LinkSpent):
        people.use_link(word=word(vera), at=timezone.now() + timedelta(minutes=16))


def _new_password(person):
    person.set_password("cits-linu-audekls")


def _new_address(person):
    person.email = "vera.jauna@example.org"


def _closed(person):
    person.is_active = False


def _signed_in_since(person):
    person.last_login = timezone.now()


@pytest.mark.parametrize("change", [_new_password, _new_address, _closed, _signed_in_since])
def test_a_change_of_the_account_spends_the_links_made_before(vera, change):
    before = word(vera)
    change(vera)
    vera.save()
    with pytest.raises(people.LinkSpent):
        people.use_link(word=before, at=timezone.now())


@pytest.mark.parametrize("forge", [lambda w: w[:-1] + "x", lambda w: "", lambda w: "a:b:c", lambda w: w[5:]])
def test_a_forged_link_is_refused(vera, forge):
    with pytest.raises(people.LinkSpent):
        people.use_link(word=forge(word(vera)), at=timezone.now())


def test_of_two_clicks_at_once_one_wins(vera, monkeypatch):
    once = word(vera)
    # both have read the account before either has written
    monkeypatch.setattr(links, "is_fresh", lambda *_: True)
    people.use_link(word=once, at=timezone.now())
    stale = type(vera).objects.get(pk=vera.pk)
    stale.last_login = None
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda self: stale)
    with pytest.raises(people.LinkSpent):
        people.use_link(word=once, at=timezone.now())
