"""The cast at the desk, as the rooms of ticketing know it: Anna runs Māra's fair."""

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from ticketing.conftest import sign_in, suspend
from ticketing.factories import EventFactory
from ticketing.models import Event

__all__ = ["anna", "as_anna", "event", "sign_in", "suspend"]


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(slug="maras-tirgus")


@pytest.fixture
def anna(event: Event) -> Person:
    return RoleFactory(person=PersonFactory(name="Anna", language="en"), partner=event.partner, kind="manager").person


@pytest.fixture
def as_anna(client: Client, anna: Person) -> Client:
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    return client
