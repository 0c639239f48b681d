"""Reading what is booked, and when a thing is free."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from places.equipment import rules
from places.equipment.models import Bookable, BookedQuarter, Booking
from places.sites.models import Site

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


def holding(starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """Return the bookings whose use touches the period and that keep others away, earliest first."""
    return (
        Booking.objects.filter(state__in=Booking.HOLDING, starts_at__lt=ends_at, ends_at__gt=starts_at)
        .select_related("bookable__site", "person")
        .order_by("starts_at", "id")
    )


def requests_at(sites: Iterable[Site]) -> QuerySet[Booking]:
    """Return the requests at some places that wait for an answer, oldest first."""
    return (
        Booking.objects.filter(state=Booking.State.REQUESTED, bookable__site__in=sites)
        .select_related("bookable__site", "person")
        .order_by("asked_at")
    )
