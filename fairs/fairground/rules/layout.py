"""A whole ground as plain values, and who stands beside whom on it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from fairs.fairground.rules.geometry import Rect, distance, faces, near

TOUCHING_M = 1.0
"""Neighbours in a row stand no further apart than this; a wider gap is a passage and ends the run."""


@dataclass(frozen=True)
class Thing(Rect):
    """Something on the plan with a row of its own in the database."""

    id: int = 0


@dataclass(frozen=True)
class ZoneAt(Thing):
    code: str = ""
    name: str = ""
    purpose: str = "crafts"


@dataclass(frozen=True)
class LaneAt(Thing):
    kind: str = "rescue"
    name: str = ""


@dataclass(frozen=True)
class BoardAt:
    id: int
    name: str
    x: float
    y: float
    limit_kw: float
    simultaneity: float = 1.0


@dataclass(frozen=True)
class EntranceAt:
    id: int
    name: str
    x: float
    y: float
    vehicles_at_once: int = 2
    minutes_each: int = 15


@dataclass(frozen=True)
class TapAt:
    id: int
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class AmenityAt:
    """Something visitors look for: its kind, and a name where it has one."""

    id: int
    kind: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class StallAt(Thing):
    """A stall. `zone` is the zone's code, `board` the board's name; both "" where there is none."""

    number: str = ""
    row: str = ""
    position: int = 0
    zone_id: int | None = None
    zone: str = ""
    open_sides: int = 1
    board_id: int | None = None
    board: str = ""
    power_kw: float = 0.0
    has_water: bool = False
    allows_fire: bool = False
    allows_noise: bool = True
    is_covered: bool = False
    is_accessible: bool = True
    is_dead_end: bool = False
    vehicle_max_m: float = 0.0
    price_class: str = ""
    is_fixed: bool = False
    is_blocked: bool = False
    block_reason: str = ""
    held_for: str = ""
    held_until: datetime | None = None

    def held_at(self, at: datetime) -> bool:
        """Tell whether somebody has the stall kept for them at that moment."""
        return self.held_until is not None and at < self.held_until

    @property
    def features(self) -> frozenset[str]:
        """What a maker may need of a place, in the words of the allocation."""
        held = {
            "electricity": self.power_kw > 0,
            "water": self.has_water,
            "open_fire": self.allows_fire,
            "covered": self.is_covered,
            "accessible": self.is_accessible,
            "noise_ok": self.allows_noise,
            "corner": self.open_sides >= 2,
            "vehicle": self.vehicle_max_m > 0,
        }
        return frozenset(word for word, has in held.items() if has)


@dataclass(frozen=True)
class Limits:
    """What the organiser demands of a ground, in metres."""

    lane_min_m: float = 3.5
    gap_min_m: float = 2.0
    fire_gap_m: float = 3.0
    neighbour_m: float = 2.5
    water_max_m: float = 25.0


@dataclass(frozen=True)
class Picture:
    """A picture underneath: its address, its upper left corner and its size in metres."""

    url: str
    x: float
    y: float
    width: float
    depth: float


@dataclass(frozen=True)
class Layout:
    """Everything on one ground at one version."""

    id: int
    width: float
    depth: float
    version: int = 1
    limits: Limits = field(default_factory=Limits)
    north: float | None = None
    picture: Picture | None = None
    zones: tuple[ZoneAt, ...] = ()
    lanes: tuple[LaneAt, ...] = ()
    boards: tuple[BoardAt, ...] = ()
    entrances: tuple[EntranceAt, ...] = ()
    taps: tuple[TapAt, ...] = ()
    amenities: tuple[AmenityAt, ...] = ()
    stalls: tuple[StallAt, ...] = ()

    @property
    def edge(self) -> Rect:
        return Rect(self.width / 2, self.depth / 2, self.width, self.depth)


def runs(stalls: Sequence[StallAt]) -> list[list[StallAt]]:
    """Return the stalls in runs: one row, consecutive positions, touching. A stall without a row is a run of its own."""
    rows: dict[str, list[StallAt]] = defaultdict(list)
    alone: list[list[StallAt]] = []
    for stall in stalls:
        if stall.row:
            rows[stall.row].append(stall)
        else:
            alone.append([stall])
    found: list[list[StallAt]] = []
    for row in sorted(rows):
        last: StallAt | None = None
        for stall in sorted(rows[row], key=lambda s: (s.position, s.number, s.id)):
            if last is not None and stall.position == last.position + 1 and distance(last, stall) <= TOUCHING_M:
                found[-1].append(stall)
            else:
                found.append([stall])
            last = stall
    return found + alone


def across(stalls: Sequence[StallAt], within: float) -> list[tuple[StallAt, StallAt]]:
    """Return pairs that stand beside or behind each other though they are not next in a run, up to `within` metres apart."""
    beside = {frozenset((a.id, b.id)) for run in runs(stalls) for a, b in pairwise(run)}
    return [
        (stalls[i], stalls[j])
        for i, j in near(stalls, within)
        if frozenset((stalls[i].id, stalls[j].id)) not in beside
        and faces(stalls[i], stalls[j])
        and distance(stalls[i], stalls[j]) <= within
    ]


def neighbours(layout: Layout) -> dict[int, set[int]]:
    """Return for each stall's id the ids of those beside it: next in its run, and across runs."""
    found: dict[int, set[int]] = {stall.id: set() for stall in layout.stalls}
    pairs = [(a, b) for run in runs(layout.stalls) for a, b in pairwise(run)]
    for a, b in [*pairs, *across(layout.stalls, layout.limits.neighbour_m)]:
        found[a.id].add(b.id)
        found[b.id].add(a.id)
    return found


def zone_of(layout: Layout, stall: Rect) -> ZoneAt | None:
    """Return the smallest zone that the stall's centre lies in."""
    found = [zone for zone in layout.zones if zone.holds((stall.x, stall.y))]
    return min(found, key=lambda zone: zone.width * zone.depth, default=None)
