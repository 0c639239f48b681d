"""The signs of a plan: how spots are drawn, what tells one state of a stall from another without colour, colours on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

UNIT = 10
"""Units of the drawing for one metre."""

PAPER = {
    "free": ("#ffffff", "#22252d"),
    "held": ("#fceabf", "#22252d"),
    "assigned": ("#e2e8f5", "#22252d"),
    "blocked": ("#dddddd", "#22252d"),
    "mine": ("#2f4a8a", "#ffffff"),
    "wished": ("#f8e4d8", "#22252d"),
    "found": ("#f8e4d8", "#22252d"),
}
"""Fill and ink on paper, where the page's style sheet does not reach."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How something is drawn that is a spot and not a rectangle: a path about (0, 0), and letters on it."""

    path: str
    letters: str = ""


_TILE = "M-5 -6H5Q6 -6 6 -5V5Q6 6 5 6H-5Q-6 6 -6 5V-5Q-6 -6 -5 -6Z"
SIGNS: Mapping[str, Sign] = {
    "board": Sign("M-5 -5H5V5H-5ZM1 -4L-2 1H0L-1 4L2 -1H0Z"),
    "tap": Sign("M0 -6Q5 1 5 2A5 5 0 0 1 -5 2Q-5 1 0 -6Z"),
    "entrance": Sign("M0 -6L5 4H-5Z"),
    "toilet": Sign(_TILE, "WC"),
    "first_aid": Sign(_TILE + "M-1.5 -4V-1.5H-4V1.5H-1.5V4H1.5V1.5H4V-1.5H1.5V-4Z"),
    "info": Sign(_TILE, "i"),
    "stage": Sign(_TILE + "M-4 3V2L0 -4L4 2V3Z"),
    "cash": Sign(_TILE, "€"),
    "parking": Sign(_TILE, "P"),
}
"""By kind of spot; amenities by what they are. The editor draws the same."""


def short(value: float) -> str:
    """Write a number as short as it goes, with a point in every language."""
    return f"{value:.1f}".removesuffix(".0")


def hatch(width: float, depth: float, step: float) -> str:
    """Return slanted lines that fill a rectangle about (0, 0), as a path; no pattern with an id is needed."""
    lines, at = [], step
    while at < width + depth:
        a, b = (min(at, width), max(0.0, at - width)), (max(0.0, at - depth), min(at, depth))
        x1, y1, x2, y2 = a[0] - width / 2, a[1] - depth / 2, b[0] - width / 2, b[1] - depth / 2
        lines.append(f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}")
        at += step
    return "".join(lines)


def cross(width: float, depth: float) -> str:
    """Return both diagonals."""
    w, d = short(width / 2), short(depth / 2)
    return f"M-{w} -{d}L{w} {d}M{w} -{d}L-{w} {d}"


def pattern(state: str, width: float, depth: float) -> str:
    """Return the lines that tell a state from the others without any colour."""
    w, d = width / 2, depth / 2
    if state == "held":
        return hatch(width, depth, 6)
    if state == "blocked":
        return cross(width, depth)
    if state == "assigned":
        return f"M{short(w - 8)} {short(-d)}L{short(w)} {short(-d + 8)}V{short(-d)}Z"
    if state in ("mine", "found"):
        return _star(w - 5, -d + 5, 4)
    if state == "wished":
        return f"M{short(-w + 2)} {short(-d + 2)}H{short(w - 2)}V{short(d - 2)}H{short(-w + 2)}Z"
    return ""


def _star(x: float, y: float, size: float) -> str:
    points = [(size if k % 2 == 0 else size * 0.42, radians(36 * k - 90)) for k in range(10)]
    return "M" + "L".join(f"{short(x + r * cos(a))} {short(y + r * sin(a))}" for r, a in points) + "Z"
