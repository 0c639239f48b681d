"""A fair with one till at the gate, and Anna who works at it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.factories import PersonFactory
from accounts.models import Person
from ticketing.factories import DeviceFactory, EventFactory, GateFactory, OrderFactory, OrderLineFactory, ProductFactory
from ticketing.models import Device, Event, Order, Shift, Till
from ticketing.tills import operations as tills


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fair(now: datetime) -> Event:
    return EventFactory(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=6))


@pytest.fixture
def phone(fair: Event) -> Device:
    return DeviceFactory(event=fair, gate=GateFactory(event=fair), name="Jāņa tālrunis")


@pytest.fixture
def anna(db: None) -> Person:
    return PersonFactory(name="Anna")


@pytest.fixture
def till(fair: Event, phone: Device) -> Till:
    return tills.save_till(event=fair, facts={"name": "Pie vārtiem", "gate": phone.gate}, by="Anna", at=datetime.now(UTC))


@pytest.fixture
def shift(till: Till, anna: Person, now: datetime) -> Shift:
    """Open, with fifty euro."""
    return tills.open_shift(till=till, people=[anna], floats={"EUR": Decimal(50)}, by=anna, at=now)


@pytest.fixture
def order(fair: Event) -> Order:
    """Twelve euro to be paid."""
    placed = OrderFactory(event=fair, state=Order.State.PLACED, total=Decimal(12))
    OrderLineFactory(order=placed, product=ProductFactory(event=fair), price=Decimal(12))
    return placed
