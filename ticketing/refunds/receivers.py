"""What becomes of the money when an order is cancelled, whole or in part."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds
from ticketing.signals import order_cancelled, order_paid, order_reduced


@receiver(order_cancelled)
def owe_of_cancelled(*, order: Order, amount: Decimal, was_paid: bool, whole: bool, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, amount=amount, was_paid=was_paid, whole=whole, by=by, at=at)


@receiver(order_reduced)
def owe_of_reduced(*, order: Order, amount: Decimal, was_paid: bool, whole: bool, by: Actor, at: datetime, **news: Any) -> None:
    refunds.give_back(order=order, amount=amount, was_paid=was_paid, whole=whole, by=by, at=at)


@receiver(order_paid)
def keep_what_is_paid(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    if order.total:  # what cost nothing never held money that could be promised back
        refunds.take_back(order=order, by=by, at=at)
