"""Signing in as people meet it: pages and letters."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.factories import PersonFactory
from accounts.models import Person
from accounts.people import operations as people
from common.outbox.models import Message

pytestmark = pytest.mark.django_db
HOME = "/accounts/me/"


@pytest.fixture(autouse=True)
def _home(settings):
    settings.LOGIN_REDIRECT_URL = HOME


@pytest.fixture
def vera():
    return people.add(
        email="vera@example.org", name="Vera Paraudziņa", language="ru", password="linu-audekls-9", is_verified=True, at=timezone.now()
    )


def ask_for_letter(client, email):
    return client.post(reverse("account_request_login_code") + f"?next={HOME}", {"email": email})


def link_in(message):
    return re.search(r"/accounts/link/\S+", message.text)[0]


def signed_in(client):
    return client.get(HOME).status_code == 200


def test_signing_in_with_a_password(client, vera):
    response = client.post(reverse("account_login") + f"?next={HOME}", {"login": "Vera@Example.org", "password": "linu-audekls-9"})
    assert response["Location"] == HOME
    assert signed_in(client)


def test_the_letter_comes_in_the_persons_language_through_the_outbox(client, vera):
    ask_for_letter(client, vera.email)
    message = Message.objects.get()
    assert (message.kind, message.language, message.is_urgent, message.about) == ("account.login_code", "ru", True, f"person:{vera.pk}")


def test_the_code_signs_in_where_it_was_asked_for(client, vera):
    ask_for_letter(client, vera.email)
    code = Message.objects.get().subject.split()[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client)


def test_the_link_signs_in_on_another_device_after_asking(client, vera):
    ask_for_letter(client, vera.email)
    phone, address = Client(), link_in(Message.objects.get())
    assert "vera@example.org" in phone.get(address).content.decode()
    assert not signed_in(phone)  # a program that looks into the mail burns nothing
    phone.post(address)
    assert signed_in(phone)


def test_a_spent_link_offers_a_new_one(client, vera):
    ask_for_letter(client, vera.email)
    address = link_in(Message.objects.get())
    Client().post(address)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 410
        assert reverse("account_request_login_code") in response.content.decode()
    assert not signed_in(client)


def test_letters_point_to_this_site_whatever_host_was_asked(client, vera, settings):
    settings.SITE_URL = "https://tirgus.example.org"
    client.post(reverse("account_reset_password"), {"email": vera.email}, headers={"host": "evil.example.com"})
    text = Message.objects.get().text
    assert "https://tirgus.example.org/accounts/password/reset/key/" in text
    assert "evil" not in text


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_nobody_learns_which_addresses_have_accounts(vera, page):
    answers = [Client().post(reverse(page), {"email": email}, follow=True) for email in (vera.email, "nobody@example.org")]
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", a.content.decode()).replace("nobody@", "vera@") for a in answers]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert pages[0] == pages[1]


def test_opening_an_account_keeps_the_language_and_wants_the_address_confirmed(client):
    client.post(
        reverse("account_signup"),
        {"email": "ilze@example.org", "password1": "linu-audekls-9", "name": "Ilze"},
        headers={"accept-language": "ru"},
    )
    ilze = Person.objects.get(email="ilze@example.org")
    assert (ilze.language, ilze.name) == ("ru", "Ilze")
    assert not signed_in(client)
    code = Message.objects.get().subject.split()[0]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert EmailAddress.objects.get(user=ilze).verified


def test_opening_a_second_account_tells_only_the_owner(client, vera):
    response = client.post(reverse("account_signup"), {"email": vera.email, "password1": "linu-audekls-9"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert Message.objects.get().kind == "account.account_already_exists"


def test_wrong_passwords_are_slowed_down(client, vera):
    for _attempt in range(6):
        response = client.post(reverse("account_login"), {"login": vera.email, "password": "wrong"})
    right = client.post(reverse("account_login"), {"login": vera.email, "password": "linu-audekls-9"})
    assert response.status_code == right.status_code == 200
    assert not signed_in(client)


def test_a_new_address_counts_once_it_is_confirmed(client, vera):
    client.post(reverse("account_login"), {"login": vera.email, "password": "linu-audekls-9", "next": HOME})
    change = {"email": "vera.jauna@example.org", "action_add": ""}
    again = client.post(reverse("account_email"), change)
    assert again["Location"].startswith(reverse("account_reauthenticate"))
    client.post(again["Location"], {"password": "linu-audekls-9"})
    client.post(reverse("account_email"), change)
    assert Person.objects.get(pk=vera.pk).email == "vera@example.org"
    letter = Message.objects.get(to="vera.jauna@example.org")
    client.post(reverse("account_email_verification_sent"), {"code": letter.subject.split()[0]})
    assert Person.objects.get(pk=vera.pk).email == "vera.jauna@example.org"
    assert Message.objects.filter(to="vera@example.org", kind="account.email_changed").exists()


def test_the_language_switch_is_remembered_for_the_person(client):
    anna = PersonFactory(language="lv")
    client.force_login(anna)
    client.post(reverse("set_language"), {"language": "en", "next": HOME})
    anna.refresh_from_db()
    assert anna.language == "en"
    other_device = Client()
    other_device.force_login(anna)
    assert 'lang="en"' in other_device.get(HOME).content.decode()


def test_an_unknown_language_changes_nothing(client):
    anna = PersonFactory(language="lv")
    client.force_login(anna)
    client.post(reverse("set_language"), {"language": "de", "next": HOME})
    anna.refresh_from_db()
    assert anna.language == "lv"


def test_the_profile_is_changed_by_its_owner(client):
    anna = PersonFactory()
    client.force_login(anna)
    client.post(HOME, {"name": "Anna Jaunā", "language": "ru"})
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna Jaunā", "ru")


def test_the_profile_wants_a_signed_in_person(client):
    assert client.get(HOME)["Location"].startswith(reverse("account_login"))


OPEN = ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "account_inactive"]  # fmt: skip
SIGNED_IN = ["people:me", "account_email", "account_change_password", "account_logout", "account_reauthenticate"]


@pytest.mark.parametrize("name", OPEN)
def test_every_page_about_signing_in_is_ours(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'class="site-head"' in response.content.decode()


@pytest.mark.parametrize("name", SIGNED_IN)
def test_every_page_of_the_account_is_ours(client, vera, name):
    client.post(reverse("account_login"), {"login": vera.email, "password": "linu-audekls-9", "next": HOME})
    client.post(reverse("account_reauthenticate"), {"password": "linu-audekls-9", "next": HOME})
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'class="site-head"' in response.content.decode()
