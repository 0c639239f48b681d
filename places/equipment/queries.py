"""Reading what can be booked, what is booked, and when a thing is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Person
from common.languages import Language, fold
from places.equipment import rules
from places.equipment.models import Bookable, BookedQuarter, Booking, PlaceKeeper
from places.sites.models import Site

LOOK_AHEAD = timedelta(days=14)
DAYS = 7


@dataclass(frozen=True)
class Busy:
    """One stretch of a day on which a thing is not free. Hours of that day, 0 to 24; `booking` is for those who may know it."""

    from_hour: float
    until_hour: float
    tone: str  # "before" and "after" (set-up, cooling down), "asked", "booked", "maintenance"
    booking: Booking

    @property
    def length(self) -> float:
        return self.until_hour - self.from_hour


@dataclass(frozen=True)
class Row:
    """A thing and its days."""

    thing: Bookable
    days: tuple[tuple[date, tuple[Busy, ...]], ...]

    @property
    def is_busy(self) -> bool:
        """Whether anything is booked on these days."""
        return any(busy for _day, busy in self.days)


def next_free(bookable: Bookable, after: datetime, length: timedelta) -> datetime | None:
    """Return when the thing can next be used for `length` from `after` on, set-up and cooling down included; None in two weeks."""
    span = rules.Span(after, after + length).widened(bookable.setup_minutes, bookable.cooldown_minutes).quarters()
    horizon = span.start + int(LOOK_AHEAD.total_seconds()) // rules.QUARTER
    taken = BookedQuarter.objects.filter(bookable=bookable, quarter__gte=span.start, quarter__lt=horizon).values_list("quarter", flat=True)
    start = rules.free_start(taken, after=span.start, length=len(span), horizon=horizon)
    if start is None:
        return None
    return datetime.fromtimestamp(start * rules.QUARTER, UTC) + timedelta(minutes=bookable.setup_minutes)


def things(site: Site, among: QuerySet[Bookable] | None = None) -> QuerySet[Bookable]:
    """Return what can be booked at a place, rooms last; only what is `among` some of it."""
    found = Bookable.objects.filter(site=site) if among is None else among
    return found.filter(is_active=True).select_related("room", "owner").order_by("kind", "name", "code")


def week(things: Sequence[Bookable], first: date, zone: ZoneInfo, days: int = DAYS) -> list[Row]:
    """Return each thing with what keeps it busy on each of `days` days from `first` on, by the clock of `zone`; one statement."""
    start, end = _midnight(first, zone), _midnight(first + timedelta(days=days), zone)
    margin = timedelta(minutes=max((max(one.setup_minutes, one.cooldown_minutes) for one in things), default=0))
    held = Booking.objects.filter(
        bookable__in=things, state__in=Booking.HOLDING, starts_at__lt=end + margin, ends_at__gt=start - margin
    ).select_related("person")
    by_thing: dict[int, list[Booking]] = {}
    for booking in held:
        by_thing.setdefault(booking.bookable_id, []).append(booking)
    return [Row(one, _days(one, by_thing.get(one.pk, ()), first, zone, days)) for one in things]


def of_person(person: Person) -> QuerySet[Booking]:
    """Return a person's bookings, the coming ones first to come first."""
    return Booking.objects.filter(person=person).select_related("bookable__site", "bookable__owner").order_by("-starts_at", "-pk")


def of_things(things: QuerySet[Bookable], *, words: str = "", which: str = "") -> QuerySet[Booking]:
    """Return the bookings of some things, earliest first: those that hold `words`, and only those in the state `which`."""
    found = Booking.objects.filter(bookable__in=things).select_related("bookable", "person").order_by("starts_at", "pk")
    if which in Booking.State.values:
        found = found.filter(state=which)
    if not words:
        return found
    wanted = fold(words).split()
    return found.filter(pk__in=[one.pk for one in found if all(word in _searched(one) for word in wanted)])


def requests_of(keeper: Person) -> QuerySet[Booking]:
    """Return what waits for an answer at the places a person keeps."""
    kept = PlaceKeeper.objects.filter(person=keeper).values("site")
    return (
        Booking.objects.filter(bookable__site__in=kept, state=Booking.State.REQUESTED)
        .select_related("bookable__site", "person")
        .order_by("starts_at")
    )


def keepers(site: Site) -> QuerySet[PlaceKeeper]:
    """Return who looks after a place."""
    return PlaceKeeper.objects.filter(site=site).select_related("person").order_by("person__name")


def _days(
    thing: Bookable, bookings: Iterable[Booking], first: date, zone: ZoneInfo, count: int
) -> tuple[tuple[date, tuple[Busy, ...]], ...]:
    pieces = [piece for booking in bookings for piece in _pieces(thing, booking)]
    found = []
    for number in range(count):
        day = first + timedelta(days=number)
        start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        busy = [
            Busy(_hour(max(from_at, start), start, end), _hour(min(until_at, end), start, end), tone, booking)
            for from_at, until_at, tone, booking in pieces
            if from_at < end and until_at > start
        ]
        found.append((day, tuple(sorted(busy, key=lambda one: one.from_hour))))
    return tuple(found)


def _pieces(thing: Bookable, booking: Booking) -> list[tuple[datetime, datetime, str, Booking]]:
    tone = "asked" if booking.state == Booking.State.REQUESTED else "booked"
    if booking.purpose == Booking.Purpose.MAINTENANCE:
        tone = "maintenance"
    before = booking.starts_at - timedelta(minutes=thing.setup_minutes)
    after = booking.ends_at + timedelta(minutes=thing.cooldown_minutes)
    parts = (
        (before, booking.starts_at, "before", booking),
        (booking.starts_at, booking.ends_at, tone, booking),
        (booking.ends_at, after, "after", booking),
    )
    return [part for part in parts if part[0] < part[1]]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _hour(at: datetime, start: datetime, end: datetime) -> float:
    """Return where on a day of 24 equal parts the moment lies; the nights of the clock change are drawn as long as the others."""
    return round((at - start) / (end - start) * 24, 2)


def _searched(booking: Booking) -> str:
    names = [getattr(booking.bookable, f"name_{language}") or "" for language in Language.values]
    return fold(" ".join([booking.title, booking.supervisor, booking.bookable.code, booking.person.name if booking.person else "", *names]))
