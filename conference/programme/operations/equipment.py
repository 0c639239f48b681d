"""What sessions need is booked by itself, at the place, and moves with them.

A thing that others have is no reason to refuse a place: the session stands there without it, which the desk shows as a clash.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.people.models import Person
from common.errors import Refused
from conference.programme.models import Session, SessionEquipment
from places.equipment import operations as bookings
from places.equipment.models import Booking
from places.equipment.rules import QUARTER
from ticketing.events.wording import brief

ROUNDS = 3
"""How often bookings that stand in each other's way are tried again."""


def follow(sessions: Iterable[Session], *, by: Person, at: datetime) -> None:
    """Have the bookings of `sessions` be where their slots are: made, moved or given back. Called in the caller's transaction."""
    rows = SessionEquipment.objects.filter(session__in=list(sessions))
    waiting = [
        row
        for row in rows.select_related("session__event", "session__slot", "bookable__site", "bookable__owner", "booking").order_by("pk")
        if not _is_right(row)
    ]
    for needed in [row for row in waiting if _slot_span(row) is None]:
        give_back(needed, by=by, at=at)
    waiting = [row for row in waiting if _slot_span(row) is not None]
    for _round in range(ROUNDS):
        waiting = [row for row in waiting if not _book(row, by, at)]
        if not waiting:
            return
        for row in waiting:  # two that change places: neither can move before the other has let go
            give_back(row, by=by, at=at)


def give_back(needed: SessionEquipment, *, by: Person, at: datetime) -> None:
    """Let go of what is booked for a session, if anything is."""
    booking = needed.booking
    if booking is None:
        return
    if booking.state in Booking.HOLDING:
        bookings.cancel(booking=booking, by=by, at=at)
    needed.booking = None
    needed.save(update_fields=["booking"])


def _slot_span(needed: SessionEquipment) -> tuple[datetime, datetime] | None:
    """Return when a session needs its things, widened to the quarters on which things are booked; None without a place."""
    slot = getattr(needed.session, "slot", None)
    if slot is None:
        return None
    starts_at, ends_at = slot.starts_at, slot.ends_at
    before, after = starts_at.timestamp() % QUARTER, -ends_at.timestamp() % QUARTER
    return starts_at - timedelta(seconds=before), ends_at + timedelta(seconds=after)


def _is_right(needed: SessionEquipment) -> bool:
    span, booking = _slot_span(needed), needed.booking
    if booking is None or booking.state not in Booking.HOLDING:
        return span is None and booking is None
    return (booking.starts_at, booking.ends_at) == span


def _book(needed: SessionEquipment, by: Person, at: datetime) -> bool:
    """Book or move one thing; tell whether that could be done."""
    span = _slot_span(needed)
    if span is None:
        return True
    starts_at, ends_at = span
    try:
        if needed.booking is not None and needed.booking.state in Booking.HOLDING:
            needed.booking = bookings.reschedule(booking=needed.booking, starts_at=starts_at, ends_at=ends_at, by=by, at=at)
        else:
            needed.booking = bookings.book(bookable=needed.bookable, use=_use(needed, starts_at, ends_at), by=by, at=at)
    except Refused:
        return False
    needed.save(update_fields=["booking"])
    return True


def _use(needed: SessionEquipment, starts_at: datetime, ends_at: datetime) -> bookings.Use:
    session, most = needed.session, needed.bookable.people_max
    speaker = session.speakers.order_by("appearances__position").first()
    return bookings.Use(
        starts_at=starts_at,
        ends_at=ends_at,
        title=f"{session.title} ({brief(starts_at, session.event.tz)})"[:150],
        people=max(1, min(session.audience or 1, most or session.audience or 1)),
        supervisor=speaker.name[:120] if speaker else "",
        purpose=Booking.Purpose.EVENT,
    )
