"""Rectangles on a plan in metres, turned about their centre. x runs right, y runs down, angles are clockwise."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, floor, hypot, radians, sin

Point = tuple[float, float]

TOUCH_M = 0.02
"""Rectangles that share no more than this touch; they do not overlap."""


@dataclass(frozen=True)
class Rect:
    """A rectangle with its centre at (x, y)."""

    x: float
    y: float
    width: float
    depth: float
    rotation: float = 0.0

    @cached_property
    def _turn(self) -> Point:
        angle = radians(self.rotation)
        return cos(angle), sin(angle)

    def at(self, right: float, down: float) -> Point:
        """Return a point of the plan, given from the centre in the rectangle's own directions."""
        c, s = self._turn
        return self.x + right * c - down * s, self.y + right * s + down * c

    def seen(self, point: Point) -> Point:
        """Return a point of the plan as seen from the centre, in the rectangle's own directions: the reverse of `at`."""
        c, s = self._turn
        right, down = point[0] - self.x, point[1] - self.y
        return right * c + down * s, down * c - right * s

    @cached_property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        w, d = self.width / 2, self.depth / 2
        return self.at(-w, -d), self.at(w, -d), self.at(w, d), self.at(-w, d)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright rectangle around it."""
        xs, ys = zip(*self.corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        right, down = self.seen(point)
        return abs(right) <= self.width / 2 + slack and abs(down) <= self.depth / 2 + slack


def depth_of_overlap(a: Rect, b: Rect) -> float:
    """Return how far `a` would have to be pushed to leave `b`, in metres; 0 where they do not overlap."""
    least = float("inf")
    for c, s in {a._turn, b._turn, (-a._turn[1], a._turn[0]), (-b._turn[1], b._turn[0])}:
        of_a = [x * c + y * s for x, y in a.corners]
        of_b = [x * c + y * s for x, y in b.corners]
        shared = min(max(of_a) - min(of_b), max(of_b) - min(of_a))
        if shared <= 0:
            return 0.0
        least = min(least, shared)
    return least


def overlaps(a: Rect, b: Rect) -> bool:
    """Tell whether the two share more than an edge."""
    return depth_of_overlap(a, b) > TOUCH_M


def distance(a: Rect, b: Rect) -> float:
    """Return the shortest way between the two; 0 where they touch or overlap."""
    if depth_of_overlap(a, b) > 0:
        return 0.0
    return min(
        min(_to_edges(corner, b) for corner in a.corners),
        min(_to_edges(corner, a) for corner in b.corners),
    )


def _to_edges(point: Point, rect: Rect) -> float:
    right, down = rect.seen(point)
    return hypot(max(abs(right) - rect.width / 2, 0), max(abs(down) - rect.depth / 2, 0))


def inside(inner: Rect, outer: Rect) -> bool:
    """Tell whether `inner` lies wholly in `outer`, edges included."""
    return all(outer.holds(corner, TOUCH_M) for corner in inner.corners)


def faces(a: Rect, b: Rect, least: float = 0.5) -> bool:
    """Tell whether the two lie side by side or front to front: along one of their directions they share `least` metres.

    Two that meet only at a corner, or lie diagonally, do not.
    """
    return _faces(a, b, least) or _faces(b, a, least)


def _faces(a: Rect, b: Rect, least: float) -> bool:
    seen = [a.seen(corner) for corner in b.corners]
    for half, values in ((a.width / 2, [p[0] for p in seen]), (a.depth / 2, [p[1] for p in seen])):
        if min(half, max(values)) - max(-half, min(values)) >= least:
            return True
    return False


def near(rects: Sequence[Rect], within: float, others: Sequence[Rect] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the places (i, j) of pairs that may be closer than `within` metres, each once, i < j in one list.

    A sieve: upright rectangles around them are compared, so that 5,000 stalls do not make twelve million exact tests.
    """
    size = 8.0
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    targets = rects if others is None else others
    for j, rect in enumerate(targets):
        for cell in _cells(rect, size, 0):
            cells[cell].append(j)
    for i, rect in enumerate(rects):
        left, top, right, bottom = rect.bounds
        found = {j for cell in _cells(rect, size, within) for j in cells.get(cell, ())}
        for j in sorted(found):
            if others is None and j <= i:
                continue
            left2, top2, right2, bottom2 = targets[j].bounds
            if left2 - right <= within and left - right2 <= within and top2 - bottom <= within and top - bottom2 <= within:
                yield i, j


def _cells(rect: Rect, size: float, grown: float) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = rect.bounds
    for across in range(floor((left - grown) / size), floor((right + grown) / size) + 1):
        for down in range(floor((top - grown) / size), floor((bottom + grown) / size) + 1):
            yield across, down
