"""What may be wrong with who stands where: power on each board, power at a stall, vehicles; by the makers placed there.

`rules.checks` judges what the ground promises; this judges what is asked of it once makers have their stalls.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fairs.fairground.rules.checks import BLOCK, WARN, Finding
from fairs.fairground.rules.geometry import TOUCH_M, distance
from fairs.fairground.rules.layout import TOUCHING_M, Layout, StallAt

_SLACK_KW = 0.005


@dataclass(frozen=True, slots=True)
class Occupant:
    """A maker with stalls: their kW in all, and the vehicle that stays there (0 where none does), in metres."""

    name: str
    stalls: tuple[int, ...]
    power_kw: float = 0.0
    vehicle_m: float = 0.0


def check_occupied(layout: Layout, occupants: Iterable[Occupant]) -> list[Finding]:
    """Return what is wrong with the makers' places, what is forbidden first."""
    known = {stall.id: stall for stall in layout.stalls}
    placed = [(one, [known[pk] for pk in one.stalls if pk in known]) for one in occupants]
    placed = [(one, stalls) for one, stalls in placed if stalls]
    found = [*_boards(layout, placed), *_power(placed), *_vehicles(placed)]
    return sorted(found, key=lambda finding: finding.grade != BLOCK)


Placed = Sequence[tuple[Occupant, Sequence[StallAt]]]


def _boards(layout: Layout, placed: Placed) -> Iterator[Finding]:
    """A board that its makers together ask too much of; one on stalls of two boards draws an equal share from each stall."""
    drawn: dict[int, float] = defaultdict(float)
    on: dict[int, list[StallAt]] = defaultdict(list)
    for one, stalls in placed:
        for stall in stalls if one.power_kw else ():
            if stall.board_id:
                drawn[stall.board_id] += one.power_kw / len(stalls)
                on[stall.board_id].append(stall)
    for board in layout.boards:
        asked = drawn[board.id] * board.simultaneity
        if asked > board.limit_kw + _SLACK_KW:
            stalls = on[board.id]
            names, ids = tuple(stall.number for stall in stalls), tuple(stall.id for stall in stalls)
            yield Finding("placed_board", BLOCK, names, ids, board.x, board.y, asked, board.limit_kw, "kW", board.name)


def _power(placed: Placed) -> Iterator[Finding]:
    """A maker who needs more than their stalls promise together."""
    for one, stalls in placed:
        promised = sum(stall.power_kw for stall in stalls)
        if one.power_kw > promised + _SLACK_KW:
            yield _at("placed_power", WARN, stalls, one.power_kw, promised, "kW", one.name)


def _vehicles(placed: Placed) -> Iterator[Finding]:
    """A vehicle that stays: longer than its place, or longer than is allowed there."""
    for one, stalls in placed:
        if not one.vehicle_m:
            continue
        room, allowed = _room(stalls), max(stall.vehicle_max_m for stall in stalls)
        if one.vehicle_m > room + TOUCH_M:
            yield _at("placed_vehicle", BLOCK, stalls, one.vehicle_m, room, "m", one.name)
        elif one.vehicle_m > allowed + TOUCH_M:
            yield _at("placed_parked", WARN, stalls, one.vehicle_m, allowed, "m", one.name)


def _room(stalls: Sequence[StallAt]) -> float:
    """Return how long a vehicle may be that stands within a maker's stalls: touching ones of a row are one place."""
    longest, front = 0.0, 0.0
    last: StallAt | None = None
    for stall in stalls:
        beside = last is not None and stall.row == last.row and distance(last, stall) <= TOUCHING_M
        front = front + stall.width if beside else stall.width
        longest = max(longest, front, stall.depth)
        last = stall
    return longest


def _at(rule: str, grade: str, stalls: Sequence[StallAt], value: float, limit: float, unit: str, who: str) -> Finding:
    x, y = sum(stall.x for stall in stalls) / len(stalls), sum(stall.y for stall in stalls) / len(stalls)
    names, ids = tuple(stall.number for stall in stalls), tuple(stall.id for stall in stalls)
    return Finding(rule, grade, names, ids, x, y, value, limit, unit, who)
