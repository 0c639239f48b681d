"""What the worker does for offers. Every function may run twice, or twice at once."""

from django.utils import timezone

from fairs.offers import operations as offers
from fairs.offers import queries


def lapse_due() -> int:
    """Let unanswered offers lapse; return how many did."""
    now = timezone.now()
    return sum(offers.lapse(offer=offer, at=now) for offer in queries.due(now))
