"""The cast at the desk, for the tests of every room: each in a browser of their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Partner
from ticketing.models import Event, EventRole

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """`sign_in(event, kind)` is somebody with that role at the event: Anna the manager, Jānis the steward; None is Boris."""

    def browser(event: Event, kind: str | None = "manager") -> Client:
        client = Client()
        if kind is None:
            boris = PersonFactory(name="Boris", language="en")
            RoleFactory(person=boris)
            client.force_login(boris, "allauth.account.auth_backends.AuthenticationBackend")
            return client
        person = PersonFactory(name="Anna Paraudziņa" if kind == "manager" else "Jānis", language="en")
        EventRole.objects.create(event=event, person=person, kind=kind)
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser


@pytest.fixture
def suspend() -> Callable[[Event], None]:
    """`suspend(event)` locks an event: it may be seen, not changed."""

    def lock(event: Event) -> None:
        Partner.objects.filter(pk=event.partner_id).update(
            state=Partner.State.SUSPENDED, suspended_from="2020-01-01", suspension_reason="by order of the court"
        )

    return lock
