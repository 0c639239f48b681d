"""Anna who keeps the books, and an order of six euros that is paid."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.factories import PersonFactory
from accounts.models import Person
from ticketing.billing import operations as billing
from ticketing.factories import EventFactory, ProductFactory
from ticketing.models import Event, Order, Payment, Product, Refund
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds

Buy = Callable[..., Order]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def anna(db: None) -> Person:
    return PersonFactory(name="Anna Paraudziņa")


@pytest.fixture
def fair(db: None) -> Event:
    return EventFactory()


@pytest.fixture
def day_ticket(fair: Event) -> Product:
    return ProductFactory(event=fair)


@pytest.fixture
def buy(day_ticket: Product, now: datetime) -> Buy:
    """`buy(count)` places an order of day tickets for three euros each, as Vera; `at` may be given."""

    def order(count: int = 2, *, at: datetime = now) -> Order:
        wants = [orders.Want(day_ticket.pk, None, count)]
        cart = orders.hold(event=day_ticket.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=at)
        holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
        return orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera Ščukina"), holders=holders, by="visitor", at=at)

    return order


@pytest.fixture
def pay(anna: Person, now: datetime) -> Callable[..., Payment]:
    """`pay(order, "6.00")` books money that came; `provider` and `reference` may be given."""

    def record(order: Order, amount: str = "6.00", *, provider: str = "manual", reference: str = "") -> Payment:
        return billing.record(order=order, amount=Decimal(amount), provider=provider, reference=reference, by=anna, at=now)

    return record


@pytest.fixture
def paid(buy: Buy, pay: Callable[..., Payment]) -> Order:
    order = buy()
    pay(order)
    order.refresh_from_db()
    return order


@pytest.fixture
def owe(paid: Order, anna: Person, now: datetime) -> Callable[..., Refund]:
    """`owe("2.00")` promises money of the paid order back."""

    def promise(amount: str = "6.00", **more: object) -> Refund:
        said = {"order": paid, "reason": "cancelled", "by": anna, "at": now}
        return refunds.owe(amount=Decimal(amount), **{**said, **more})

    return promise
