"""Drawing a picture anew: upright, in plain colours, with nothing in it that tells where, when or by whom it was taken."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

FULL, SCREEN, THUMB = 3000, 1600, 320
"""The longest side of what is kept: for print and the jury's close look, for a screen, for a list."""

JPEG_QUALITY, WEBP_QUALITY = 88, 80
GROUND = (255, 255, 255)
"""What shows through where a picture is transparent."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in its three sizes: JPEG, WebP, WebP."""

    full: bytes
    screen: bytes
    thumb: bytes
    width: int
    height: int


def draw(file: BinaryIO) -> Drawn:
    """Return a checked picture drawn anew; only its pixels are taken over, so no EXIF, GPS, XMP or comment stays."""
    file.seek(0)
    with Image.open(file) as source:
        source.draft("RGB", (FULL, FULL))  # a JPEG is unpacked no larger than needed
        small = _smaller(_plain(source), FULL)
        upright = _plain(ImageOps.exif_transpose(small))
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    screen = _smaller(clean, SCREEN)
    return Drawn(_jpeg(clean), _webp(screen), _webp(_smaller(screen, THUMB)), clean.width, clean.height)


def _plain(picture: Image.Image) -> Image.Image:
    """Return it in the colours every screen knows, on white where it was transparent; orientation and profile stay noted."""
    profile, exif = picture.info.get("icc_profile"), picture.getexif()
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layer = picture.convert("RGBA")
        plain = Image.new("RGB", picture.size, GROUND)
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain = picture if picture.mode == "RGB" else picture.convert("RGB")
    if profile and picture.mode == "RGB":
        plain = _standard(plain, profile)
    plain.info.pop("icc_profile", None)
    plain.info["exif"] = exif.tobytes()
    return plain


def _standard(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile is no reason to refuse the picture


def _smaller(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return out.getvalue()


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=WEBP_QUALITY, method=3)
    return out.getvalue()
