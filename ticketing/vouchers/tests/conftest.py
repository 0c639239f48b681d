"""Anna's fair with a day ticket, ten places, and an order."""

from datetime import UTC, datetime

import pytest

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from ticketing.factories import EventFactory, OrderFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, Order, Product, Quota


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(slug="maras-tirgus")


@pytest.fixture
def anna(event: Event) -> Person:
    return RoleFactory(person=PersonFactory(name="Anna", language="en", email="anna@example.org"), partner=event.partner).person


@pytest.fixture
def ticket(event: Event) -> Product:
    return ProductFactory(event=event)


@pytest.fixture
def quota(event: Event, ticket: Product) -> Quota:
    return QuotaFactory(event=event, size=10, products=[ticket])


@pytest.fixture
def order(event: Event) -> Order:
    return OrderFactory(event=event)
