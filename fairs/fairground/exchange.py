"""Reading a ground from a file: JSON is the whole of it, a table (CSV or XLSX as exported here) its stalls."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Invalid
from fairs.fairground import document
from fairs.fairground.fields import KINDS

MOST_BYTES = 4_000_000
COLUMNS: Sequence[str] = tuple(KINDS["stall"].columns)
"""The columns of the table of stalls: their names are the same in every language, so that a file can be sent back."""


def read(name: str, content: bytes) -> dict[str, Any]:
    """Return the document in a file; of a table a document with stalls only, each with the line it stood in (`_line`).

    Raises:
        Invalid: too large, unreadable, no such format, a column nobody knows.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1_000_000}, code="file_too_large", field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            _("The file is not in UTF-8. In the spreadsheet program choose “CSV UTF-8” when saving."), code="file_encoding", field="file"
        ) from error
    if name.lower().endswith(".json") or text.lstrip().startswith("{"):
        return _json(text)
    return _table(text)


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This is not readable JSON: %(error)s") % {"error": str(error)[:120]}, code="unreadable", field="file") from error
    if not isinstance(found, dict) or found.get("format") != document.FORMAT:
        raise Invalid(
            _("This is not a ground: “format” should be “%(format)s”.") % {"format": document.FORMAT}, code="format", field="file"
        )
    return found


def _table(text: str) -> dict[str, Any]:
    if "\x00" in text:
        raise Invalid(_("This is not a table in text form."), code="unreadable", field="file")
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        head = [cell.strip().lstrip("'").lower() for cell in next(reader, [])]
        rows = list(enumerate(reader, start=2))
    except csv.Error as error:
        raise Invalid(_("This is not a table in text form."), code="unreadable", field="file") from error
    unknown = [cell for cell in head if cell not in COLUMNS]
    if "number" not in head or unknown:
        known = ", ".join(COLUMNS)
        raise Invalid(
            _("The first line names the columns. Needed: number. Not known: %(unknown)s. Known: %(known)s.")
            % {"unknown": ", ".join(unknown) or "–", "known": known},
            code="columns",
            field="file",
        )
    return {"stalls": [_line(place, head, row) for place, row in rows if any(cell.strip() for cell in row)]}


def _line(place: int, head: Sequence[str], row: Sequence[str]) -> Mapping[str, Any]:
    cells = {name: _unguarded(cell) for name, cell in zip(head, row, strict=False)}
    return {**cells, "_line": _("line %(line)d") % {"line": place}}


def _unguarded(cell: str) -> str:
    """Take off the mark that keeps spreadsheets from reading a cell as a formula (`common.sheets`)."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in ("=", "+", "-", "@") else cell
