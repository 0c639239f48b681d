"""Looking at what people upload before anything is kept.

What a file is, is read from its first bytes, never from its name or from what the browser says. Checks are ordered from
cheap to dear; a picture is measured from its header before a single pixel is unpacked.
"""

import re
import unicodedata
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, UnidentifiedImageError

from common.errors import Invalid

MB = 1_000_000
MAX_PIXELS = 40_000_000
"""A picture of this many pixels takes 160 MB unpacked; phones of 2024 make 12 to 50 million."""

MAX_UNPACKED = 200 * MB
"""What a document that is a ZIP inside (DOCX, XLSX) may unpack to."""

NAME_LENGTH = 100


class Kind(StrEnum):
    """The kinds of files taken, by the ending they are kept under."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
DOCUMENTS = frozenset({Kind.PDF, Kind.DOCX})
TABLES = frozenset({Kind.CSV, Kind.XLSX})

CONTENT_TYPES: Mapping[str, str] = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv",
}
_ENDINGS = {kind.value: kind for kind in Kind} | {"jpeg": Kind.JPEG}
_PILLOW = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}


class UnusableFile(Invalid):
    """The file cannot be taken. `code` says why: file_empty, file_too_large, file_type, file_broken, picture_too_large, file_encoding."""

    code = "file_type"


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: what it is, under which name, how large; measures of a picture."""

    kind: Kind
    name: str
    size: int
    width: int = 0
    height: int = 0

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]


def check(file: BinaryIO, *, name: str, allowed: Collection[Kind], max_bytes: int = 10 * MB) -> Checked:
    """Return what an uploaded file is, leaving it at its beginning.

    Args:
        file: open for reading and seeking.
        name: as the sender calls it; only its ending counts, and it must tell the truth.
        allowed: the kinds taken here.
        max_bytes: largest size taken.

    Raises:
        UnusableFile: see its codes.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise UnusableFile(_("The file is empty."), code="file_empty")
    if size > max_bytes:
        limit = max_bytes // MB
        raise UnusableFile(_("The file is larger than %(limit)d MB.") % {"limit": limit}, code="file_too_large", facts={"max_mb": limit})
    kind = _kind(file, name, allowed)
    width, height = _measures(file, kind) if kind in PICTURES else (0, 0)
    file.seek(0)
    return Checked(kind, safe_name(name, kind), size, width, height)


def safe_name(name: str, kind: Kind) -> str:
    """Return a file name that no system stumbles over: letters, digits, hyphens, with the ending of what the file is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = unicodedata.normalize("NFC", last.rpartition(".")[0] or last)
    plain = re.sub(r"[\W_]+", "-", stem).strip("-")[:NAME_LENGTH]
    return f"{plain or 'file'}.{kind}"


def read_text(file: BinaryIO) -> str:
    """Return the whole text of a file in UTF-8, with or without a byte order mark.

    Raises:
        UnusableFile: another encoding; guessing would turn "ē" into something else without anybody noticing.
    """
    file.seek(0)
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnusableFile(
            _("Line %(line)d is not in UTF-8. In the spreadsheet program choose “CSV UTF-8” when saving.") % {"line": line},
            code="file_encoding",
            facts={"line": line},
        ) from error


def _kind(file: BinaryIO, name: str, allowed: Collection[Kind]) -> Kind:
    claimed = _ENDINGS.get(name.rpartition(".")[2].lower())
    found = _sniff(file)
    if found is None and claimed is Kind.CSV and Kind.CSV in allowed:
        _check_plain(read_text(file))
        found = Kind.CSV
    if found is None or found not in allowed:
        raise UnusableFile(_("This kind of file is not taken here. Send one of: %(kinds)s.") % {"kinds": ", ".join(sorted(allowed))})
    if found is not claimed:
        raise UnusableFile(_("The file is not what its name says: it is a %(kind)s.") % {"kind": found.upper()})
    return found


def _sniff(file: BinaryIO) -> Kind | None:
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    return None


def _office(file: BinaryIO) -> Kind | None:
    """Tell a Word or Excel file from any other ZIP by what lies in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnusableFile(_("The file is damaged."), code="file_broken") from error
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnusableFile(_("The file unpacks to more than is sensible."), code="file_too_large")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None  # macros
    if "word/document.xml" in names:
        return Kind.DOCX
    return Kind.XLSX if "xl/workbook.xml" in names else None


def _measures(file: BinaryIO, kind: Kind) -> tuple[int, int]:
    file.seek(0)
    broken = UnusableFile(_("The picture is damaged."), code="file_broken")
    try:
        # opening reads the header only; Pillow's own bomb check comes with it
        picture = Image.open(file, formats=[_PILLOW[kind]])
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise UnusableFile(
                _("The picture has %(pixels)d million pixels, more than %(limit)d million cannot be taken.")
                % {"pixels": width * height // 1_000_000, "limit": MAX_PIXELS // 1_000_000},
                code="picture_too_large",
            )
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process as soon as it is imported
        picture.load()
    except Image.DecompressionBombError as error:
        raise UnusableFile(_("The picture is too large."), code="picture_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise broken from error
    return width, height


def _check_plain(text: str) -> None:
    if "\x00" in text:
        raise UnusableFile(_("This is not a table in text form."))
