"""Reading a released document in one language: what the public pages, the prints and the exports show. Plain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

FALLBACK = ("lv", "en", "ru")


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Return a text in `language`, or in the one it has."""
    return next((texts[one] for one in (language, *FALLBACK) if texts.get(one)), "")


@dataclass(frozen=True, slots=True)
class Place:
    """A hall; an empty name for what takes place in none."""

    id: int
    name: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    id: int
    name: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    guid: str
    name: str
    name_other: str
    country: str
    organisation: str
    biography: str


@dataclass(frozen=True, slots=True)
class Part:
    """One session as released."""

    number: int
    guid: str
    title: str
    abstract: str
    start: datetime
    end: datetime
    language: str
    interpreted_into: Sequence[str]
    sequence: int
    hall: Place | None = None
    track: Theme | None = None
    kind: Theme | None = None
    speakers: Sequence[Person] = ()
    chairs: frozenset[int] = frozenset()
    is_break: bool = False
    is_gone: bool = False

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60

    @property
    def day(self) -> date:
        return self.start.date()


@dataclass(frozen=True)
class Programme:
    """A released programme in one language; times are by the clock on the spot."""

    zone: str
    days: Sequence[tuple[datetime, datetime]]
    halls: Sequence[Place]
    tracks: Sequence[Theme]
    kinds: Sequence[Theme]
    speakers: Sequence[Person]
    sessions: Sequence[Part]
    gone: Sequence[Part] = field(default=())

    @cached_property
    def by_number(self) -> dict[int, Part]:
        return {part.number: part for part in self.sessions}

    @cached_property
    def by_day(self) -> dict[date, list[Part]]:
        """Sessions by the day they begin on, in order."""
        found: dict[date, list[Part]] = defaultdict(list)
        for part in self.sessions:
            found[part.day].append(part)
        return dict(sorted(found.items()))

    def of_speaker(self, guid: str) -> list[Part]:
        return [part for part in self.sessions if any(one.guid == guid for one in part.speakers)]


def read(document: Mapping[str, Any], language: str) -> Programme:
    """Return a document as it reads in `language`."""
    zone = ZoneInfo(document["zone"])
    halls = {one["id"]: Place(one["id"], text_in(one["name"], language), one["capacity"]) for one in document["halls"]}
    tracks = {one["id"]: Theme(one["id"], text_in(one["name"], language), one["colour"]) for one in document["tracks"]}
    kinds = {one["id"]: Theme(one["id"], text_in(one["name"], language)) for one in document["kinds"]}
    people = {
        one["id"]: Person(
            one["id"], one["guid"], one["name"], one["name_other"], one["country"],
            text_in(one["organisation"], language), text_in(one["biography"], language),
        )
        for one in document["speakers"]
    }  # fmt: skip

    def at(written: str) -> datetime:
        return datetime.fromisoformat(written).astimezone(zone)

    def part(one: Mapping[str, Any]) -> Part:
        return Part(
            number=one["number"],
            guid=one["guid"],
            title=text_in(one["title"], language),
            abstract=text_in(one["abstract"], language),
            start=at(one["start"]),
            end=at(one["end"]),
            language=one["language"],
            interpreted_into=tuple(one["interpreted_into"]),
            sequence=one["sequence"],
            hall=halls.get(one["hall"]),
            track=tracks.get(one["track"]),
            kind=kinds.get(one["kind"]),
            speakers=tuple(people[who["id"]] for who in one["speakers"] if who["id"] in people),
            chairs=frozenset(who["id"] for who in one["speakers"] if who["is_chair"]),
            is_break=one["is_break"],
            is_gone=one.get("is_gone", False),
        )

    return Programme(
        zone=document["zone"],
        days=[(at(start), at(end)) for start, end in document["days"]],
        halls=tuple(halls.values()),
        tracks=tuple(tracks.values()),
        kinds=tuple(kinds.values()),
        speakers=tuple(people.values()),
        sessions=tuple(map(part, document["sessions"])),
        gone=tuple(map(part, document["gone"])),
    )


def only(
    parts: Iterable[Part], *, hall: int | None = None, track: int | None = None, kind: int | None = None, language: str = ""
) -> list[Part]:
    """Keep the sessions of one hall, track and kind that can be followed in `language`, spoken or interpreted. Breaks stay."""
    return [
        part
        for part in parts
        if part.is_break
        or (
            (hall is None or (part.hall is not None and part.hall.id == hall))
            and (track is None or (part.track is not None and part.track.id == track))
            and (kind is None or (part.kind is not None and part.kind.id == kind))
            and (not language or language == part.language or language in part.interpreted_into)
        )
    ]
