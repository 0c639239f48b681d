"""Anna who keeps the books, and an order of six euros that waits for its money."""

import uuid
from datetime import UTC, datetime

import pytest

from accounts.factories import PersonFactory
from accounts.models import Person
from ticketing.factories import ProductFactory
from ticketing.models import Order
from ticketing.orders import operations as orders


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def anna(db: None) -> Person:
    return PersonFactory()


@pytest.fixture
def order(db: None, now: datetime) -> Order:
    product = ProductFactory()
    wants = [orders.Want(product.pk, None, 2)]
    cart = orders.hold(event=product.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=now)
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    return orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera Ščukina"), holders=holders, by="visitor", at=now)
