"""Anna who keeps the books, and paid orders with a refund done and one owed."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from ticketing.billing import operations as billing
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import Event, Order, Product
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fair(db: None) -> Event:
    return EventFactory()


@pytest.fixture
def anna(fair: Event) -> Person:
    person = PersonFactory(name="Anna Paraudziņa", language="en")
    RoleFactory(person=person, partner=fair.partner, kind="finance")
    return person


@pytest.fixture
def desk(anna: Person) -> Client:
    """Anna's browser, in English."""
    client = Client()
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def day_ticket(fair: Event) -> Product:
    product = ProductFactory(event=fair, price=Decimal("12.10"), tax_rate=Decimal("21.0"))
    QuotaFactory(event=fair, products=[product])
    return product


@pytest.fixture
def buy(day_ticket: Product, now: datetime):
    """`buy(2)` places an order of tickets for 12.10 each; `buy(2, "24.20")` has also so much paid."""

    def order(count: int = 2, paid: str = "", provider: str = "manual", at: datetime = now) -> Order:
        wants = [orders.Want(day_ticket.pk, None, count)]
        cart = orders.hold(event=day_ticket.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=at)
        holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
        placed = orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera Ščukina"), holders=holders, by="visitor", at=at)
        if paid:
            billing.record(order=placed, provider=provider, amount=Decimal(paid), reference="", by="system", at=at)
        return Order.objects.select_related("event__partner").get(pk=placed.pk)

    return order


@pytest.fixture
def books(buy, anna: Person, now: datetime) -> dict[str, Order]:
    """Four orders: one paid, one cancelled whose money went back, one with a surplus promised, one that waits."""
    found = {"paid": buy(2, "24.20"), "back": buy(1, "12.10", "cash"), "over": buy(1, "15.00"), "waits": buy(1)}
    orders.cancel(order=found["back"], by=anna, at=now)
    refunds.done(refund=refunds.again(refund=found["back"].refunds.get(), way="cash", by=anna, at=now), by=anna, at=now)
    refunds.owe_surplus(order=found["over"], by=anna, at=now)
    return {name: Order.objects.select_related("event__partner").get(pk=order.pk) for name, order in found.items()}
