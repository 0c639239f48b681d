"""Anna runs Māra's fair; Boris has nothing to do with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Partner
from ticketing.factories import EventFactory
from ticketing.models import Event, EventRole

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def event(db) -> Event:
    return EventFactory(slug="maras-tirgus")


@pytest.fixture
def anna(event):
    return RoleFactory(person=PersonFactory(name="Anna", language="en"), partner=event.partner, kind="manager").person


@pytest.fixture
def as_anna(client, anna) -> Client:
    client.force_login(anna, BACKEND)
    return client


@pytest.fixture
def sign_in(db) -> Callable[..., Client]:
    """`sign_in(event, kind)` is somebody with that role at the event only; None is Boris of another partner."""

    def browser(event: Event, kind: str | None) -> Client:
        person = PersonFactory(language="en")
        if kind is None:
            RoleFactory(person=person)
        else:
            EventRole.objects.create(event=event, person=person, kind=kind)
        client = Client()
        client.force_login(person, BACKEND)
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
