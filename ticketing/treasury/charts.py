"""The geometry of a bar chart of amounts, drawn as SVG by a template. Whole numbers only; what is below zero hangs down."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 600, 120
GAP = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the drawing; `label` and `value` are what it stands for."""

    x: int
    y: int
    width: int
    height: int
    label: Any
    value: Decimal


def signed(values: Sequence[tuple[Any, Decimal]]) -> list[Bar]:
    """Return one bar per (label, amount). An amount that is not zero is never without a bar."""
    if not values:
        return []
    top = max(max(value for _label, value in values), Decimal(0))
    bottom = max(-min(value for _label, value in values), Decimal(0))
    whole = top + bottom or Decimal(1)
    base = int(HEIGHT * top / whole)
    step = WIDTH // len(values)
    made = []
    for place, (label, value) in enumerate(values):
        height = max(int(HEIGHT * abs(value) / whole), 2 if value else 0)
        made.append(Bar(place * step, base - height if value > 0 else base, max(step - GAP, 1), height, label, value))
    return made
