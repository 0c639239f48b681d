"""Reads bank statements from CSV, by a mapping that says what stands in which column."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ticketing.banking.lines import MOST_LINES, Line, Sheet, Unreadable

ENCODINGS = ("utf-8-sig", "cp1257", "cp1251")
DELIMITERS = (";", ",", "\t", "|")
DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y.%m.%d", "%d.%m.%y", "%Y%m%d")
FIELDS = (
    "booked_on", "amount", "credit", "debit", "direction", "currency", "name", "account", "reference", "text",
    "bank_reference", "end_to_end",
)  # fmt: skip
"""What a column can hold. The amount stands in one column, with a sign or beside a direction, or in two: credit and debit."""

_WENT = {"d", "dr", "dbit", "debit", "debets", "дебет", "дт", "-", "out", "расход", "izdevumi"}
_CAME = {"c", "k", "cr", "crdt", "credit", "kredits", "kredīts", "кредит", "кт", "+", "in", "приход", "ieņēmumi"}
_GUESSES: Mapping[str, tuple[str, ...]] = {
    "booked_on": ("datums", "дата", "date", "booking"),
    "amount": ("summa", "сумма", "amount", "suma"),
    "credit": ("kredīt", "credit", "кредит", "приход"),
    "debit": ("debet", "debit", "дебет", "расход"),
    "direction": ("d/k", "debit/credit", "veids", "знак", "d/c"),
    "currency": ("valūta", "currency", "валюта"),
    "name": ("saņēmējs", "maksātājs", "partner", "контрагент", "плательщик", "payer", "beneficiary", "name", "nosaukums"),
    "account": ("konts", "счет", "счёт", "account", "iban"),
    "reference": ("atsauce", "reference", "референс"),
    "text": ("mērķis", "informācija", "назначение", "details", "purpose", "description"),
    "bank_reference": ("arhīva", "transaction", "номер документа", "ieraksta nr", "id"),
    "end_to_end": ("end-to-end", "end to end"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """How one bank writes its files. `columns` names for each of `FIELDS` the heading it stands under."""

    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    date_format: str = "%d.%m.%Y"
    decimal: str = ","
    skip: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)


def rows(content: bytes, mapping: Form) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows below them; empty rows are left out.

    Raises:
        Unreadable: another encoding (`encoding`), no headings (`no_headings`), too many rows (`too_many`).
    """
    try:
        text = content.decode(mapping.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", encoding=mapping.encoding) from error
    if "\0" in text:
        raise Unreadable("broken")
    try:
        found = [row for row in csv.reader(io.StringIO(text), delimiter=mapping.delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable("broken") from error
    found = found[mapping.skip :]
    if not found or len(found[0]) < 2:
        raise Unreadable("no_headings")
    if len(found) > MOST_LINES + 1:
        raise Unreadable("too_many", limit=MOST_LINES)
    return [cell.strip() for cell in found[0]], found[1:]


def guess(content: bytes, encoding: str = "cp1257") -> Form:
    """Return a mapping that fits a file at first sight, to be corrected by a person; `encoding` is tried where it is not UTF-8."""
    try:
        text, encoding = content.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
    lines = [line for line in text.splitlines() if line.strip()][:30]
    delimiter = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in lines))
    cells = list(csv.reader(lines, delimiter=delimiter))
    widest = max(map(len, cells), default=0)
    skip = next((place for place, row in enumerate(cells) if len(row) == widest), 0)
    headings = [cell.strip() for cell in cells[skip]] if cells else []
    below = " ".join(lines[skip + 1 : skip + 6])
    columns: dict[str, str] = {}
    for name, words in _GUESSES.items():
        free = [heading for heading in headings if heading and heading not in columns.values()]
        columns[name] = next((heading for word in words for heading in free if word in heading.lower()), "")
    dates = next((one for one in DATES if re.search(_date_pattern(one), below)), DATES[0])
    decimal = "," if re.search(r"\d,\d\d(?!\d)", below) and delimiter != "," else "."
    return Form(encoding, delimiter, dates, decimal, skip, {name: heading for name, heading in columns.items() if heading})


def _date_pattern(form: str) -> str:
    pattern = re.escape(form)
    for mark, digits in (("%d", r"\d\d"), ("%m", r"\d\d"), ("%Y", r"(?:19|20)\d\d"), ("%y", r"\d\d")):
        pattern = pattern.replace(re.escape(mark), digits).replace(mark, digits)
    return rf"(?<!\d){pattern}(?!\d)"


def parse(content: bytes, mapping: Form, *, number: str, currency: str) -> Sheet:
    """Return the movements of a file as one statement of an account. Rows without a date, such as sums, are left out.

    Raises:
        Unreadable: see `rows`; a column that is not there (`no_column`), an amount or direction that is none (`field`).
    """
    headings, body = rows(content, mapping)
    places = _places(headings, mapping.columns)
    lines = [line for row in body if (line := _line(row, places, mapping, currency)) is not None]
    if not lines:
        raise Unreadable("no_lines")
    days = [line.booked_on for line in lines]
    return Sheet(number, currency, "", min(days), max(days), None, None, lines)


def _places(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    places = {}
    for name, heading in columns.items():
        if heading and heading not in headings:
            raise Unreadable("no_column", column=heading)
        if heading:
            places[name] = headings.index(heading)
    if "booked_on" not in places or not ({"amount"} <= places.keys() or {"credit", "debit"} <= places.keys()):
        raise Unreadable("columns_missing")
    return places


def _line(row: Sequence[str], places: Mapping[str, int], mapping: Form, currency: str) -> Line | None:
    said = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    booked_on = _day(said["booked_on"], mapping.date_format)
    amount = _amount(said, mapping.decimal) if booked_on else Decimal(0)
    if booked_on is None or not amount:
        return None
    return Line(
        amount=amount,
        currency=(said.get("currency") or currency).upper()[:3],
        booked_on=booked_on,
        **{name: said.get(name, "")[:length] for name, length in _LENGTHS.items()},  # type: ignore[arg-type]
    )


_LENGTHS = {"bank_reference": 80, "end_to_end": 80, "reference": 80, "text": 500, "name": 150, "account": 40}


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text[:10].strip(), form).date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return None


def _number(text: str, decimal: str) -> Decimal:
    plain = re.sub(r"[\s\u00a0'€₽]", "", text)
    plain = plain.replace("." if decimal == "," else ",", "").replace(decimal, ".").replace("\u2212", "-")
    try:
        amount = Decimal(plain) if plain else Decimal(0)
    except InvalidOperation as error:
        raise Unreadable("field", field="amount", value=text[:40]) from error
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
        raise Unreadable("field", field="amount", value=text[:40])
    return amount


def _amount(said: Mapping[str, str], decimal: str) -> Decimal:
    if "amount" not in said:
        return abs(_number(said["credit"], decimal)) - abs(_number(said["debit"], decimal))
    amount, way = _number(said["amount"], decimal), said.get("direction", "").casefold()
    if not way:
        return amount
    if way not in _WENT | _CAME:
        raise Unreadable("field", field="direction", value=way[:40])
    return -abs(amount) if way in _WENT else abs(amount)
