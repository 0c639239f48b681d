"""What this room does when news comes from below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.history.operations import Actor
from fairs.calls import operations
from ticketing import signals
from ticketing.events.models import Event


@receiver(signals.event_moved)
def ask_makers(sender: type[Event], *, event: Event, by: Actor, at: datetime, **more: Any) -> None:
    """Ask everybody who applied whether they come on the new days."""
    operations.ask_to_reconfirm(event=event, by=by, at=at)
