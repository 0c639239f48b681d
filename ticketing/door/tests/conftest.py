"""One gate of Anna's fair with one paired phone, and tickets with their codes."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings

from ticketing.door import operations, queries
from ticketing.door.access import hashed
from ticketing.factories import DeviceFactory, EventFactory, GateFactory, ProductFactory, TicketFactory
from ticketing.models import Device, Event, Gate, Product, Ticket
from ticketing.tickets import keys
from ticketing.tickets.codes import Body

KEY = "janis-phone-key"


def now() -> datetime:
    return datetime.now(UTC)


def code_of(ticket: Ticket, **changes: int) -> str:
    """Return the T1 text of `ticket`, or of one that differs in `changes`."""
    body = {
        "key_slot": ticket.key_slot,
        "event": ticket.event.number,
        "serial": ticket.pk,
        "product": ticket.product.number,
        "generation": ticket.generation,
        "window": ticket.window.number if ticket.window else 0,
    }
    return keys.sign(settings.TICKET_KEY, Body(**{**body, **changes}))


@pytest.fixture(autouse=True)
def no_old_counts() -> None:
    """Have every test count anew who is inside."""
    queries.crowd.forget()


@pytest.fixture
def event(db) -> Event:
    return EventFactory()


@pytest.fixture
def product(event) -> Product:
    return ProductFactory(event=event)


@pytest.fixture
def gate(event, product) -> Gate:
    return GateFactory(event=event, products=[product], name="Ziemeļu vārti")


@pytest.fixture
def phone(gate) -> Device:
    return DeviceFactory(event=gate.event, gate=gate, key_hash=hashed(KEY), paired_at=now(), name="Jāņa tālrunis")


@pytest.fixture
def steward_phone(phone) -> Device:
    phone.rights = Device.Rights.STEWARD
    phone.save()
    return phone


@pytest.fixture
def ticket(event, product) -> Ticket:
    return TicketFactory(event=event, product=product, lines=["Linu darbnīca", "stends A12"])


@pytest.fixture
def scan(phone) -> Callable[..., operations.Answer]:
    """`scan(code, at=…, nonce=…, …)` scans with the paired phone."""

    def scan_one(code: str, **more) -> operations.Answer:
        return operations.scan(**{"key": KEY, "code": code, "nonce": uuid.uuid4(), "at": now(), **more})

    return scan_one
