"""A fair with one kind of ticket, and somebody who buys."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, Order, Product, Quota
from ticketing.orders import operations as orders

Buy = Callable[..., Order]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fair() -> Event:
    return EventFactory()


@pytest.fixture
def day_ticket(fair: Event) -> Product:
    return ProductFactory(event=fair)


@pytest.fixture
def places(day_ticket: Product) -> Quota:
    """Three places."""
    return QuotaFactory(event=day_ticket.event, size=3, products=[day_ticket])


@pytest.fixture
def fill_cart(now: datetime) -> Buy:
    """`fill_cart(product, count)` holds places; `key` and `at` may be given."""

    def fill(product: Product, count: int = 1, *, key: uuid.UUID | None = None, at: datetime = now) -> Order:
        wants = [orders.Want(product=product.pk, variation=None, count=count)]
        return orders.hold(event=product.event, wants=wants, request_key=key or uuid.uuid4(), language="lv", by="visitor", at=at)

    return fill


@pytest.fixture
def place(now: datetime) -> Buy:
    """`place(cart)` sends the order as Vera, with a name for every ticket."""

    def send(cart: Order, *, at: datetime = now) -> Order:
        buyer = orders.Buyer(email="vera@example.org", name="Vera Ščukina")
        holders = {line.pk: orders.Holder(name="Vera Ščukina", name_other="Вера Щукина") for line in cart.lines.all()}
        return orders.place(order=cart, buyer=buyer, holders=holders, by="visitor", at=at)

    return send


@pytest.fixture
def buy(fill_cart: Buy, place: Buy) -> Buy:
    """`buy(product, count)` holds and places."""
    return lambda product, count=1: place(fill_cart(product, count))
