"""What the worker does when an event is cancelled or moved. It may run twice, or twice at once, and be cut off at any point."""

from django.utils import timezone

from ticketing.refunds import operations as refunds
from ticketing.refunds.models import Upheaval


def attend() -> int:
    """Cancel the next orders of cancelled events, ask the next buyers of moved ones, and remind; return how many orders were done."""
    now, done = timezone.now(), 0
    for upheaval in Upheaval.objects.filter(done_at=None).select_related("event__partner"):
        done += refunds.step(upheaval=upheaval, at=now)
    for upheaval in Upheaval.objects.filter(kind=Upheaval.Kind.MOVED, answer_until__gt=now).select_related("event__partner"):
        done += refunds.remind(upheaval=upheaval, at=now)
    return done
