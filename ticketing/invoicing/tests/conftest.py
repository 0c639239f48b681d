"""A fair whose organiser has said what its papers must state, and orders at it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.factories import PartnerFactory
from ticketing.factories import EventFactory, IssuerFactory, OrderFactory, OrderLineFactory, ProductFactory
from ticketing.models import Event, Issuer, Order, Payment, Product

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MakeOrder = Callable[..., Order]


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def fair(db: None) -> Event:
    partner = PartnerFactory(
        code="lpr",
        name="Latgales plānošanas reģions",
        registration_number="90002181025",
        address="Atbrīvošanas aleja 95, Rēzekne, LV-4601",
        country="LV",
        zone="Europe/Riga",
        currency="EUR",
    )
    starts = AT + timedelta(days=21)
    return EventFactory(partner=partner, starts_at=starts, ends_at=starts + timedelta(hours=8))


@pytest.fixture
def issuer(fair: Event) -> Issuer:
    return IssuerFactory(partner=fair.partner)


@pytest.fixture
def ticket(fair: Event) -> Product:
    return ProductFactory(event=fair, price=Decimal("12.10"), tax_rate=Decimal("21.0"))


@pytest.fixture
def duty(fair: Event) -> Product:
    return ProductFactory(
        event=fair, admits=False, price=Decimal("14.00"), name_lv="Pašvaldības nodeva", name_ru="Пошлина", name_en="Municipal duty"
    )


@pytest.fixture
def make_order(fair: Event, ticket: Product) -> MakeOrder:
    """`make_order(count, *more products)` places an order of Vera's; `state`, `language` and others as given."""

    def make(count: int = 2, *more: Product, paid: Any = None, **facts: Any) -> Order:
        values = {"event": fair, "state": Order.State.PLACED, "language": "lv", "expires_at": AT + timedelta(days=5), **facts}
        order = OrderFactory(placed_at=AT, held_at=AT, **values)
        for product in [*([ticket] * count), *more]:
            OrderLineFactory(order=order, product=product, price=product.price, tax_rate=product.tax_rate)
        order.total = sum((line.price for line in order.lines.all()), Decimal("0.00"))
        order.save(update_fields=["total"])
        if paid is not None or order.state == Order.State.PAID:
            Payment.objects.create(
                order=order,
                provider="manual",
                reference=f"P{order.pk}",
                amount=paid or order.total,
                currency=order.currency,
                recorded_at=AT,
            )
        return order

    return make
