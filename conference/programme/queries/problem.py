"""An event's programme as the solver's problem, and back: ids of rows, minutes from the midnight before the first day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from conference.programme import drafting
from conference.programme.models import Hall, Interpreter, Session, Slot, Speaker
from conference.programme.queries.desk import planned
from conference.programme.queries.facts import days_of, periods
from conference.programme.rules import Span, pairs_of
from places.equipment.models import BookedQuarter
from places.equipment.rules import QUARTER
from ticketing.events.models import Event

MINUTE = timedelta(minutes=1)


def _origin(event: Event) -> datetime:
    """Return the moment from which minutes count: midnight, so that sessions begin at whole fives by the clock on the spot."""
    first = days_of(event)[0].start.astimezone(event.tz)
    return first.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def moment_of(event: Event, minute: int) -> datetime:
    """Return the moment that a minute of the problem means."""
    return _origin(event) + minute * MINUTE


def _period(span: Span, origin: datetime) -> drafting.Period:
    return drafting.Period((span.start - origin) // MINUTE, -((origin - span.end) // MINUTE))


def problem_of(event: Event, *, keeps_placed: bool = False) -> drafting.Problem:
    """Return what a draft is to be made of. Fixed sessions and breaks stay; with `keeps_placed` all that have a place."""
    origin = _origin(event)
    sessions = list(planned(event))
    halls = list(Hall.objects.filter(event=event))
    days = tuple(_period(day, origin) for day in days_of(event))
    return drafting.Problem(
        days=days,
        halls=tuple(drafting.Hall(hall.pk, hall.capacity, hall.has_booth) for hall in halls),
        sessions=tuple(_session(one, origin, keeps_placed, halls) for one in sessions if not one.is_break or hasattr(one, "slot")),
        interpreters=tuple(
            drafting.Interpreter(one.pk, frozenset(one.pairs), _periods(one.unavailable, origin))
            for one in Interpreter.objects.filter(event=event)
        ),
        busy={
            speaker.pk: away
            for speaker in Speaker.objects.filter(event=event).exclude(unavailable=[])
            if (away := _periods(speaker.unavailable, origin))
        },
        things_busy=_things_busy(sessions, days, origin),
    )


def _periods(written: list[list[str]], origin: datetime) -> tuple[drafting.Period, ...]:
    return tuple(_period(span, origin) for span in periods(written))


def _session(session: Session, origin: datetime, keeps_placed: bool, halls: list[Hall]) -> drafting.Session:
    slot: Slot | None = getattr(session, "slot", None)
    fixed, minutes = None, session.minutes
    if slot is not None and (slot.is_fixed or session.is_break or keeps_placed):
        # a break in no room of its own closes them all, so that any room will do
        hall = slot.hall_id or (halls[0].pk if session.is_break and halls else None)
        if hall is not None:
            period = _period(Span(slot.starts_at, slot.ends_at), origin)
            fixed, minutes = drafting.Fixed(hall, period.start), period.end - period.start
    return drafting.Session(
        id=session.pk,
        minutes=minutes,
        speakers=frozenset(one.speaker_id for one in session.appearances.all()),
        track=session.track_id,
        audience=session.audience,
        pairs=pairs_of(session.language, session.interpreted_into),
        things=frozenset(one.bookable_id for one in session.equipment.all()),
        fixed=fixed,
        is_break=session.is_break,
    )


def _things_busy(
    sessions: Iterable[Session], days: tuple[drafting.Period, ...], origin: datetime
) -> dict[int, tuple[drafting.Period, ...]]:
    """Return when others have booked the things that sessions need; the sessions' own bookings do not stand in their way."""
    needed = {one.bookable_id: one.bookable for session in sessions for one in session.equipment.all()}
    if not needed:
        return {}
    own = {one.booking_id for session in sessions for one in session.equipment.all() if one.booking_id}
    first, last = (int((origin + minute * MINUTE).timestamp() // QUARTER) for minute in (days[0].start, days[-1].end))
    most = max((thing.setup_minutes + thing.cooldown_minutes for thing in needed.values()), default=0) * 60 // QUARTER + 1
    taken = BookedQuarter.objects.filter(bookable__in=needed, quarter__gte=first - most, quarter__lte=last + most).exclude(booking__in=own)
    busy: dict[int, list[drafting.Period]] = defaultdict(list)
    for thing, quarter in taken.order_by("quarter").values_list("bookable", "quarter"):
        start = (quarter * QUARTER - int(origin.timestamp())) // 60
        # the session's own set-up and cooling down must not touch what others have, so theirs is widened instead
        busy[thing].append(drafting.Period(start - needed[thing].cooldown_minutes, start + QUARTER // 60 + needed[thing].setup_minutes))
    return {thing: tuple(_joined(them)) for thing, them in busy.items()}


def _joined(them: list[drafting.Period]) -> list[drafting.Period]:
    found: list[drafting.Period] = []
    for period in them:
        if found and period.start <= found[-1].end:
            found[-1] = drafting.Period(found[-1].start, max(found[-1].end, period.end))
        else:
            found.append(period)
    return found
