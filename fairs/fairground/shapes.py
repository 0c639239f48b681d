"""What a drawing of a ground consists of, as the templates write it."""

from dataclasses import dataclass
from typing import Any

from fairs.fairground.printing import Printed
from fairs.fairground.signs import Sign


@dataclass(frozen=True, slots=True)
class Shape:
    """A stall, zone or lane as the template writes it. Its group is moved to the centre and turned there."""

    id: int
    kind: str
    move: str
    upright: str
    x: str
    y: str
    width: str
    depth: str
    name: str
    label: str = ""
    state: str = ""
    pattern: str = ""
    front: str = ""
    link: str = ""
    tip: str = ""
    ink: str = ""
    paper_x: str = ""
    paper_y: str = ""
    size: str = ""
    small: str = ""
    text_x: str = ""
    text_y: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    kind: str
    sign: Sign
    name: str
    word: str
    x: str
    y: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend."""

    state: str
    word: str
    pattern: str
    count: int
    paper: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A ground ready to be written as SVG."""

    box: str
    width: int
    height: int
    ground: Shape
    zones: tuple[Shape, ...]
    lanes: tuple[Shape, ...]
    stalls: tuple[Shape, ...]
    spots: tuple[Spot, ...]
    keys: tuple[Key, ...]
    kinds: tuple[Spot, ...]
    scale: Any
    north: str
    title: str
    on_paper: bool
    picture: Any = None
    pick: str = ""
    parts: tuple[Shape, ...] = ()
    cover: Shape | None = None
    grow: str = "1"
    printed: tuple[Printed, ...] = ()
