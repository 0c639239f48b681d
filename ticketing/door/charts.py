"""The pictures of the live page, as numbers for an SVG."""

from collections.abc import Iterable, Sequence
from typing import Any

from ticketing.door.queries import Arrivals

BAR, TALL = 20, 100
"""Width of a quarter of an hour, and height of the tallest bar, in units of the picture."""
LOW = 32
"""Height of a gate's curve."""
FEWEST = 16
"""Quarters of an hour that a picture is wide at least, so that the first bars of a day are not as wide as doors."""


def bars(arrivals: Sequence[Arrivals]) -> dict[str, Any]:
    """Return the arrivals as one bar a quarter of an hour, the tallest `TALL` units high."""
    most = max((quarter.entries for quarter in arrivals), default=0)
    drawn = []
    for place, quarter in enumerate(arrivals):
        high = round(TALL * quarter.entries / most) if most else 0
        hour = f"{quarter.start:%H}" if quarter.start.minute == 0 else ""
        drawn.append({"x": place * BAR + 1, "y": TALL - high, "high": high, "hour": hour, "quarter": quarter})
    return {"bars": drawn, "width": max(len(drawn), FEWEST) * BAR, "most": most, "bar": BAR - 2}


def curves(arrivals: Sequence[Arrivals], gates: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return each gate's entries as the outline of an area, all to one scale, so that gates compare at a glance."""
    most = max((n for quarter in arrivals for n in quarter.by_gate.values()), default=0)
    width = max(len(arrivals), FEWEST) * BAR
    return {gate: {"path": _outline([quarter.by_gate.get(gate, 0) for quarter in arrivals], most), "width": width} for gate in gates}


def _outline(numbers: Sequence[int], most: int) -> str:
    if not any(numbers):
        return ""
    steps = " ".join(f"V{LOW - round(LOW * n / most)} h{BAR}" for n in numbers)
    return f"M0 {LOW} {steps} V{LOW} Z"
