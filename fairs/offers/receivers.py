"""What offers do when money comes, does not come, or an application ends."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from fairs.calls.models import Application
from fairs.calls.signals import application_closed
from fairs.offers import operations as offers
from ticketing.orders.models import Order
from ticketing.signals import order_cancelled, order_lapsed, order_paid


@receiver(order_paid)
def confirm_place(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    offers.confirm_if_fee_paid(order=order, by=by, at=at)


@receiver(order_lapsed)
def let_place_go(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    offers.lapse_unpaid(order=order, by=by, at=at)


@receiver(order_cancelled)
def decline_place(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    offers.decline_if_fee_cancelled(order=order, by=by, at=at)


@receiver(application_closed)
def end_offer(*, application: Application, by: Actor, at: datetime, **news: Any) -> None:
    offers.end_of_application(application=application, by=by, at=at)
