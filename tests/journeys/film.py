"""Films for the fake camera of Chromium: what a phone would see when tickets are held in front of it.

    film(path, [Scene(picture), Scene(None, 3), Scene(other)])
    browser = launch_browser(*camera_flags(path))

The film is a row of JPEGs (MJPEG), which Chromium plays in a loop; its size is the camera's size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

SIZE = (1280, 720)
A_SECOND = 30  # frames; Chromium plays them at this rate
TABLE = (96, 84, 70)
_SHAKES = ((0, 0, 0.0), (3, -2, 0.6), (-2, 3, -0.5), (4, 2, 0.9), (-4, -3, -0.8))


@dataclass(frozen=True)
class Scene:
    """What is in view, and for how many seconds; None is the empty table."""

    picture: Image.Image | None = None
    seconds: float = 2.0


def page_of(pdf: bytes, number: int = 0) -> Image.Image:
    """Return one page of a PDF as it would look printed at 200 dots an inch."""
    return pypdfium2.PdfDocument(pdf)[number].render(scale=200 / 72).to_pil().convert("RGB")


def near_code(page: Image.Image, margin: float = 0.6) -> Image.Image:
    """Cut out the code of a page with some of the paper around it, as a visitor would show it.

    Raises:
        AssertionError: there is no code on the page.
    """
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found, "no code on this page"
    corners = [getattr(found[0].position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    around = round((max(xs) - min(xs)) * margin)
    return page.crop((min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around))


def code_picture(text: str) -> Image.Image:
    """Return any text as a plain QR picture, for codes that are not ours or not genuine."""
    code = QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(text, optimize=0)
    return code.make_image().get_image().convert("RGB")


def _frame(picture: Image.Image | None, shake: tuple[int, int, float]) -> bytes:
    frame = Image.new("RGB", SIZE, TABLE)
    if picture is not None:
        zoom = SIZE[1] * 0.8 / max(picture.size)
        paper = picture.resize((round(picture.width * zoom), round(picture.height * zoom)))
        right, down, turn = shake
        paper = paper.rotate(turn, expand=True, fillcolor=TABLE, resample=Image.Resampling.BICUBIC)
        frame.paste(paper, ((SIZE[0] - paper.width) // 2 + right, (SIZE[1] - paper.height) // 2 + down))
        frame = frame.filter(ImageFilter.GaussianBlur(0.7))
    out = BytesIO()
    frame.save(out, "JPEG", quality=85)
    return out.getvalue()


def film(path: Path, scenes: Sequence[Scene]) -> Path:
    """Write the film of `scenes` to `path` (ending in .mjpeg) and return it."""
    with path.open("wb") as out:
        for scene in scenes:
            frames = [_frame(scene.picture, shake) for shake in (_SHAKES if scene.picture else _SHAKES[:1])]
            for number in range(round(scene.seconds * A_SECOND)):
                out.write(frames[number // 3 % len(frames)])
    return path


def camera_flags(path: Path) -> tuple[str, ...]:
    """Return the flags by which Chromium takes `path` for its camera, allowed without asking."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
        "--autoplay-policy=no-user-gesture-required",
    )
