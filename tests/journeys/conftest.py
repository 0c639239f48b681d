"""One gate of Anna's fair, and tickets for it."""

import pytest

from ticketing.factories import EventFactory, GateFactory, ProductFactory, TicketFactory


@pytest.fixture
def gate(transactional_db):
    event = EventFactory()
    return GateFactory(event=event, products=[ProductFactory(event=event)], name="Ziemeļu vārti")


@pytest.fixture
def ticket(gate):
    return TicketFactory(event=gate.event, product=gate.products.get())


@pytest.fixture
def other_ticket(gate):
    return TicketFactory(event=gate.event, product=gate.products.get())
