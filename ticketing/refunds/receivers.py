"""What becomes of the money when an order is cancelled, whole or in part, lapses, or is paid after all."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing.billing import operations as billing
from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds
from ticketing.signals import event_cancelled, event_moved, order_cancelled, order_lapsed, order_paid, order_reduced


def _told(news: dict[str, Any]) -> dict[str, Any]:
    return {name: news[name] for name in ("amount", "was_paid", "whole", "way")}


@receiver(order_cancelled)
def owe_of_cancelled(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, by=by, at=at, **_told(news))


@receiver(order_reduced)
def owe_of_reduced(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, by=by, at=at, **_told(news))
    if not news["was_paid"]:  # a part that was paid may be all it costs now
        billing.settle(order=order, by=by, at=at)


@receiver(order_lapsed)
def return_credit(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.return_credit(order=order, by=by, at=at)


@receiver(event_cancelled)
def call_off(*, event: Event, by: Actor, at: datetime, **news: Any) -> None:
    refunds.call_off(event=event, by=by, at=at)


@receiver(event_moved)
def ask_buyers(*, event: Event, by: Actor, at: datetime, **news: Any) -> None:
    refunds.ask_buyers(event=event, by=by, at=at)


@receiver(order_paid)
def keep_what_is_paid(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    if order.total:  # what cost nothing never held money that could be promised back
        refunds.take_back(order=order, by=by, at=at)
