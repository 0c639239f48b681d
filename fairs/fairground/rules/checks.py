"""What may be wrong with a ground: each finding with its rule, the stalls, the value and the limit.

"block" is what must not be (a stall over a rescue lane, a board over its limit, an overlap); "warn" is
what an organiser may have reasons for. A sieve of near pairs keeps a thousand stalls well under half a second.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from fairs.fairground.rules.geometry import TOUCH_M, Rect, depth_of_overlap, distance, inside, near
from fairs.fairground.rules.layout import TOUCHING_M, Layout, StallAt, runs
from fairs.fairground.rules.reaching import unreached

BLOCK, WARN = "block", "warn"
LANE_SHARED_M = 0.05
"""A stall that reaches no further into a lane is a matter of drawing."""

_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
"""Cyrillic letters that are printed like Latin ones."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found. `x`, `y` is the spot on the plan; `unit` is m, kW or ""."""

    rule: str
    grade: str
    names: tuple[str, ...]
    ids: tuple[int, ...]
    x: float
    y: float
    value: float | None = None
    limit: float | None = None
    unit: str = "m"
    other: str = ""

    @property
    def about(self) -> str:
        """What it was found at, by name: stays the same while the things keep their numbers."""
        return "+".join((*self.names, self.other) if self.other else self.names)[:120]

    @property
    def measure(self) -> str:
        return "" if self.value is None else f"{self.value:.2f}"


def check(layout: Layout) -> list[Finding]:
    """Return everything found on a ground, what is forbidden first."""
    found = [finding for look in _LOOKS for finding in look(layout)]
    return sorted(found, key=lambda finding: finding.grade != BLOCK)


def _at(rule: str, grade: str, *stalls: StallAt, **more: object) -> Finding:
    x, y = sum(s.x for s in stalls) / len(stalls), sum(s.y for s in stalls) / len(stalls)
    return Finding(rule, grade, tuple(s.number for s in stalls), tuple(s.id for s in stalls), x, y, **more)  # type: ignore[arg-type]


def _overlap(layout: Layout) -> Iterator[Finding]:
    for i, j in near(layout.stalls, 0):
        a, b = layout.stalls[i], layout.stalls[j]
        shared = depth_of_overlap(a, b)
        if shared > TOUCH_M:
            yield _at("overlap", BLOCK, a, b, value=shared, limit=0.0)


def _lane(layout: Layout) -> Iterator[Finding]:
    for i, j in near(layout.stalls, 0, layout.lanes):
        stall, lane = layout.stalls[i], layout.lanes[j]
        shared = depth_of_overlap(stall, lane)
        if shared > LANE_SHARED_M:
            yield _at(f"over_{lane.kind}", BLOCK if lane.kind == "rescue" else WARN, stall, value=shared, limit=0.0, other=lane.name)


def _lane_width(layout: Layout) -> Iterator[Finding]:
    for lane in layout.lanes:
        wide = min(lane.width, lane.depth)
        if lane.kind == "rescue" and wide < layout.limits.lane_min_m - TOUCH_M:
            yield Finding("lane_width", BLOCK, (), (), lane.x, lane.y, wide, layout.limits.lane_min_m, other=lane.name or f"#{lane.id}")


def _outside(layout: Layout) -> Iterator[Finding]:
    for stall in layout.stalls:
        if not inside(stall, layout.edge):
            left, top, right, bottom = stall.bounds
            over = max(-left, -top, right - layout.width, bottom - layout.depth)
            yield _at("outside", BLOCK, stall, value=over, limit=0.0)


def _gap(layout: Layout) -> Iterator[Finding]:
    """Rows too near each other: the nearest pair of each two rows. Stalls under one roof are no tents."""
    limit = layout.limits.gap_min_m
    least: dict[tuple[str, str], tuple[float, float, StallAt, StallAt]] = {}
    together = {frozenset((a.id, b.id)) for run in runs(layout.stalls) for a, b in pairwise(run)}
    for i, j in near(layout.stalls, limit):
        a, b = layout.stalls[i], layout.stalls[j]
        if (a.row and a.row == b.row) or (a.is_covered and b.is_covered) or frozenset((a.id, b.id)) in together:
            continue
        apart = distance(a, b)
        if apart >= limit - TOUCH_M or depth_of_overlap(a, b) > TOUCH_M:
            continue
        pair = (a.row or a.number, b.row or b.number)
        key = pair if pair[0] <= pair[1] else pair[::-1]
        found = (round(apart, 3), hypot(a.x - b.x, a.y - b.y), a, b)  # of equals the two that face each other
        if key not in least or found[:2] < least[key][:2]:
            least[key] = found
    for apart, _way, a, b in least.values():
        yield _at("gap", WARN, a, b, value=apart, limit=limit)


def _in_row(layout: Layout) -> Iterator[Finding]:
    """Two of a row, next to each other by number, with a slit too narrow to walk through."""
    for run in runs(layout.stalls):
        for a, b in pairwise(run):
            apart = distance(a, b)
            if 0.1 < apart <= TOUCHING_M:
                yield _at("slit", WARN, a, b, value=apart, limit=0.1)


def _board(layout: Layout) -> Iterator[Finding]:
    used: dict[int, list[StallAt]] = defaultdict(list)
    for stall in layout.stalls:
        if stall.board_id and not stall.is_blocked:
            used[stall.board_id].append(stall)
    for board in layout.boards:
        drawn = sum(stall.power_kw for stall in used[board.id]) * board.simultaneity
        if drawn > board.limit_kw + 0.005:
            stalls = [stall for stall in used[board.id] if stall.power_kw]
            names = tuple(stall.number for stall in stalls)
            yield Finding("board", BLOCK, names, tuple(s.id for s in stalls), board.x, board.y, drawn, board.limit_kw, "kW", board.name)


def _no_board(layout: Layout) -> Iterator[Finding]:
    for stall in layout.stalls:
        if stall.power_kw and not stall.board_id:
            yield _at("no_board", WARN, stall, value=stall.power_kw, limit=0.0, unit="kW")


def _fire(layout: Layout) -> Iterator[Finding]:
    """Open fire too near another stall: the nearest one of each fire."""
    limit = layout.limits.fire_gap_m
    least: dict[int, tuple[float, StallAt, StallAt]] = {}
    for i, j in near(layout.stalls, limit):
        for fire, other in ((layout.stalls[i], layout.stalls[j]), (layout.stalls[j], layout.stalls[i])):
            apart = distance(fire, other) if fire.allows_fire else limit
            if apart < limit - TOUCH_M and (fire.id not in least or apart < least[fire.id][0]):
                least[fire.id] = (apart, fire, other)
    for apart, fire, other in least.values():
        yield _at("fire", WARN, fire, other, value=apart, limit=limit)


def _fire_zone(layout: Layout) -> Iterator[Finding]:
    zones = [zone for zone in layout.zones if zone.purpose == "fire"]
    for stall in layout.stalls:
        if zones and stall.allows_fire and not any(zone.holds((stall.x, stall.y)) for zone in zones):
            yield _at("fire_zone", WARN, stall, unit="")


def _water(layout: Layout) -> Iterator[Finding]:
    limit = layout.limits.water_max_m
    for stall in layout.stalls:
        if stall.has_water and layout.taps:
            way = min(hypot(stall.x - tap.x, stall.y - tap.y) for tap in layout.taps)
            if way > limit:
                yield _at("water", WARN, stall, value=way, limit=limit)


def _vehicle(layout: Layout) -> Iterator[Finding]:
    for stall in layout.stalls:
        longest = max(stall.width, stall.depth)
        if stall.vehicle_max_m > longest + TOUCH_M:
            yield _at("vehicle", WARN, stall, value=stall.vehicle_max_m, limit=longest)


def _number(layout: Layout) -> Iterator[Finding]:
    """Numbers that print alike (A1, a1, А1 in Cyrillic, A01), and two of a row at one place."""
    alike: dict[tuple[str, ...], list[StallAt]] = defaultdict(list)
    places: dict[tuple[str, int], list[StallAt]] = defaultdict(list)
    for stall in layout.stalls:
        alike[_spoken(stall.number)].append(stall)
        if stall.row:
            places[stall.row, stall.position].append(stall)
    for stalls in alike.values():
        if len(stalls) > 1:
            yield _at("number", WARN, *stalls, unit="")
    for stalls in places.values():
        if len(stalls) > 1:
            yield _at("position", WARN, *stalls, value=float(stalls[0].position), unit="")


def _spoken(number: str) -> tuple[str, ...]:
    letters, parts, digits = number.upper().translate(_LOOKALIKES), [], ""
    for sign in [*letters, ""]:
        if sign.isdigit():
            digits += sign
            continue
        if digits:
            parts.append(digits.lstrip("0") or "0")
            digits = ""
        if sign.isalnum():
            parts.append(sign)
    return tuple(parts)


def _zone(layout: Layout) -> Iterator[Finding]:
    zones = {zone.id: zone for zone in layout.zones}
    for stall in layout.stalls:
        zone = zones.get(stall.zone_id or 0)
        if zone is not None and not zone.holds((stall.x, stall.y)):
            yield _at("zone", WARN, stall, value=distance(Rect(stall.x, stall.y, 0, 0), zone), limit=0.0, other=zone.name)


def _unreached(layout: Layout) -> Iterator[Finding]:
    for stall in unreached(layout):
        yield _at("unreached", WARN, stall, unit="")


_LOOKS = (
    _overlap, _lane, _lane_width, _outside, _board, _gap, _in_row, _fire, _fire_zone, _water, _vehicle, _no_board, _number, _zone,
    _unreached,
)  # fmt: skip
