"""Rules of presence: where somebody was from scans, sheets, logs and ticks; each minute counted once. Facts in, verdict out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

STRENGTH: Mapping[str, int] = {"scan": 4, "signature": 3, "online": 2, "staff": 1}
"""How much a proof weighs: what a machine measured at the door, what the person signed, what a server noted, what staff saw."""

NOON = time(13)
"""Sessions that begin before it are of the day's first half."""

SHORTEST = timedelta(minutes=1)
"""Who was in a session for less only walked through."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, its end not included."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """A session in time; `counts` for the certificate, or is there only to be held."""

    id: int
    span: Span
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """One proof that a person was in a session at these times."""

    session: int
    spans: tuple[Span, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A person going into an area, or out of it."""

    at: datetime
    area: int
    is_exit: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of time somebody was inside an area."""

    area: int
    span: Span


# --- spans ----------------------------------------------------------------------------------------------------


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as spans in order that neither overlap nor touch; empty ones are dropped."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.ends > span.begins):
        if found and span.begins <= found[-1].ends:
            found[-1] = Span(found[-1].begins, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found


def within(spans: Iterable[Span], frame: Span) -> list[Span]:
    """Return the part of `spans` that lies in `frame`."""
    return united(Span(max(span.begins, frame.begins), min(span.ends, frame.ends)) for span in spans)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return the part of `spans` that lies in none of `taken`."""
    rest = united(spans)
    for hole in united(taken):
        rest = [piece for span in rest for piece in _around(span, hole)]
    return rest


def _around(span: Span, hole: Span) -> list[Span]:
    if hole.ends <= span.begins or hole.begins >= span.ends:
        return [span]
    pieces = (Span(span.begins, hole.begins), Span(hole.ends, span.ends))
    return [piece for piece in pieces if piece.ends > piece.begins]


def length(spans: Iterable[Span]) -> timedelta:
    """Return how long `spans` are together, what overlaps counted once."""
    return sum((span.ends - span.begins for span in united(spans)), timedelta())


def minutes(spans: Iterable[Span]) -> int:
    """Return `length` in whole minutes."""
    return int(length(spans) // timedelta(minutes=1))


# --- one place at a time ----------------------------------------------------------------------------------------------------


def replaces(new: str, old: str) -> bool:
    """Tell whether a proof takes the place of one that is there: a better one does, and a newer one of the same kind."""
    return STRENGTH[new] >= STRENGTH[old]


def one_place(claims: Iterable[Claim], blocks: Iterable[Block]) -> dict[int, list[Span]]:
    """Return where a person was, by session, as nobody is in two places at once.

    Where claims overlap, the better proof has the time; of equal ones the session that began later, as people move on.
    Time outside a session's own block is nobody's.
    """
    frames = {block.id: block.span for block in blocks}
    known = [claim for claim in claims if claim.session in frames]
    known.sort(key=lambda claim: (-STRENGTH[claim.how], -frames[claim.session].begins.timestamp(), claim.session))
    taken: list[Span] = []
    found: dict[int, list[Span]] = {}
    for claim in known:
        theirs = without(within(claim.spans, frames[claim.session]), taken)
        if theirs:
            found[claim.session] = united([*found.get(claim.session, []), *theirs])
            taken = united([*taken, *theirs])
    return found


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What of a programme's time that counts a person was there for, in minutes; `by_session` also holds what does not count."""

    attended: int
    possible: int
    by_session: Mapping[int, int]

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 79.9 is not 80."""
        return self.attended * 100 // self.possible if self.possible else 0

    def reaches(self, percent: int) -> bool:
        """Tell whether the share is at least `percent`; of nothing, nobody has a share."""
        return self.possible > 0 and self.attended * 100 >= percent * self.possible


def possible(blocks: Iterable[Block]) -> int:
    """Return the minutes somebody could attend who is always there; sessions side by side count once."""
    return minutes(block.span for block in blocks if block.counts)


def reckon(claims: Iterable[Claim], blocks: Sequence[Block]) -> Reckoning:
    """Add up a person's minutes."""
    where = one_place(claims, blocks)
    counting = {block.id for block in blocks if block.counts}
    attended = minutes(span for session, spans in where.items() if session in counting for span in spans)
    return Reckoning(attended, possible(blocks), {session: minutes(spans) for session, spans in where.items()})


# --- from the gates ----------------------------------------------------------------------------------------------------


class _Track:
    """Follows one person through one day: on one site, and in one hall of it at most."""

    def __init__(self, around: Mapping[int, int | None]) -> None:
        self.around = around
        self.inside: dict[int, datetime] = {}
        self.stays: list[Stay] = []

    def leave(self, area: int, at: datetime) -> None:
        since = self.inside.pop(area, None)
        if since is not None and at > since:
            self.stays.append(Stay(area, Span(since, at)))

    def leave_all(self, at: datetime, keep: Sequence[int] = ()) -> None:
        for area in [area for area in self.inside if area not in keep]:
            self.leave(area, at)

    def pass_by(self, passage: Passage) -> None:
        area, site = passage.area, self.around.get(passage.area)
        if passage.is_exit:
            for hall in [hall for hall in self.inside if self.around.get(hall) == area]:
                self.leave(hall, passage.at)
            self.leave(area, passage.at)
            return
        path = [area] if site is None else [site, area]
        self.leave_all(passage.at, keep=path)
        for one in path:
            self.inside.setdefault(one, passage.at)


def stays(passages: Iterable[Passage], *, around: Mapping[int, int | None], days: Iterable[Span]) -> list[Stay]:
    """Return when somebody was inside which area.

    Whoever goes into a hall is on its site and in no other hall; whoever was not seen to leave stays until the day closes.

    Args:
        passages: those admitted, in any order.
        around: for each area the site it lies in, None for a site itself.
        days: from each day's beginning (midnight, say) to its closing.
    """
    ordered = sorted(passages, key=lambda passage: passage.at)
    found: list[Stay] = []
    for day in days:
        track = _Track(around)
        for passage in ordered:
            if day.begins <= passage.at < day.ends:
                track.pass_by(passage)
        track.leave_all(day.ends)
        found += track.stays
    return sorted(found, key=lambda stay: (stay.span, stay.area))


def claims_from(stays: Iterable[Stay], blocks: Iterable[Block], area_of: Mapping[int, int | None]) -> list[Claim]:
    """Return which sessions the stays prove.

    Args:
        area_of: the area each session is proven by; None, or none given: being anywhere on the site, but for the halls
            that prove a session at the same time.
    """
    known, programme = list(stays), list(blocks)
    found = []
    for block in programme:
        area = area_of.get(block.id)
        others = {
            area_of.get(other.id) for other in programme if other.span.begins < block.span.ends and other.span.ends > block.span.begins
        }
        inside = [stay.span for stay in known if area in (None, stay.area)]
        next_door = [stay.span for stay in known if area is None and stay.area in others]
        spans = without(within(inside, block.span), next_door)
        if length(spans) >= SHORTEST:
            found.append(Claim(block.id, tuple(spans), "scan"))
    return found


def claims_from_log(spans: Iterable[Span], blocks: Iterable[Block]) -> list[Claim]:
    """Return which sessions being online at these times proves."""
    known = united(spans)
    found = [(block, within(known, block.span)) for block in blocks]
    return [Claim(block.id, tuple(theirs), "online") for block, theirs in found if length(theirs) >= SHORTEST]


# --- half-days ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """The first or the second half of a day; a sign-in sheet has one box for each."""

    day: date
    is_second: bool

    @property
    def word(self) -> str:
        """The half-day in an address or a form: "2026-06-06-1"."""
        return f"{self.day:%Y-%m-%d}-{2 if self.is_second else 1}"


def half_day(begins: datetime, zone: tzinfo) -> HalfDay:
    """Return the half-day a session belongs to, by when it begins on the spot."""
    local = begins.astimezone(zone)
    return HalfDay(local.date(), local.time() >= NOON)


def halves_of(opens: datetime, closes: datetime, zone: tzinfo) -> list[Span]:
    """Return a day in halves, an hour free between them at noon; a short day, or one of one half, is one span."""
    local = opens.astimezone(zone)
    noon = datetime.combine(local.date(), NOON, zone).astimezone(opens.tzinfo)
    pause = noon - timedelta(hours=1)
    edges = [opens, pause, noon, closes]
    if closes - opens < timedelta(hours=4) or any(later <= earlier for earlier, later in pairwise(edges)):
        return [Span(opens, closes)]
    return [Span(opens, pause), Span(noon, closes)]
