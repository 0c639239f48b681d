"""What the rules of clashes are asked about, read from the tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from conference.programme.models import Hall, Interpreter, Session, Slot, Speaker
from conference.programme.rules import Around, Placed, Span, pairs_of
from conference.programme.rules import Hall as HallFacts
from places.equipment.models import Booking
from ticketing.events.models import Event


def days_of(event: Event) -> list[Span]:
    """Return when the event is open: its days, or all of it where it has none."""
    days = [Span(day.opens_at, day.closes_at) for day in event.days.all()]
    return days or [Span(event.starts_at, event.ends_at)]


def periods(written: Sequence[Sequence[str]]) -> list[Span]:
    """Read periods as the tables keep them, each [from, until] in ISO 8601; what cannot be read is left out."""
    found = []
    for period in written:
        try:
            start, end = (datetime.fromisoformat(text) for text in period)
        except (TypeError, ValueError):
            continue
        if start.tzinfo and end.tzinfo and start < end:
            found.append(Span(start, end))
    return found


def facts(event: Event, sessions: Iterable[Session]) -> tuple[list[Placed], Around]:
    """Return the placed ones of `sessions` (as `planned` gives them) and what they are held against. Four statements."""
    around = Around(
        halls={hall.pk: HallFacts(hall.pk, hall.capacity, hall.has_booth) for hall in Hall.objects.filter(event=event)},
        days=days_of(event),
        speakers_away=_away(Speaker.objects.filter(event=event).exclude(unavailable=[])),
        interpreters_away=_away(interpreters := Interpreter.objects.filter(event=event)),
        languages={one.pk: frozenset(one.pairs) for one in interpreters},
    )
    return [placed(session, session.slot) for session in sessions if hasattr(session, "slot")], around


def _away(people: Iterable[Any]) -> dict[int, list[Span]]:
    return {person.pk: away for person in people if (away := periods(person.unavailable))}


def placed(session: Session, slot: Slot) -> Placed:
    """Return one session as the rules see it."""
    span = Span(slot.starts_at, slot.ends_at)
    return Placed(
        session=session.number,
        span=span,
        hall=slot.hall_id,
        speakers=frozenset(one.speaker_id for one in session.appearances.all()),
        pairs=pairs_of(session.language, session.interpreted_into),
        interpreters=frozenset(one.pk for one in slot.interpreters.all()),
        things=frozenset(one.bookable_id for one in session.equipment.all()),
        unbooked=frozenset(one.bookable_id for one in session.equipment.all() if not _covers(one.booking, span)),
        audience=session.audience,
        is_break=session.is_break,
    )


def _covers(booking: Booking | None, span: Span) -> bool:
    return booking is not None and booking.state in Booking.HOLDING and Span(booking.starts_at, booking.ends_at).holds(span)
