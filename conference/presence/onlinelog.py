"""Reading the log of an online meeting: a CSV whose columns every service calls something else."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from common.languages import fold
from conference.presence.rules import Span

MOST_LINES = 5000


class Part(StrEnum):
    """What is wanted of a line; e-mail or name, when somebody came, and when they left or how long they stayed."""

    NAME = "name"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    MINUTES = "minutes"


class Fault(StrEnum):
    """Why a line cannot be used."""

    WHO = "who"
    JOINED = "joined"
    LEFT = "left"
    BACKWARDS = "backwards"
    LONG = "long"


_WORDS: Mapping[Part, tuple[str, ...]] = {
    Part.EMAIL: ("email", "e-mail", "e-pasts", "epasts", "почта"),
    Part.JOINED: ("join", "start", "entered", "pievienoj", "ierad", "sākum", "время входа", "вход", "присоедин", "начало"),
    Part.LEFT: ("leave", "left", "end time", "exit", "aizgāj", "pameta", "beig", "выход", "окончан"),
    Part.MINUTES: ("duration", "minutes", "ilgum", "minūt", "продолжит", "длительн", "минут"),
    Part.NAME: ("name", "participant", "attendee", "vārds", "dalībniek", "имя", "участник", "фио"),
}
"""How services call their columns; the first part that fits takes the column."""

_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y. %H:%M:%S", "%d.%m.%Y. %H:%M")
_SLASHED = {
    True: ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M %p"),
    False: ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%y %I:%M:%S %p"),
}
LONGEST = timedelta(hours=24)
"""A connection open for longer than this was forgotten, or its times are read wrongly."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table in a log: its heading, its lines, and the number of each line in the file."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who, when; or why it cannot be used."""

    number: int
    name: str
    email: str
    span: Span | None = None
    fault: Fault | None = None


@dataclass(slots=True)
class Match:
    """What a log says of people who are enrolled, and what of it could not be used. `strangers` and `faulty` are lines."""

    times: dict[int, list[Span]] = field(default_factory=dict)
    strangers: list[Line] = field(default_factory=list)
    faulty: list[Line] = field(default_factory=list)


def read(text: str) -> Table:
    """Return the table of a log. What stands above it (name of the meeting, say) is passed over.

    The heading is the first line whose words say all that is needed, else the one in which most columns are known.
    """
    lines = text.splitlines()[: MOST_LINES + 50]
    delimiter = max(",;\t", key=lambda one: sum(line.count(one) for line in lines[:30]))
    found = [
        (number, tuple(cell.strip() for cell in cells)) for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1)
    ]
    found = [(number, cells) for number, cells in found if any(cells)]
    if not found:
        return Table(())
    heads = [guess(cells) for _number, cells in found[:20]]
    head = next((place for place, columns in enumerate(heads) if not lacks(columns)), None)
    if head is None:
        head = max(range(len(heads)), key=lambda place: len(heads[place]))
    width = len(found[head][1])
    body = [(number, (cells + ("",) * width)[:width]) for number, cells in found[head + 1 :][:MOST_LINES]]
    return Table(found[head][1], tuple(cells for _number, cells in body), tuple(number for number, _cells in body))


def guess(headings: Sequence[str]) -> dict[Part, int]:
    """Return which column is which, as far as their names tell."""
    found: dict[Part, int] = {}
    for part, words in _WORDS.items():
        for place, heading in enumerate(headings):
            if place not in found.values() and any(fold(word) in fold(heading) for word in words):
                found[part] = place
                break
    return found


def lacks(columns: Mapping[Part, int]) -> list[Part]:
    """Return what no line can be used without: somebody, a beginning, an end."""
    missing = []
    if Part.EMAIL not in columns and Part.NAME not in columns:
        missing.append(Part.NAME)
    if Part.JOINED not in columns:
        missing.append(Part.JOINED)
    if Part.LEFT not in columns and Part.MINUTES not in columns:
        missing.append(Part.LEFT)
    return missing


def moment(text: str, zone: ZoneInfo, *, day_first: bool = True) -> datetime | None:
    """Return the moment a log means, by the event's clock where it names no zone; None where it cannot be read."""
    plain = " ".join(text.replace(",", " ").replace("T", " ").split())
    for form in (*_FORMATS, *_SLASHED[day_first]):
        try:
            return datetime.strptime(plain, form).replace(tzinfo=zone)
        except ValueError:
            continue
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def lines(table: Table, columns: Mapping[Part, int], zone: ZoneInfo, *, day_first: bool = True) -> list[Line]:
    """Return every line of the log as it can be used."""
    return [
        _line(number, {part: cells[place] for part, place in columns.items()}, zone, day_first)
        for number, cells in zip(table.numbers, table.rows, strict=True)
    ]


def _line(number: int, said: Mapping[Part, str], zone: ZoneInfo, day_first: bool) -> Line:
    name, email = said.get(Part.NAME, ""), said.get(Part.EMAIL, "")
    if not name and not email:
        return Line(number, name, email, fault=Fault.WHO)
    joined = moment(said.get(Part.JOINED, ""), zone, day_first=day_first)
    if joined is None:
        return Line(number, name, email, fault=Fault.JOINED)
    left = moment(said.get(Part.LEFT, ""), zone, day_first=day_first)
    stayed = said.get(Part.MINUTES, "").replace(",", ".")
    if left is None and stayed.replace(".", "", 1).isdigit() and len(stayed) < 9:
        left = joined + timedelta(minutes=float(stayed))
    if left is None:
        return Line(number, name, email, fault=Fault.LEFT)
    if left <= joined:
        return Line(number, name, email, fault=Fault.BACKWARDS)
    if left - joined > LONGEST:
        return Line(number, name, email, fault=Fault.LONG)
    return Line(number, name, email, span=Span(joined, left))


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody enrolled, as a log may call them."""

    key: int
    email: str
    names: tuple[str, ...]


def match(found: Sequence[Line], people: Sequence[Known]) -> Match:
    """Find the people of a log: by e-mail where only one person has it, else by name in whatever script, if it is only one's."""
    by_email = _only((one.email.casefold(), one.key) for one in people if one.email)
    by_name = _only((fold(name), one.key) for one in people for name in set(one.names) if name)
    matched = Match()
    for line in found:
        key = by_email.get(line.email.casefold()) or by_name.get(fold(line.name))
        if line.span is None:
            matched.faulty.append(line)
        elif key is None:
            matched.strangers.append(line)
        else:
            matched.times.setdefault(key, []).append(line.span)
    return matched


def _only(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Keep the words that mean one person."""
    found: dict[str, set[int]] = {}
    for word, key in pairs:
        found.setdefault(word, set()).add(key)
    return {word: keys.pop() for word, keys in found.items() if len(keys) == 1}
