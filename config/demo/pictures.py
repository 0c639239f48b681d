"""Pictures of the demonstration's works: drawn here, simple shapes on linen, so that nothing has to be downloaded or asked for."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from config.demo.drawings import MOTIFS, Colour, Palette

SIZE = (640, 480)
_SCALE = 2
"""Drawn twice as large and made smaller, which smooths the edges."""


GROUNDS: tuple[tuple[Colour, Colour], ...] = (
    ((243, 236, 222), (222, 208, 184)),
    ((232, 236, 238), (203, 212, 219)),
    ((238, 230, 224), (214, 196, 182)),
    ((230, 234, 222), (204, 212, 190)),
)
PALETTES: tuple[Palette, ...] = (
    ((160, 67, 27), (222, 176, 128), (92, 44, 24)),
    ((47, 74, 138), (178, 196, 226), (24, 38, 78)),
    ((86, 112, 72), (198, 212, 170), (44, 60, 38)),
    ((150, 112, 66), (226, 200, 156), (86, 62, 34)),
    ((122, 52, 74), (224, 178, 186), (66, 26, 40)),
    ((70, 76, 84), (186, 192, 198), (34, 38, 44)),
)


@cache
def picture(motif: str, number: int) -> bytes:
    """Return a JPEG of a motif of `MOTIFS`; the same for the same number."""
    chance = random.Random(f"{motif}-{number}")  # noqa: S311  (a pleasing choice, nothing secret)
    width, height = SIZE[0] * _SCALE, SIZE[1] * _SCALE
    image = _ground(width, height, *chance.choice(GROUNDS))
    _shadow(image, width, height)
    MOTIFS[motif](ImageDraw.Draw(image), width, height, chance.choice(PALETTES), chance)
    file = io.BytesIO()
    image.resize(SIZE, Image.Resampling.BOX).save(file, "JPEG", quality=85)
    return file.getvalue()


def _ground(width: int, height: int, wall: Colour, table: Colour) -> Image.Image:
    """A wall that grows darker downwards, and a table."""
    shade = Image.linear_gradient("L").resize((width, height))
    darker = Image.new("RGB", (width, height), tuple(int(part * 0.9) for part in wall))
    image = Image.composite(darker, Image.new("RGB", (width, height), wall), shade)
    ImageDraw.Draw(image).rectangle((0, int(height * 0.74), width, height), fill=table)
    return image


def _shadow(image: Image.Image, width: int, height: int) -> None:
    small = Image.new("L", (width // 8, height // 8), 0)
    ImageDraw.Draw(small).ellipse((width * 0.03, height * 0.098, width * 0.096, height * 0.112), fill=110)
    mask = small.filter(ImageFilter.GaussianBlur(5)).resize((width, height))
    image.paste((60, 48, 36), mask=mask)
