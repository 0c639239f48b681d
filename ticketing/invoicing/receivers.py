"""Which papers come by themselves, when a way to pay is chosen and when money comes."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing.invoicing import operations as invoicing
from ticketing.orders.models import Order
from ticketing.signals import order_paid, payment_chosen


@receiver(payment_chosen)
def ask_for_money(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    invoicing.when_chosen(order=order, by=by, at=at)


@receiver(order_paid)
def confirm_payment(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    invoicing.when_paid(order=order, by=by, at=at)
