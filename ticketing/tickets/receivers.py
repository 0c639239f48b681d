"""Reactions to news from the events below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from ticketing.events.models import Event
from ticketing.signals import event_created
from ticketing.tickets import operations


@receiver(event_created)
def make_first_key(event: Event, by: Actor, at: datetime, **_more: Any) -> None:
    """A new event can sign tickets from its first minute."""
    operations.make_key(event=event, by=by, at=at)
