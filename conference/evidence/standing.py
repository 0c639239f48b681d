"""What an event's public page says of what it left behind."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.evidence.queries import is_published
from conference.proposals.queries import published_files
from ticketing.events.models import Event


def of_event(request: HttpRequest, event: Event) -> dict[str, Any] | None:
    """Return the way to the proceedings; None before the event, or without a paper. One statement once it has begun."""
    if not is_published(event, timezone.now()) or not published_files(event).exists():
        return None
    return {"template": "conference/evidence/_event.html"}
