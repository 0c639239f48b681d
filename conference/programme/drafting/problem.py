"""The words of the problem: what is given, what comes out, and what a demand is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Id = int


class Period(NamedTuple):
    """Minutes, half-open."""

    start: int
    end: int

    def touches(self, other: "Period") -> bool:
        return self.start < other.end and other.start < self.end


class Fixed(NamedTuple):
    """Where an organiser has put a session for good."""

    hall: Id
    start: int


@dataclass(frozen=True)
class Hall:
    """A column of the programme. `capacity` None: any number of people."""

    id: Id
    capacity: int | None = None
    has_booth: bool = False


@dataclass(frozen=True)
class Interpreter:
    """Works in `pairs` of languages, each like "lv-ru" in alphabetical order, both ways."""

    id: Id
    pairs: frozenset[str]
    busy: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Session:
    """What is to be placed. `pairs` are the pairs of languages it is interpreted in; `things` what it needs for itself alone."""

    id: Id
    minutes: int
    speakers: frozenset[Id] = frozenset()
    track: Id | None = None
    audience: int | None = None
    pairs: frozenset[str] = frozenset()
    things: frozenset[Id] = frozenset()
    fixed: Fixed | None = None
    is_break: bool = False


@dataclass(frozen=True)
class Problem:
    """A whole programme to be drafted.

    Args:
        days: when halls are open.
        busy: when a speaker is not available, by speaker.
        things_busy: when a thing is booked by others, by thing.
        grid: sessions begin at multiples of so many minutes.
        pause: minutes between two sessions of one hall, or of one speaker.
        team: interpreters for each pair; two who relieve each other is the profession's rule for simultaneous work.
    """

    days: tuple[Period, ...]
    halls: tuple[Hall, ...]
    sessions: tuple[Session, ...]
    interpreters: tuple[Interpreter, ...] = ()
    busy: Mapping[Id, tuple[Period, ...]] = field(default_factory=dict)
    things_busy: Mapping[Id, tuple[Period, ...]] = field(default_factory=dict)
    grid: int = 5
    pause: int = 0
    team: int = 2


class Demand(NamedTuple):
    """Something that must hold and can be named to a person.

    `kind`: "placed" (a session takes place), "capacity", "booth", "interpreted", "fixed", "speaker" (one place at a time),
    "speaker_busy", "interpreter_busy", "thing", "thing_busy", "break".
    """

    kind: str
    subject: Id


@dataclass(frozen=True)
class Placed:
    """One session's place, with what decided it as stable words: what of halls and times was open to it, see `reasons.py`."""

    session: Id
    hall: Id
    start: int
    interpreters: tuple[Id, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """`track_changes` counts the halls that tracks are spread over beyond one each; 0 is best. `is_best`: proven."""

    placed: tuple[Placed, ...]
    track_changes: int
    is_best: bool


class Impossible(Exception):
    """The demands contradict each other. `demands` are enough to do so, and leaving out any one of them would help."""

    def __init__(self, demands: tuple[Demand, ...]) -> None:
        super().__init__(demands)
        self.demands = demands
