"""What the worker does for waiting lists. It may run twice, or twice at once, and be cut off at any point."""

import logging

from django.utils import timezone

from ticketing.waiting import operations, queries

logger = logging.getLogger(__name__)


def attend() -> int:
    """Draw lots that are due, write down what became of offers, and offer what is free; return how many groups were offered places.

    Nothing wakes it by news: a place that a cancellation, an offer that lapsed, a larger quota or an ended reserve set free is
    simply there at the next look. One event that fails keeps no other waiting.
    """
    now, offered = timezone.now(), 0
    for event in list(queries.events_with_lists()):
        try:
            operations.draw(event=event, at=now)
            offered += operations.fill(event=event, at=now)
            operations.close_over(event=event, at=now)
        except Exception:
            logger.exception("event %s: its waiting list could not be attended to", event.pk)
    return offered
