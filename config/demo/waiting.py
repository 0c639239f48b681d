"""Sold-out workshops of the demonstration, and the people who wait for places in them."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Person
from config.demo.people import visitor
from ticketing.catalogue import operations as catalogue
from ticketing.models import Event, Order, Product
from ticketing.orders import operations as orders
from ticketing.orders.operations import Buyer, Holder, Want
from ticketing.waiting import operations as waiting

QUEUE, LOT = "maras-tirgus", "cietoksnis"

_WORKSHOPS = {
    QUEUE: (("Podniecības darbnīca", "Гончарная мастерская", "Pottery workshop"), "12.00"),
    LOT: (("Kalēja meistarklase", "Мастер-класс кузнеца", "A morning at the forge"), "25.00"),
}
_GROUPS = (3, 2, 1, 2, 1)


def make_waiting(event: Event, by: Person, at: datetime) -> None:
    """Sell a workshop out and let groups wait for it: at one fair in the order of asking, at another by a lot still to come."""
    if event.slug not in _WORKSHOPS:
        return
    texts, price = _WORKSHOPS[event.slug]
    workshop = _workshop(event, texts, price, by, at - timedelta(days=20))
    booked = [_order(workshop, number, 2, at - timedelta(days=15, hours=number)) for number in range(3)]
    facts = {"decides": "lot", "draws_at": at + timedelta(days=9)} if event.slug == LOT else {}
    waiting.save_rule(event=event, facts={"most_people": 4, **facts}, by=by, at=at - timedelta(days=14))
    for number, count in enumerate(_GROUPS):
        _wait(workshop, number, count, at - timedelta(days=8 - number, hours=3 * number))
    if event.slug == QUEUE:
        first = workshop.event.waits.order_by("rank").last()
        if first is not None:
            reason = "Pirmo reizi pieteicās pa tālruni 2. maijā, mēs aizmirsām ierakstīt."
            waiting.move_up(wait=first, place=3, reason=reason, by=by, at=at - timedelta(days=2))
        orders.cancel(order=booked[0], by=by, at=at - timedelta(hours=7), reason="saslima")
        orders.cancel(order=booked[1], by=by, at=at - timedelta(hours=5), reason="asked by the buyer")
        waiting.fill(event=event, at=at - timedelta(hours=5))


def _workshop(event: Event, texts: tuple[str, str, str], price: str, by: Person, at: datetime) -> Product:
    names = {f"name_{language}": text for language, text in zip(("lv", "ru", "en"), texts, strict=True)}
    facts = {**names, "price": Decimal(price), "max_per_order": 4, "position": 9}
    product = catalogue.save_product(event=event, facts=facts, by=by, at=at)
    orders.save_quota(event=event, name=texts[0], size=6, pairs=[(product.pk, None)], by=by, at=at)
    return product


def _key(event: Event, what: str, number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{event.slug}/{what}/{number}")


def _order(product: Product, number: int, count: int, at: datetime) -> Order:
    name, other, language = visitor(number * 3 + product.event_id)
    order = orders.hold(
        event=product.event,
        wants=[Want(product.pk, None, count)],
        request_key=_key(product.event, "workshop", number),
        language=language,
        by="visitor",
        at=at,
    )
    holders = {line.pk: Holder(name=name, name_other=other) for line in order.lines.all()}
    buyer = Buyer(email=f"darbnica.{number}@example.org", name=name)
    return orders.place(order=order, buyer=buyer, holders=holders, by="visitor", at=at)


def _wait(product: Product, number: int, count: int, at: datetime) -> None:
    name, _other, language = visitor(number * 7 + product.event_id + 2)
    waiting.join(
        event=product.event,
        wants=[Want(product.pk, None, count)],
        waiter=waiting.Waiter(name=name, email=f"gaida.{number}@example.org"),
        request_key=_key(product.event, "wait", number),
        language=language,
        by="visitor",
        at=at,
    )
