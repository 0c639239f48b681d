"""Reads of presence: sessions in time, who was in which, and how many minutes that makes of each person's programme."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from common.languages import Language, fold
from conference.learning.models import Course, Enrolment
from conference.presence import rules
from conference.presence.models import Attendance
from conference.presence.onlinelog import Known
from conference.programme.models import Session
from ticketing.door.models import Area, Scan
from ticketing.events.models import Event


def course_of(event: Event) -> Course | None:
    """Return how people register for the event, None where nobody can."""
    course = Course.objects.filter(event=event).first()
    if course is not None:
        course.event = event
    return course


def sessions(event: Event) -> list[Session]:
    """Return the sessions somebody can be in, in the order of their time: those with a slot, without breaks. One statement."""
    found = Session.objects.filter(event=event, state=Session.State.PLANNED, is_break=False, slot__isnull=False)
    return list(found.select_related("slot__hall").order_by("slot__starts_at", "slot__hall__position", "number"))


def blocks(sessions: Iterable[Session]) -> list[rules.Block]:
    """Return sessions as rules read them."""
    return [rules.Block(one.pk, rules.Span(one.slot.starts_at, one.slot.ends_at), one.counts) for one in sessions]


def half_days(event: Event, sessions: Iterable[Session]) -> dict[rules.HalfDay, list[Session]]:
    """Return sessions by the half-day they begin in, in order."""
    found: dict[rules.HalfDay, list[Session]] = defaultdict(list)
    for one in sessions:
        found[rules.half_day(one.slot.starts_at, event.tz)].append(one)
    return dict(found)


def people(event: Event) -> QuerySet[Enrolment]:
    """Return everybody who is enrolled, by name."""
    return Enrolment.objects.filter(course__event=event, state=Enrolment.State.ENROLLED).order_by("name", "number")


def attendances(event: Event) -> QuerySet[Attendance]:
    """Return every row of presence of those enrolled."""
    return Attendance.objects.filter(enrolment__course__event=event, enrolment__state=Enrolment.State.ENROLLED)


@dataclass(frozen=True, slots=True)
class Line:
    """One person with what they were there for. `how` holds the proof of each session they have one of."""

    enrolment: Enrolment
    reckoning: rules.Reckoning
    how: Mapping[int, str]


def lines(event: Event, sessions: Sequence[Session], *, words: str = "") -> list[Line]:
    """Return every enrolled person, or those whose names hold `words`, with their minutes. Two statements."""
    found = people(event)
    if words:
        found = found.filter(pk__in=Enrolment.objects.filter(course__event=event).matching(words).order_by().values("pk"))
    claims: dict[int, list[rules.Claim]] = defaultdict(list)
    for row in attendances(event):
        claims[row.enrolment_id].append(row.claim)
    known = blocks(sessions)
    return [Line(one, rules.reckon(claims[one.pk], known), {claim.session: claim.how for claim in claims[one.pk]}) for one in found]


def counts(event: Event) -> Counter[int]:
    """Return how many people were in each session, by its key. One statement."""
    return Counter(attendances(event).values_list("session", flat=True))


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a session's list: a person, and how it is known that they were there."""

    enrolment: Enrolment
    attendance: Attendance | None
    elsewhere: str = ""
    """The session side by side with this one that they are noted in as well."""


def ticks(event: Event, session: Session, *, words: str = "") -> list[Tick]:
    """Return the list of one session. Three statements."""
    rows: dict[int, Attendance] = {}
    elsewhere: dict[int, str] = {}
    slot = session.slot
    for row in attendances(event).filter(from_at__lt=slot.ends_at, until_at__gt=slot.starts_at).select_related("session", "recorded_by"):
        if row.session_id == session.pk:
            rows[row.enrolment_id] = row
        else:
            elsewhere[row.enrolment_id] = str(row.session)
    wanted = fold(words).split()
    found = [one for one in people(event) if all(word in one.search for word in wanted)]
    return [Tick(one, rows.get(one.pk), elsewhere.get(one.pk, "")) for one in found]


# --- from the gates ----------------------------------------------------------------------------------------------------


def areas(event: Event) -> list[Area]:
    """Return what the event's gates lead into."""
    return list(Area.objects.filter(event=event))


def likely_area(session: Session, areas: Iterable[Area]) -> int | None:
    """Return the area that has the name of the session's room, in whatever language and script; None: the whole site."""
    hall = session.slot.hall
    if hall is None:
        return None
    names = {fold(getattr(hall, f"name_{language}") or "") for language in Language.values} - {""}
    return next((area.pk for area in areas if fold(area.name) in names), None)


def passages(event: Event) -> dict[int, list[rules.Passage]]:
    """Return who went in and out where, by the ticket; only those let in, and not taken back. One statement."""
    scans = Scan.objects.filter(event=event, verdict="admit", undone_at=None).order_by("at", "pk")
    found: dict[int, list[rules.Passage]] = defaultdict(list)
    for ticket, at, area, direction in scans.values_list("ticket", "at", "area", "direction").iterator(chunk_size=5000):
        found[ticket].append(rules.Passage(at, area, direction == Scan.Direction.EXIT))
    return found


def days(event: Event) -> list[rules.Span]:
    """Return each day from its midnight to its closing, by the clock on the spot."""
    found = []
    for day in event.days.all():
        begins = datetime.combine(day.opens_at.astimezone(event.tz).date(), time.min, event.tz)
        found.append(rules.Span(begins, day.closes_at))
    return found


def session_days(event: Event, sessions: Iterable[Session]) -> list[date]:
    """Return the days that have sessions, in order."""
    return sorted({one.slot.starts_at.astimezone(event.tz).date() for one in sessions})


def known(event: Event) -> list[Known]:
    """Return everybody enrolled, as the log of an online meeting may call them."""
    return [Known(one.pk, one.email, (one.name, one.name_other)) for one in people(event)]
