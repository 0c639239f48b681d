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


@pytest.fixture
def known_hasher(settings):
    """Keep numbers and passwords in a form that the site, which runs with its own settings, can read."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
