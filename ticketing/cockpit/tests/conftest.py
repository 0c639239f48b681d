"""Anna runs a fair, Jānis is a steward there, Vita keeps its books, Boris organises elsewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.factories import PartnerFactory, PersonFactory, RoleFactory
from accounts.models import Partner, Person
from ticketing.factories import EventFactory
from ticketing.models import Event, EventRole


def text(response: Any) -> str:
    """Return a page as it reads."""
    return unescape(response.content.decode())


@pytest.fixture(autouse=True)
def _latvian() -> Iterator[None]:
    """Undo whatever language the page of an earlier test was shown in."""
    with translation.override("lv"):
        yield


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(slug="maras-tirgus")


@pytest.fixture
def anna(event: Event) -> Person:
    return RoleFactory(person=PersonFactory(name="Anna", email="anna@example.org", language="en"), partner=event.partner).person


@pytest.fixture
def boris(db: None) -> Person:
    return RoleFactory(person=PersonFactory(name="Boris", email="boris@example.org", language="en"), partner=PartnerFactory()).person


@pytest.fixture
def janis(event: Event) -> Person:
    person = PersonFactory(name="Jānis", email="janis@example.org", language="en")
    EventRole.objects.create(event=event, person=person, kind="steward")
    return person


@pytest.fixture
def vita(event: Event) -> Person:
    person = PersonFactory(name="Vita", email="vita@example.org", language="en")
    EventRole.objects.create(event=event, person=person, kind="finance")
    return person


@pytest.fixture
def suspended(event: Event) -> Partner:
    partner = event.partner
    partner.state, partner.suspended_from, partner.suspension_reason = "suspended", date(2022, 3, 1), "sanctions"
    partner.save()
    return partner


@pytest.fixture
def as_anna(client: Client, anna: Person) -> Client:
    client.force_login(anna)
    return client
