"""Changes of an event that only the room on top can judge."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from common.outbox import operations as outbox
from common.outbox.models import Message
from ticketing.events import operations as events
from ticketing.events.models import Event
from ticketing.orders.models import Order


@transaction.atomic
def move_state(*, event: Event, to: str, by: Actor, at: datetime) -> Event:
    """As `events.operations.move_state`, but an event that people have tickets for is not withdrawn from their sight.

    Raises:
        Refused: it was to become a draft again, and somebody has ordered (`has_orders`).
    """
    # Holds the event against others until the orders are counted.
    Event.objects.select_for_update().get(pk=event.pk)
    live = Order.objects.filter(event=event, state__in=[Order.State.HELD, Order.State.PLACED, Order.State.PAID])
    if to == Event.State.DRAFT and live.exists():
        raise Refused(_("Somebody has ordered already. Cancel the event instead, so that its page says so."), code="has_orders")
    return events.move_state(event=event, to=to, by=by, at=at)


@transaction.atomic
def send_again(*, letter: Message, event: Event, by: Actor, at: datetime) -> Message:
    """Send a letter of the event once more.

    Raises:
        common.outbox.operations.NotSendable: it neither failed nor is in doubt.
    """
    outbox.requeue(message=letter, at=at)
    history.log(by=by, at=at, action="letter.again", subject=letter, partner=event.partner, event=event, after={"to": letter.to})
    return letter
