"""What registrations do when a fee is paid or is not, and when staff cancel a ticket."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from conference.learning import operations as learning
from ticketing.orders.models import Order
from ticketing.signals import order_cancelled, order_lapsed, order_paid, ticket_cancelled
from ticketing.tickets.models import Ticket


@receiver(order_paid)
def make_tickets_good(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    learning.settle_paid(order=order, by=by, at=at)


@receiver(order_lapsed)
def let_seat_go(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    learning.settle_unpaid(order=order, by=by, at=at)


@receiver(order_cancelled)
def give_seat_up(*, order: Order, by: Actor, at: datetime, **news: Any) -> None:
    learning.settle_unpaid(order=order, by=by, at=at)


@receiver(ticket_cancelled)
def end_enrolment(*, ticket: Ticket, by: Actor, at: datetime, **news: Any) -> None:
    learning.end_with_ticket(ticket=ticket, by=by, at=at)
