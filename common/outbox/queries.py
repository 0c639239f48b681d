"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from common.outbox.models import Message

State = Message.State


@dataclass(frozen=True)
class Health:
    """How the outbox is doing: what waits, for how long, and what a person must look at."""

    waiting: int
    queued: int
    oldest_wait: timedelta
    failed: int
    doubtful: int


def awaiting(kind: str) -> QuerySet[Message]:
    """Return the messages of a kind that want their attachments, oldest first."""
    return Message.objects.filter(kind=kind, state=State.WAITING)


def next_due(at: datetime) -> Message | None:
    """Return the message to be sent next, urgent ones first."""
    return Message.objects.filter(state=State.QUEUED, due_at__lte=at).order_by("-is_urgent", "due_at", "id").first()


def about(subject: str) -> QuerySet[Message]:
    """Return the messages about a subject such as "order:123", newest first."""
    return Message.objects.filter(about=subject).order_by("-id")


def within(event: str) -> QuerySet[Message]:
    """Return the messages of an event such as "event:7", newest first, without their long texts."""
    return Message.objects.filter(within=event).defer("text", "html").order_by("-id")


def health(at: datetime) -> Health:
    """Count what is under way and what went wrong."""
    under_way = Q(state__in=[State.WAITING, State.QUEUED, State.SENDING])
    figures = Message.objects.aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        queued=Count("pk", filter=Q(state=State.QUEUED)),
        oldest=Min("created_at", filter=under_way),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        doubtful=Count("pk", filter=Q(state=State.DOUBTFUL)),
    )
    oldest = figures.pop("oldest")
    return Health(oldest_wait=at - oldest if oldest else timedelta(0), **figures)
