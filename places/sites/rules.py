"""A small map of the region: where a point falls on it, and on which side its name fits."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KM_PER_DEGREE = 111.2
"""Length of a degree of latitude."""

LETTER_WIDTH = 0.56
"""Mean width of a letter in sizes of the face; measured on Latvian and Russian place names, a little on the safe side."""

CLEARANCE = 2.0


@dataclass(frozen=True)
class Frame:
    """What the map shows, in degrees, and how wide it is drawn, in units of the drawing."""

    south: float
    north: float
    west: float
    east: float
    width: float
    margin: float

    @property
    def per_degree(self) -> float:
        """Units per degree of latitude."""
        return (self.width - 2 * self.margin) / ((self.east - self.west) * self._shrink)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.per_degree + 2 * self.margin

    @property
    def _shrink(self) -> float:
        """How much shorter a degree of longitude is, at the middle of the map."""
        return math.cos(math.radians((self.south + self.north) / 2))

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point is on the map."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return x and y of a point (equirectangular projection: true to scale along the middle parallel)."""
        return (
            self.margin + (longitude - self.west) * self._shrink * self.per_degree,
            self.margin + (self.north - latitude) * self.per_degree,
        )

    def length_of(self, km: float) -> float:
        """Return how long a distance is drawn."""
        return km / KM_PER_DEGREE * self.per_degree


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes overlap."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Label:
    """A name beside its dot: the start, middle or end of its base line, and the room it takes."""

    x: float
    y: float
    anchor: str
    box: Box


def label_all(frame: Frame, dots: Sequence[tuple[float, float, str]], size: float, radius: float) -> list[Label]:
    """Find for each dot (x, y, name) a side where its name covers no dot and no other name, as far as there is one."""
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y, _name in dots]
    labels = []
    for number, (x, y, name) in enumerate(dots):
        others = taken[:number] + taken[number + 1 :]
        label = min(_sides(x, y, name, size, radius), key=lambda side: _badness(side.box, others, frame))
        taken.append(label.box)
        labels.append(label)
    return labels


def _sides(x: float, y: float, name: str, size: float, radius: float) -> Iterable[Label]:
    width = len(name) * size * LETTER_WIDTH
    off = radius + CLEARANCE
    starts = {"start": x + off, "end": x - off - width, "middle": x - width / 2}
    # base lines: level with the dot, below, above, and half a line off
    for anchor, dy in (
        ("start", 0.35), ("end", 0.35), ("start", 0.95), ("start", -0.25), ("end", 0.95), ("end", -0.25),
        ("middle", 1.0 + off / size), ("middle", -0.3 - off / size),
    ):  # fmt: skip
        base, left = y + dy * size, starts[anchor]
        at = {"start": left, "end": left + width, "middle": x}[anchor]
        yield Label(at, base, anchor, Box(left, base - 0.8 * size, left + width, base + 0.25 * size))


def _badness(box: Box, others: Sequence[Box], frame: Frame) -> int:
    is_outside = box.left < 0 or box.top < 0 or box.right > frame.width or box.bottom > frame.height
    return sum(box.meets(other) for other in others) + 10 * is_outside
