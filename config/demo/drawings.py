"""What is seen on the pictures of the demonstration's works: each a few simple shapes."""

import math
import random
from collections.abc import Callable
from itertools import pairwise

from PIL import ImageDraw

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
Palette = tuple[Colour, Colour, Colour]


def _turned(draw: Draw, profile: list[tuple[float, float]], x: float, foot: float, size: float, colours: Palette) -> None:
    """Draw a vessel from its profile (height from the foot, radius, both 0 to 1), lit from the left."""
    steps = 14
    for step in range(steps):
        share = step / steps
        colour = (
            _mixed(colours[1], colours[0], min(share * 1.8, 1)) if share < 0.55 else _mixed(colours[0], colours[2], (share - 0.55) * 1.6)
        )
        left, right = -1 + 2 * share, -1 + 2 * (step + 1) / steps
        side = [(x + r * size * left, foot - h * size) for h, r in profile]
        back = [(x + r * size * right + 1, foot - h * size) for h, r in reversed(profile)]
        draw.polygon(side + back, fill=colour)
    top, radius = profile[-1][0], profile[-1][1]
    lip = radius * size
    draw.ellipse((x - lip, foot - top * size - lip * 0.16, x + lip, foot - top * size + lip * 0.16), fill=colours[2])


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Return a smooth profile through the points."""
    found = []
    for (h1, r1), (h2, r2) in pairwise(points):
        for step in range(8):
            share = (1 - math.cos(math.pi * step / 8)) / 2
            found.append((h1 + (h2 - h1) * step / 8, r1 + (r2 - r1) * share))
    return [*found, points[-1]]


def _pot(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    foot, size = height * 0.86, height * 0.62
    shapes = (
        _curve((0, 0.28), (0.35, 0.52), (0.75, 0.2), (0.95, 0.26)),
        _curve((0, 0.2), (0.2, 0.44), (0.5, 0.62)),
        _curve((0, 0.34), (0.1, 0.36), (0.62, 0.34), (0.68, 0.37)),
        _curve((0, 0.24), (0.55, 0.5), (0.9, 0.34), (1.0, 0.3)),
    )
    shape = chance.choice(shapes)
    _turned(draw, shape, width * 0.5, foot, size, colours)
    middle = shape[len(shape) // 2]
    for band in range(3):
        y = foot - (middle[0] + band * 0.035) * size
        draw.line((width * 0.5 - middle[1] * size * 0.92, y, width * 0.5 + middle[1] * size * 0.92, y), fill=colours[1], width=5)


def _bowl(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    foot, size = height * 0.86, height * 0.6
    _turned(draw, _curve((0, 0.22), (0.12, 0.3), (0.42 + chance.random() * 0.1, 0.72)), width * 0.5, foot, size, colours)
    for ring in range(1, 5):
        y, reach = foot - ring * 0.085 * size, (0.24 + ring * 0.09) * size
        draw.arc((width * 0.5 - reach, y - 24, width * 0.5 + reach, y + 24), 10, 170, fill=colours[2], width=3)


def _cloth(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """A folded towel with woven stripes and a row of diamonds, and its fringe."""
    left, top, right, foot = width * 0.26, height * 0.16, width * 0.74, height * 0.8
    linen = (240, 232, 214)
    draw.rectangle((left, top, right, foot), fill=linen)
    for x in range(int(left), int(right), 10):
        draw.line((x, top, x, foot), fill=(232, 222, 202), width=2)
    y = foot - 30
    for _band in range(chance.choice((4, 5, 6))):
        thick = chance.choice((10, 16, 26, 40))
        draw.rectangle((left, y - thick, right, y), fill=chance.choice(colours))
        y -= thick + chance.choice((14, 22))
    step = (right - left) / 9
    for place in range(9):
        middle = left + step * (place + 0.5)
        draw.polygon(
            [(middle, y - step), (middle + step * 0.45, y - step / 2), (middle, y), (middle - step * 0.45, y - step / 2)], fill=colours[0]
        )
        draw.polygon(
            [(middle, y - step * 0.7), (middle + step * 0.2, y - step / 2), (middle, y - step * 0.3), (middle - step * 0.2, y - step / 2)],
            fill=linen,
        )
    for x in range(int(left), int(right), 16):
        draw.line((x, foot, x + chance.randint(-5, 5), foot + 44), fill=(226, 214, 190), width=5)


def _belt(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """Two or three patterned bands side by side."""
    for band in range(3):
        top = height * (0.2 + band * 0.2)
        draw.rectangle((width * 0.1, top, width * 0.9, top + height * 0.12), fill=colours[band % 3])
        edge = colours[(band + 1) % 3]
        for y in (top + 8, top + height * 0.12 - 14):
            draw.rectangle((width * 0.1, y, width * 0.9, y + 6), fill=edge)
        step, kind = width * 0.8 / 14, chance.choice((3, 4, 4))
        for place in range(14):
            draw.regular_polygon(
                (width * 0.1 + step * (place + 0.5), top + height * 0.06, step * 0.36), kind, rotation=45 * (kind == 4), fill=edge
            )
        for line in range(9):
            y = top + 8 + line * height * 0.0125
            draw.line((width * 0.9, y, width * 0.95, y + chance.randint(-6, 6)), fill=colours[band % 3], width=4)


def _basket(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    straw, dark = (206, 172, 118), (156, 120, 72)
    left, right, top, foot = width * 0.28, width * 0.72, height * 0.44, height * 0.86
    draw.arc((width * 0.33, height * 0.08, width * 0.67, height * 0.8), 180, 360, fill=dark, width=26)
    rows, columns = 9, 13
    for row in range(rows):
        inset = (row / rows) ** 2 * width * 0.05
        y = top + (foot - top) * row / rows
        step = (right - left - 2 * inset) / columns
        for column in range(columns):
            x = left + inset + step * column
            fill = straw if (row + column) % 2 else dark if chance.random() > 0.25 else colours[0]
            draw.rectangle((x, y, x + step - 3, y + (foot - top) / rows - 3), fill=fill)
    draw.rounded_rectangle((left - 18, top - 22, right + 18, top + 12), 16, fill=dark)


def _toy(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """A horse on wheels."""
    wood = (205, 164, 110)
    draw.rounded_rectangle((width * 0.33, height * 0.4, width * 0.65, height * 0.6), 90, fill=wood)
    for x in (0.35, 0.57):
        draw.rectangle((width * x, height * 0.55, width * (x + 0.05), height * 0.76), fill=_mixed(wood, colours[2], 0.2))
    draw.polygon(
        [
            (width * 0.57, height * 0.46),
            (width * 0.65, height * 0.2),
            (width * 0.76, height * 0.3),
            (width * 0.74, height * 0.36),
            (width * 0.68, height * 0.35),
            (width * 0.65, height * 0.54),
        ],
        fill=wood,
    )
    draw.polygon(
        [(width * 0.57, height * 0.42), (width * 0.63, height * 0.18), (width * 0.66, height * 0.21), (width * 0.61, height * 0.42)],
        fill=colours[0],
    )
    draw.line((width * 0.34, height * 0.44, width * 0.28, height * 0.6), fill=colours[0], width=24)
    draw.ellipse((width * 0.685, height * 0.26, width * 0.698, height * 0.278), fill=(40, 30, 24))
    draw.rounded_rectangle((width * 0.3, height * 0.75, width * 0.68, height * 0.79), 14, fill=colours[0])
    for x in (0.36, 0.62):
        draw.circle((width * x, height * 0.82), height * 0.065, fill=colours[2])
        draw.circle((width * x, height * 0.82), height * 0.025, fill=colours[1])


def _spoons(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    for place in range(4):
        x, wood = width * (0.29 + place * 0.14), _mixed((214, 178, 126), (130, 88, 48), chance.random() * 0.7)
        draw.rounded_rectangle((x - 13, height * 0.32, x + 13, height * 0.84), 12, fill=wood)
        draw.ellipse((x - 62, height * 0.12, x + 62, height * 0.4), fill=wood)
        draw.ellipse((x - 42, height * 0.155, x + 42, height * 0.36), fill=_mixed(wood, (70, 46, 26), 0.28))


def _kokle(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    wood = (188, 134, 78)
    body = [
        (width * 0.12, height * 0.62),
        (width * 0.2, height * 0.5),
        (width * 0.86, height * 0.3),
        (width * 0.9, height * 0.72),
        (width * 0.24, height * 0.74),
    ]
    draw.polygon(body, fill=wood)
    draw.line([*body, body[0]], fill=(110, 70, 36), width=12)
    draw.regular_polygon((width * 0.64, height * 0.56, 70), 6, fill=(92, 58, 30))
    draw.regular_polygon((width * 0.64, height * 0.56, 34), 6, rotation=30, fill=colours[1])
    for string in range(9):
        y = height * (0.36 + string * 0.042)
        draw.line((width * 0.24, height * (0.55 + string * 0.018), width * 0.87, y), fill=(236, 230, 214), width=4)


def _iron(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """A forged candlestick."""
    iron, shine = (52, 54, 60), (104, 110, 120)
    draw.line((width * 0.5, height * 0.24, width * 0.5, height * 0.84), fill=iron, width=36)
    draw.line((width * 0.496, height * 0.26, width * 0.496, height * 0.82), fill=shine, width=6)
    for side in (-1, 1):
        box = (width * 0.5 + side * width * 0.1 - width * 0.1, height * 0.3, width * 0.5 + side * width * 0.1 + width * 0.1, height * 0.62)
        draw.arc(box, 0, 180, fill=iron, width=28)
        x = width * (0.5 + side * 0.19)
        draw.rectangle((x - 56, height * 0.42, x + 56, height * 0.45), fill=iron)
        draw.rounded_rectangle((x - 30, height * 0.24, x + 30, height * 0.42), 10, fill=(244, 236, 214))
    draw.rounded_rectangle((width * 0.5 - 30, height * 0.1, width * 0.5 + 30, height * 0.26), 10, fill=(244, 236, 214))
    draw.ellipse((width * 0.36, height * 0.8, width * 0.64, height * 0.88), fill=iron)
    for x in (0.31, 0.5, 0.69):
        y = height * (0.07 if x == 0.5 else 0.21)
        draw.ellipse((width * x - 14, y - 36, width * x + 14, y + 24), fill=(236, 160, 52))


def _ring(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """A brooch as the Latgalians wore it."""
    x, y = width * 0.5, height * 0.46
    for radius, fill in ((0.36, (150, 154, 160)), (0.34, (206, 210, 216)), (0.2, (150, 154, 160)), (0.18, (238, 230, 218))):
        draw.circle((x, y), height * radius, fill=fill)
    for place in range(12):
        angle = math.tau * place / 12
        centre = (x + math.cos(angle) * height * 0.27, y + math.sin(angle) * height * 0.27)
        draw.circle(centre, 26, fill=colours[0] if place % 3 == 0 else (120, 124, 132))
        draw.circle((centre[0] - 7, centre[1] - 7), 8, fill=colours[1])
    draw.line((x - height * 0.3, y + 14, x + height * 0.3, y - 14), fill=(104, 108, 116), width=18)


def _glass(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """A stained glass panel: rays about a sun, in lead."""
    left, top, right, foot = width * 0.27, height * 0.08, width * 0.73, height * 0.84
    lead, tones = (44, 46, 50), ((214, 160, 64), (70, 126, 160), (150, 60, 60), (104, 146, 96), (224, 196, 140), (110, 86, 140))
    x, y = (left + right) / 2, top + (foot - top) * 0.62
    draw.rectangle((left, top, right, foot), fill=tones[4])
    edge = [
        (left, foot),
        (left, y),
        (left, top + 90),
        (left, top),
        (x - 90, top),
        (x + 90, top),
        (right, top),
        (right, top + 90),
        (right, y),
        (right, foot),
    ]
    for (x1, y1), (x2, y2) in pairwise(edge):
        draw.polygon([(x, y), (x1, y1), (x2, y2)], fill=chance.choice(tones))
        draw.line((x, y, x1, y1), fill=lead, width=10)
    draw.circle((x, y), height * 0.15, fill=tones[0], outline=lead, width=10)
    draw.rectangle((left - 12, top - 12, right + 12, foot + 12), outline=lead, width=24)


def _drops(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    """Fused glass hanging on threads."""
    for place in range(5):
        x, y, tone = width * (0.2 + place * 0.15), height * (0.36 + chance.random() * 0.22), chance.choice(colours[:2])
        draw.line((x, 0, x, y), fill=(120, 112, 100), width=4)
        draw.ellipse((x - 80, y, x + 80, y + 210), fill=tone)
        draw.ellipse((x - 56, y + 22, x + 40, y + 130), fill=_mixed(tone, (255, 255, 255), 0.35))
        draw.ellipse((x - 40, y + 36, x - 8, y + 78), fill=(250, 250, 250))


def _mittens(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    for side in (0.28, 0.54):
        left, right = width * side, width * (side + 0.18)
        draw.rounded_rectangle((left, height * 0.14, right, height * 0.72), 130, fill=colours[0])
        draw.rounded_rectangle((right - 40, height * 0.42, right + 84, height * 0.58), 50, fill=colours[0])
        draw.rectangle((left, height * 0.6, right, height * 0.84), fill=colours[1])
        for row in range(5):
            for place in range(4):
                centre = (left + (right - left) * (place + 0.5) / 4, height * (0.24 + row * 0.07))
                draw.regular_polygon((*centre, 26), 4, rotation=45, fill=colours[1] if (row + place) % 2 else colours[2])
        for row in range(4):
            draw.line((left, height * (0.64 + row * 0.05), right, height * (0.64 + row * 0.05)), fill=colours[2], width=8)


def _bread(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    crust = (122, 74, 36)
    draw.ellipse((width * 0.22, height * 0.36, width * 0.78, height * 0.9), fill=crust)
    draw.ellipse((width * 0.25, height * 0.34, width * 0.75, height * 0.78), fill=(160, 104, 54))
    for place in range(4):
        x = width * (0.34 + place * 0.09)
        draw.line((x, height * 0.44, x + 80, height * 0.64), fill=(226, 192, 142), width=20)


def _jars(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    for place, honey in enumerate(((226, 158, 40), (196, 116, 28), (244, 206, 110))):
        left = width * (0.19 + place * 0.22)
        right = left + width * 0.18
        draw.rounded_rectangle((left, height * 0.36, right, height * 0.86), 40, fill=honey)
        draw.rectangle((left + 30, height * 0.3, right - 30, height * 0.38), fill=colours[0])
        draw.rectangle((left, height * 0.52, right, height * 0.72), fill=(246, 240, 226))
        draw.regular_polygon(((left + right) / 2, height * 0.62, 44), 6, outline=colours[2], width=8)


def _bag(draw: Draw, width: int, height: int, colours: Palette, chance: random.Random) -> None:
    leather = _mixed((146, 88, 48), colours[0], 0.35)
    draw.arc((width * 0.36, height * 0.06, width * 0.64, height * 0.7), 180, 360, fill=_mixed(leather, (40, 24, 14), 0.4), width=30)
    draw.rounded_rectangle((width * 0.27, height * 0.36, width * 0.73, height * 0.86), 50, fill=leather)
    draw.rounded_rectangle((width * 0.27, height * 0.36, width * 0.73, height * 0.62), 50, fill=_mixed(leather, (255, 240, 220), 0.15))
    for x in range(int(width * 0.29), int(width * 0.71), 34):
        draw.line((x, height * 0.83, x + 16, height * 0.83), fill=(240, 226, 200), width=6)
    draw.rounded_rectangle((width * 0.47, height * 0.57, width * 0.53, height * 0.67), 12, fill=(206, 172, 90))


MOTIFS: dict[str, Callable[[Draw, int, int, Palette, random.Random], None]] = {
    "bag": _bag, "basket": _basket, "belt": _belt, "bowl": _bowl, "bread": _bread, "cloth": _cloth, "drops": _drops, "glass": _glass,
    "iron": _iron, "jars": _jars, "kokle": _kokle, "mittens": _mittens, "pot": _pot, "ring": _ring, "spoons": _spoons, "toy": _toy,
}  # fmt: skip
