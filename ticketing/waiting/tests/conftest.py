"""A workshop with three places, all sold, and people who would like to come."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, EventDay, Order, Product, Quota, Wait, WaitingRule
from ticketing.orders import operations as orders
from ticketing.waiting import operations as waiting

Join = Callable[..., Wait]
Buy = Callable[..., Order]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fair(now: datetime) -> Event:
    """In a month."""
    event = EventFactory(starts_at=now + timedelta(days=30), ends_at=now + timedelta(days=30, hours=8))
    EventDay.objects.filter(event=event).update(opens_at=event.starts_at, closes_at=event.ends_at)
    return event


@pytest.fixture
def rule(fair: Event, now: datetime) -> WaitingRule:
    """In the order of asking; nobody passes a larger group."""
    return waiting.save_rule(event=fair, facts={}, by="Anna", at=now)


@pytest.fixture
def workshop(fair: Event) -> Product:
    return ProductFactory(event=fair, name_lv="Podniecības darbnīca", name_en="Pottery workshop")


@pytest.fixture
def places(workshop: Product) -> Quota:
    """Three places."""
    return QuotaFactory(event=workshop.event, size=3, products=[workshop])


@pytest.fixture
def buy(now: datetime) -> Buy:
    """`buy(product, count)` orders as any visitor does."""

    def order(product: Product, count: int = 1, *, at: datetime = now) -> Order:
        cart = orders.hold(
            event=product.event,
            wants=[orders.Want(product.pk, None, count)],
            request_key=uuid.uuid4(),
            language="lv",
            by="visitor",
            at=at,
        )
        holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
        return orders.place(order=cart, buyer=orders.Buyer(email="vera@example.org", name="Vera"), holders=holders, by="visitor", at=at)

    return order


@pytest.fixture
def sold_out(rule: WaitingRule, workshop: Product, places: Quota, buy: Buy) -> list[Order]:
    """Three orders of one place each; nothing is left."""
    return [buy(workshop) for _number in range(3)]


@pytest.fixture
def join(now: datetime) -> Join:
    """`join(product, count)` waits; `name`, `at` and more may be given."""

    def wait(product: Product, count: int = 1, *, name: str = "", at: datetime = now, **more: Any) -> Wait:
        name = name or f"Guntis {Wait.objects.count() + 1}"
        facts = {"request_key": uuid.uuid4(), "language": "lv", "by": "visitor", **more}
        waiter = waiting.Waiter(name=name, email=f"{name.replace(' ', '.').lower()}@example.org")
        wants = [orders.Want(product.pk, None, count)]
        return waiting.join(event=product.event, wants=wants, waiter=waiter, at=at, **facts)

    return wait
