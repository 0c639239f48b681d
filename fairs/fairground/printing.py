"""Stalls on paper: all of one state in one path, since a PDF of a thousand stalls is drawn path by path."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fairs.fairground.rules.geometry import Point
from fairs.fairground.rules.layout import StallAt
from fairs.fairground.signs import PAPER, UNIT, short

EDGE_M = 0.1
"""The front's line lies so far within the stall."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The stalls of one state: their outlines, what tells the state without colour, their fronts."""

    state: str
    fill: str
    ink: str
    outline: str
    pattern: str
    front: str


def printed(stalls: Iterable[tuple[StallAt, str]]) -> tuple[Printed, ...]:
    """Return stalls with their states as paths in the drawing's own units."""
    by_state: dict[str, list[StallAt]] = defaultdict(list)
    for stall, state in stalls:
        by_state[state].append(stall)
    return tuple(
        Printed(
            state,
            *PAPER[state],
            "".join(_line(stall.corners) + "Z" for stall in these),
            "".join(_pattern(stall, state) for stall in these),
            "".join(_front(stall) for stall in these),
        )
        for state, these in by_state.items()
    )


def _line(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{short(x * UNIT)} {short(y * UNIT)}" for x, y in points)


def _front(stall: StallAt) -> str:
    across, down = stall.width / 2 - EDGE_M, stall.depth / 2 - EDGE_M
    return _line([stall.at(-across, down), stall.at(across, down)])


def _pattern(stall: StallAt, state: str) -> str:
    w, d = stall.width / 2, stall.depth / 2
    one, other, third, last = stall.corners
    if state == "blocked":
        return _line([one, third]) + _line([other, last])
    if state == "held":
        return _line([stall.at(-w, 0), stall.at(0, -d)]) + _line([last, other]) + _line([stall.at(0, d), stall.at(w, 0)])
    if state == "assigned":
        side = min(0.8, w, d)
        return _line([stall.at(w - side, -d), other, stall.at(w, -d + side)]) + "Z"
    return ""
