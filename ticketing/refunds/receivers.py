"""What becomes of the money when an order is cancelled, whole or in part, lapses, or is paid after all."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds
from ticketing.signals import order_cancelled, order_lapsed, order_paid, order_reduced


def _told(news: dict[str, Any]) -> dict[str, Any]:
    return {name: news[name] for name in ("amount", "was_paid", "whole", "way")}


@receiver(order_cancelled)
def owe_of_cancelled(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, by=by, at=at, **_told(news))


@receiver(order_reduced)
def owe_of_reduced(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, by=by, at=at, **_told(news))


@receiver(order_lapsed)
def return_credit(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    refunds.return_credit(order=order, by=by, at=at)


@receiver(order_paid)
def keep_what_is_paid(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    if order.total:  # what cost nothing never held money that could be promised back
        refunds.take_back(order=order, by=by, at=at)
