"""Whether visitors can walk up to every stall's front: the free ground is flooded from the entrances, on a raster of half a metre."""

from fairs.fairground.rules.geometry import Rect
from fairs.fairground.rules.layout import Layout, StallAt

CELL_M = 0.5
AHEAD_M = 0.4
"""Where a visitor stands before the front."""


def unreached(layout: Layout) -> list[StallAt]:
    """Return the stalls whose front nobody can walk up to. Without entrances people come over the ground's whole edge."""
    across, down = max(int(layout.width / CELL_M), 1), max(int(layout.depth / CELL_M), 1)
    wide = across + 2  # a rim of closed cells round the ground spares every test for its edge
    free = bytearray(wide * (down + 2))
    for row in range(1, down + 1):
        free[row * wide + 1 : row * wide + 1 + across] = b"\x01" * across
    for rect in (*layout.stalls, *(lane for lane in layout.lanes if lane.kind == "obstacle")):
        _close(free, rect, across, down, wide)
    _flood(free, _starts(layout, across, down, wide), wide)
    return [stall for stall in layout.stalls if not stall.is_blocked and not _is_reached(free, stall, across, down, wide)]


def _cell(x: float, y: float, across: int, down: int, wide: int) -> int:
    """Return the place of a point's cell in the raster; 0, which is never free, for one outside."""
    column, row = int(x // CELL_M), int(y // CELL_M)
    return (row + 1) * wide + column + 1 if 0 <= column < across and 0 <= row < down else 0


def _close(free: bytearray, rect: Rect, across: int, down: int, wide: int) -> None:
    left, top, right, bottom = rect.bounds
    for row in range(max(int(top // CELL_M), 0), min(int(bottom // CELL_M) + 1, down)):
        for column in range(max(int(left // CELL_M), 0), min(int(right // CELL_M) + 1, across)):
            if rect.holds(((column + 0.5) * CELL_M, (row + 0.5) * CELL_M)):
                free[(row + 1) * wide + column + 1] = 0


def _starts(layout: Layout, across: int, down: int, wide: int) -> list[int]:
    if layout.entrances:
        near = [(dx * CELL_M, dy * CELL_M) for dx in range(-3, 4) for dy in range(-3, 4)]
        return [_cell(e.x + dx, e.y + dy, across, down, wide) for e in layout.entrances for dx, dy in near]
    edge = [(row + 1) * wide + column + 1 for column in range(across) for row in (0, down - 1)]
    return edge + [(row + 1) * wide + column + 1 for row in range(down) for column in (0, across - 1)]


def _flood(free: bytearray, starts: list[int], wide: int) -> None:
    """Mark with 2 every free cell that can be walked to."""
    waiting = [cell for cell in starts if free[cell] == 1]
    for cell in waiting:
        free[cell] = 2
    while waiting:
        cell = waiting.pop()
        for beside in (cell - 1, cell + 1, cell - wide, cell + wide):
            if free[beside] == 1:
                free[beside] = 2
                waiting.append(beside)


def _is_reached(free: bytearray, stall: StallAt, across: int, down: int, wide: int) -> bool:
    """Tell whether somebody can stand before the front, or before a side where the stall is open there too."""
    w, d = stall.width / 2, stall.depth / 2
    spots = [(share * w, d + AHEAD_M) for share in (-0.6, 0.0, 0.6)]
    if stall.open_sides >= 2:
        spots += [(w + AHEAD_M, 0.0), (-w - AHEAD_M, 0.0)]
    if stall.open_sides >= 4:
        spots.append((0.0, -d - AHEAD_M))
    return any(free[_cell(*stall.at(right, ahead), across, down, wide)] == 2 for right, ahead in spots)
