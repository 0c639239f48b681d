"""Clashes of a programme: who, what or which room would be needed twice, or cannot be had. Plain: facts in, verdict out.

A clash is a warning. Organisers know more than any rule: a speaker may well leave one session for another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

TEAM = 2
"""Interpreters for each pair of languages: two who relieve each other is the profession's rule for simultaneous work."""

SILENCE = timedelta(minutes=2)
"""A worker that gave no sign of life for so long is taken for dead; a search takes some ten seconds."""


def may_begin(state: str, beat_at: datetime | None, at: datetime) -> bool:
    """Tell whether a worker may begin to compute a draft: nobody is at it, or whoever was has died."""
    return state == "queued" or (state == "running" and (beat_at is None or at - beat_at > SILENCE))


class Kind(StrEnum):
    """What is wrong, worst first."""

    HALL = "hall"  # two sessions in one room
    SPEAKER = "speaker"  # somebody speaks in two at once
    SPEAKER_AWAY = "speaker_away"
    INTERPRETER = "interpreter"  # one interpreter in two at once
    INTERPRETER_AWAY = "interpreter_away"
    TEAM = "team"  # too few interpreters of a pair of languages
    BOOTH = "booth"  # interpreted where interpreters cannot work
    THING = "thing"  # equipment in two at once
    THING_UNBOOKED = "thing_unbooked"  # equipment that others have booked
    CAPACITY = "capacity"
    OUTSIDE = "outside"  # before the doors open, or after they close
    BREAK = "break"  # while everybody has a break


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open period of aware times."""

    start: datetime
    end: datetime

    def touches(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Hall:
    id: int
    capacity: int | None = None
    has_booth: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """One session at its place. `unbooked` are the things among `things` that it has no booking of at this time."""

    session: int
    span: Span
    hall: int | None = None
    speakers: frozenset[int] = frozenset()
    pairs: frozenset[str] = frozenset()
    interpreters: frozenset[int] = frozenset()
    things: frozenset[int] = frozenset()
    unbooked: frozenset[int] = frozenset()
    audience: int | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the sessions are held against: halls, open days, who is away when, who interprets what."""

    halls: Mapping[int, Hall] = field(default_factory=dict)
    days: Sequence[Span] = ()
    speakers_away: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    interpreters_away: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    languages: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """One warning about one session. `other` is the session it clashes with, `subject` the hall, person, thing or pair it is about."""

    kind: Kind
    session: int
    other: int | None = None
    subject: int | str | None = None


def pair_of(one: str, other: str) -> str:
    """Return two languages as a pair: ("ru", "lv") gives "lv-ru"."""
    return "-".join(sorted((one, other)))


def pairs_of(spoken: str, into: Iterable[str]) -> frozenset[str]:
    """Return the pairs of languages that a session is interpreted in."""
    return frozenset(pair_of(spoken, language) for language in into if language != spoken)


def clashes(placed: Iterable[Placed], around: Around) -> list[Clash]:
    """Return every warning, each said of both sessions it is about, by session and gravity."""
    all_placed = list(placed)
    found = [clash for one in all_placed for clash in _alone(one, around)]
    found += _together(all_placed)
    order = list(Kind)
    return sorted(set(found), key=lambda clash: (clash.session, order.index(clash.kind), clash.other or 0, str(clash.subject)))


def _together(placed: Sequence[Placed]) -> Iterable[Clash]:
    """Find what two sessions need at once, by who and what is needed, so that only rivals are compared."""
    rivals: dict[tuple[Kind, int], list[Placed]] = defaultdict(list)
    for one in placed:
        if one.hall is not None:
            rivals[Kind.HALL, one.hall].append(one)
        for kind, needed in ((Kind.SPEAKER, one.speakers), (Kind.INTERPRETER, one.interpreters), (Kind.THING, one.things)):
            for subject in needed:
                rivals[kind, subject].append(one)
    for (kind, subject), them in rivals.items():
        for one, other in combinations(them, 2):
            if one.span.touches(other.span):
                yield Clash(kind, one.session, other.session, subject)
                yield Clash(kind, other.session, one.session, subject)
    breaks = [one for one in placed if one.is_break]
    for one in placed:
        if not one.is_break:
            yield from (Clash(Kind.BREAK, one.session, pause.session) for pause in breaks if pause.span.touches(one.span))


def _alone(one: Placed, around: Around) -> Iterable[Clash]:
    """Find what is wrong with one session whatever else takes place."""
    if around.days and not any(day.holds(one.span) for day in around.days):
        yield Clash(Kind.OUTSIDE, one.session)
    hall = around.halls.get(one.hall) if one.hall is not None else None
    if hall is not None and one.pairs and not hall.has_booth:
        yield Clash(Kind.BOOTH, one.session, subject=hall.id)
    if hall is not None and hall.capacity is not None and (one.audience or 0) > hall.capacity:
        yield Clash(Kind.CAPACITY, one.session, subject=hall.id)
    for kind, people, away in (
        (Kind.SPEAKER_AWAY, one.speakers, around.speakers_away),
        (Kind.INTERPRETER_AWAY, one.interpreters, around.interpreters_away),
    ):
        for person in people:
            if any(span.touches(one.span) for span in away.get(person, ())):
                yield Clash(kind, one.session, subject=person)
    yield from (Clash(Kind.TEAM, one.session, subject=pair) for pair in _short_of(one, around))
    yield from (Clash(Kind.THING_UNBOOKED, one.session, subject=thing) for thing in one.unbooked)


def _short_of(one: Placed, around: Around) -> list[str]:
    """Return the pairs of languages that have no team, whichever way the interpreters are shared out among the pairs."""
    if not one.pairs:
        return []
    seats = [(pair, seat) for pair in sorted(one.pairs) for seat in range(TEAM)]
    taken: dict[int, tuple[str, int]] = {}

    def seat(wanted: tuple[str, int], asked: set[int]) -> bool:
        """Give a seat to somebody, who may leave another seat to the next (augmenting paths)."""
        for person in sorted(one.interpreters):
            if wanted[0] in around.languages.get(person, frozenset()) and person not in asked:
                asked.add(person)
                if person not in taken or seat(taken[person], asked):
                    taken[person] = wanted
                    return True
        return False

    return sorted({wanted[0] for wanted in seats if not seat(wanted, set())})
