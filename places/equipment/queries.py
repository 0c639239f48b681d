"""Reading what is booked, and when a thing is free."""

from datetime import UTC, datetime, timedelta

from places.equipment import rules
from places.equipment.models import Bookable, BookedQuarter

LOOK_AHEAD = timedelta(days=14)


def next_free(bookable: Bookable, after: datetime, length: timedelta) -> datetime | None:
    """Return when the thing can next be used for `length` from `after` on, set-up and cooling down included; None in two weeks."""
    span = rules.Span(after, after + length).widened(bookable.setup_minutes, bookable.cooldown_minutes).quarters()
    horizon = span.start + int(LOOK_AHEAD.total_seconds()) // rules.QUARTER
    taken = BookedQuarter.objects.filter(bookable=bookable, quarter__gte=span.start, quarter__lt=horizon).values_list("quarter", flat=True)
    start = rules.free_start(taken, after=span.start, length=len(span), horizon=horizon)
    if start is None:
        return None
    return datetime.fromtimestamp(start * rules.QUARTER, UTC) + timedelta(minutes=bookable.setup_minutes)
