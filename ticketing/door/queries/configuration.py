"""What a phone must know of its event to judge by itself; small, and the same for every phone of an event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from ticketing.catalogue.models import Product, Question
from ticketing.door.models import Device, Gate
from ticketing.events.models import Window
from ticketing.tickets.models import SigningKey


@dataclass(frozen=True, slots=True)
class Configuration:
    """`locked`: the organiser is suspended today. `scope`: when it changes, the phone's tickets must be fetched afresh."""

    device: Device
    locked: bool
    gates: list[Gate]
    products: list[Product]
    windows: list[Window]
    keys: list[SigningKey]
    questions: list[Question]
    scope: str


FORM = 2
"""Of the snapshot's columns; raised when they change, so that every phone fetches its tickets afresh."""


def questions(products: Iterable[int]) -> list[Question]:
    """Return what the gate asks for these products, with the answers to choose from."""
    found = Question.objects.filter(ask_at_door=True, products__in=products).distinct()
    return list(found.prefetch_related("options", "products"))


def configuration(device: Device, at: datetime) -> Configuration:
    """Return the event's gates, and the products, windows and keys of every ticket that one of its gates opens for."""
    event = device.event
    gates = list(Gate.objects.filter(event=event).select_related("area").prefetch_related("products"))
    products = list(Product.objects.filter(Q(event=event) | Q(gates__event=event)).select_related("event").distinct())
    events = {event.pk} | {product.event_id for product in products}
    elsewhere = sorted(product.pk for product in products if product.event_id != event.pk)
    return Configuration(
        device=device,
        locked=event.partner.suspended_on(at.astimezone(event.tz).date()),
        gates=gates,
        products=products,
        windows=list(Window.objects.filter(event__in=events).select_related("event")),
        keys=list(SigningKey.objects.filter(event__in=events).select_related("event")),
        questions=questions([product.pk for product in products]),
        scope=sha256(f"{FORM} {event.pk} {device.rights} {elsewhere}".encode()).hexdigest()[:12],
    )
