"""The geometry of a bar chart, drawn as SVG by a template. Whole numbers only, so that no language writes a comma into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 600, 140
GAP = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the drawing; `label` and `value` are what it stands for."""

    x: int
    y: int
    width: int
    height: int
    label: Any
    value: int


def bars(values: Sequence[tuple[Any, int]]) -> list[Bar]:
    """Return one bar per (label, value), the highest as high as the drawing. A value above zero is never without a bar."""
    if not values:
        return []
    step = WIDTH // len(values)
    highest = max(max(value for _label, value in values), 1)
    made = []
    for place, (label, value) in enumerate(values):
        height = max(value * HEIGHT // highest, 2 if value else 0)
        made.append(Bar(place * step, HEIGHT - height, max(step - GAP, 1), height, label, value))
    return made
