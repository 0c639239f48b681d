"""Counting people across events: who can be told apart, and how far the figure can be trusted. Facts in, verdict out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody was at an event: the event, their e-mail ("" where none was given), their folded name, their country."""

    event: int
    email: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people were reached; the truth lies between `least` and `most`.

    Attributes:
        least: one person for each e-mail, and for each name without an e-mail that nobody with one has.
        most: one person for each name under each e-mail, and for each name of a country without one.
        shared: e-mails under which several names stand: a family, or one person spelt in two ways.
        without_email: people without an e-mail, told apart by name and country only.
    """

    events: int
    attendances: int
    least: int
    most: int
    shared: int
    without_email: int

    @property
    def is_exact(self) -> bool:
        return self.least == self.most


def reached(seen: Iterable[Seen]) -> Reached:
    """Count the people of several events, each once."""
    rows = list(seen)
    names: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        if one.email:
            names[one.email].add(one.name)
    known = set().union(*names.values())
    nameless = {(one.name, one.country) for one in rows if not one.email}
    elsewhere = {one for one in nameless if one[0] not in known}
    return Reached(
        events=len({one.event for one in rows}),
        attendances=len({(one.event, one.email, one.name, one.country) for one in rows}),
        least=len(names) + len(elsewhere),
        most=sum(len(these) for these in names.values()) + len(nameless),
        shared=sum(len(these) > 1 for these in names.values()),
        without_email=len(nameless),
    )


def newly(seen: Iterable[Seen], event: int) -> int:
    """Return how many people of one event, by e-mail or else by name and country, were at none of the others."""
    rows = list(seen)
    before = {_key(one) for one in rows if one.event != event}
    return len({_key(one) for one in rows if one.event == event} - before)


def _key(one: Seen) -> tuple[str, str]:
    return (one.email, "") if one.email else (one.name, one.country)


def tally(kinds: Iterable[str]) -> list[tuple[str, int]]:
    """Return kinds with their number, the most frequent first, equal ones in order."""
    counted = Counter(kinds)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
