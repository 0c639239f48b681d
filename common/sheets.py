"""Lists for spreadsheets: CSV as a stream, XLSX as a file, with the header in the reader's language.

Names and answers come from strangers, so no cell may begin a formula (OWASP, "CSV injection"). In Latvian and Russian
the files follow what the reader's own program expects: semicolons between cells, a comma within numbers.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from common import xlsx

BOM = "\ufeff"
"""Spreadsheet programs take a file that begins with it for UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what stands in it for a row. Moments are aware; they are shown in the event's zone."""

    label: Any
    value: Callable[[Any], Any]


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _in_csv(value: Any, zone: ZoneInfo, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal | int | float):
        return str(value).replace(".", ",") if comma else str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Iterable[Any], columns: Sequence[Column], zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of a CSV file, the header first."""
    comma = get_language() in ("lv", "ru")
    writer = csv.writer(_Line(), delimiter=";" if comma else ",")
    yield BOM + writer.writerow([_in_csv(column.label, zone, comma) for column in columns])
    for row in rows:
        yield writer.writerow([_in_csv(column.value(row), zone, comma) for column in columns])


def as_xlsx(rows: Iterable[Any], columns: Sequence[Column], zone: ZoneInfo) -> IO[bytes]:
    """Return an open XLSX file, at its beginning; rows go through it one by one."""

    def plain(value: Any) -> Any:
        return value.astimezone(zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    file = TemporaryFile()  # noqa: SIM115 - closed by the response once it is sent
    xlsx.write(file, [str(column.label) for column in columns], ([plain(column.value(row)) for column in columns] for row in rows))
    file.seek(0)
    return file


def download(kind: str, name: str, rows: Iterable[Any], columns: Sequence[Column], zone: ZoneInfo) -> HttpResponseBase:
    """Return the rows as a file `name` of kind "csv" or "xlsx".

    Raises:
        Http404: another kind.
    """
    if kind == "csv":
        # the headings are read in the language of the request, before the stream is sent
        lines = as_csv(rows, [Column(str(column.label), column.value) for column in columns], zone)
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(_begun(lines), content_type="text/csv; charset=utf-8", headers=headers)
    if kind == "xlsx":
        return FileResponse(as_xlsx(rows, columns, zone), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    raise Http404


def _begun(lines: Iterator[str]) -> Iterator[str]:
    """Return `lines` with the first one made already."""
    first = next(lines)

    def rest() -> Iterator[str]:
        yield first
        yield from lines

    return rest()
