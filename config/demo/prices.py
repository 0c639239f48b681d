"""Early prices, a second currency, vouchers and a group in the demonstration."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Person
from ticketing.catalogue import operations as catalogue
from ticketing.events.access import is_bookable
from ticketing.models import Event, Product, Variation
from ticketing.orders import operations as orders
from ticketing.vouchers import operations as vouchers

EARLY, TWO_CURRENCIES = "cietoksnis", "maras-tirgus"


def make_prices(event: Event, by: Person, at: datetime) -> None:
    """Give the fortress an early price, vouchers and a school; let Māra's market sell in roubles too."""
    product = event.products.filter(is_public=True, admits=True).order_by("position").first()
    if product is None or event.state != Event.State.PUBLISHED or not is_bookable(event, at):
        return
    if event.slug == EARLY:
        _early(event, product, by, at)
        _vouchers(event, product, by, at)
        _school(event, product, by, at)
    if event.slug == TWO_CURRENCIES:
        Event.objects.filter(pk=event.pk).update(second_currency="RUB")
        event.refresh_from_db()
        catalogue.save_product(event=event, facts={"second_price": Decimal("250.00")}, by=by, at=at, product=product)


def _early(event: Event, product: Product, by: Person, at: datetime) -> None:
    catalogue.save_product(event=event, facts={"group_max": 60}, by=by, at=at, product=product)
    variations: list[Variation | None] = list(product.variations.all())
    for variation in variations or [None]:
        price = product.price if variation is None or variation.price is None else variation.price
        if not price:
            continue
        lower, lowest = (price * share / 100 for share in (Decimal(80), Decimal(70)))
        until = event.starts_at - timedelta(days=14)
        catalogue.add_step(product=product, facts={"variation": variation, "price": lower, "until": until, "first": 100}, by=by, at=at)
        catalogue.add_step(product=product, facts={"variation": variation, "price": lowest, "from_places": 10}, by=by, at=at)


def _vouchers(event: Event, product: Product, by: Person, at: datetime) -> None:
    many = {"kind": "percent", "value": Decimal(20), "uses_allowed": 200, "note": "radio"}
    vouchers.make(event=event, facts=many, products=[product], by=by, at=at, code="AMATI-20")
    free = {"kind": "percent", "value": Decimal(100), "uses_allowed": 2, "batch": "Partneri"}
    vouchers.make(event=event, facts=free, products=[product], by=by, at=at, count=12)
    off = {"kind": "amount", "value": Decimal("5.00"), "currency": event.currency, "minimum": Decimal("15.00"), "uses_allowed": 30}
    vouchers.make(event=event, facts={**off, "note": "laikraksts"}, products=[], by=by, at=at, code="LATGALE-5")


def _school(event: Event, product: Product, by: Person, at: datetime) -> None:
    variation = product.variations.values_list("pk", flat=True).last()
    orders.order_group(
        event=event,
        wants=[orders.Want(product.pk, variation, 25)],
        group="Paraugu pamatskola, 5.b",
        names=["Vera Ščukina", "Jānis Paraugs"],
        buyer=orders.Buyer(email="skola@example.org", name="Paraugu pamatskola"),
        language="lv",
        request_key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo group {event.slug}"),
        by=by,
        at=at - timedelta(hours=3),
    )
