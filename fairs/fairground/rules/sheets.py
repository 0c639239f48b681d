"""Which sheets of paper a plan needs so that every number on it can be read."""

from dataclasses import dataclass
from math import ceil

from fairs.fairground.rules.geometry import Rect

POINTS_IN_MM = 72 / 25.4
LEAST_PT = 5.5
"""Smaller numbers are not read in the wind, nor after a copying machine."""

LENIENT = 0.88
"""Numbers may be drawn this much smaller where that saves pages."""

OVERLAP_M = 3.0
"""Parts overlap by a stall, so that none is cut on every sheet."""

MOST_MM_PER_M = 10.0

LETTERS_M = 0.8
"""How high names of zones, gates and the scale are drawn, in metres of the ground."""


FRAME_M = (2.4, 4.6)
"""What a drawing has around the ground, below it scale and north; in metres, times what letters are grown by."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the ground on one page: how many millimetres a metre is, and how many times larger letters are drawn."""

    part: Rect
    mm_per_m: float
    grow: float

    @property
    def ratio(self) -> int:
        """The scale as one says it: 1 to so many."""
        return round(1000 / self.mm_per_m)


def grown(mm_per_m: float) -> float:
    """Return how many times larger letters are to be drawn to be read at a scale; 1 where they are large enough."""
    return max(1.0, LEAST_PT / (POINTS_IN_MM * LETTERS_M * mm_per_m))


def whole(width: float, depth: float, room: tuple[float, float]) -> Sheet:
    """Return the whole ground as large as it fits into a room of so many millimetres."""
    scale, grow = MOST_MM_PER_M, 1.0
    for _closer in range(4):
        scale = min(room[0] / (width + FRAME_M[0] * grow), room[1] / (depth + FRAME_M[1] * grow), MOST_MM_PER_M)
        grow = grown(scale)
    return Sheet(Rect(width / 2, depth / 2, width, depth), scale, grow)


def parts(width: float, depth: float, room: tuple[float, float], number_m: float, main: Sheet) -> list[Sheet]:
    """Return enlarged parts, row by row, where the numbers on the main sheet are too small; none where they can be read.

    Args:
        width: of the ground.
        depth: of the ground.
        room: what a page of a part holds, in millimetres.
        number_m: how high the smallest of the stalls' numbers is drawn, in metres of the ground.
        main: the whole on one page.
    """
    needed = min(LEAST_PT / (POINTS_IN_MM * number_m), MOST_MM_PER_M)
    if main.mm_per_m >= needed * LENIENT:
        return []
    return min((_cut(width, depth, room, needed * share) for share in (1, LENIENT)), key=len)


def _cut(width: float, depth: float, room: tuple[float, float], scale: float) -> list[Sheet]:
    grow = grown(scale)
    across, down = (_pieces(length, mm / scale - frame * grow) for length, mm, frame in zip((width, depth), room, FRAME_M, strict=True))
    return [
        Sheet(Rect((left + right) / 2, (top + bottom) / 2, right - left, bottom - top), scale, grow)
        for top, bottom in down
        for left, right in across
    ]


def _pieces(length: float, most: float) -> list[tuple[float, float]]:
    """Cut a length into equal pieces no longer than `most`, each overlapping the next."""
    if length <= most:
        return [(0.0, length)]
    count = ceil((length - most) / max(most - OVERLAP_M, most / 2)) + 1
    shift = (length - most) / (count - 1)
    return [(place * shift, place * shift + most) for place in range(count)]
