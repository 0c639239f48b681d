from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ticketing.events.sheets import BOM, Column, as_csv, as_xlsx, download

PSKOV = ZoneInfo("Europe/Moscow")
COLUMNS = [Column("Name", lambda row: row[0]), Column("Money", lambda row: row[1]), Column("When", lambda row: row[2])]
ROW = ("Vera; Ščukina", Decimal("3.50"), datetime(2026, 12, 6, 12, 30, tzinfo=UTC))


def read(file):
    sheet = load_workbook(BytesIO(file.read())).active
    return list(sheet.iter_rows())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("lv", '"Vera; Ščukina";3,50;2026-12-06 15:30\r\n'),
        ("ru", '"Vera; Ščukina";3,50;2026-12-06 15:30\r\n'),
        ("en", "Vera; Ščukina,3.50,2026-12-06 15:30\r\n"),
    ],
)
def test_a_csv_file_is_written_as_the_readers_own_spreadsheet_expects_it(language, line):
    with translation.override(language):
        head, row = as_csv([ROW], COLUMNS, PSKOV)
    assert head.startswith(BOM + "Name")
    assert row == line


@given(st.sampled_from("=+-@\t\r"), st.text(max_size=20))
def test_no_text_of_a_stranger_becomes_a_formula(first, rest):
    columns = [Column("Name", lambda row: row)]
    with translation.override("en"):
        _head, line = as_csv([first + rest], columns, PSKOV)
    assert line.lstrip('"').startswith("'")


def test_a_formula_in_xlsx_is_only_text():
    (_head, row) = read(as_xlsx([('=HYPERLINK("http://example.org")', Decimal(1), None)], COLUMNS, PSKOV))
    assert row[0].data_type in ("s", "inlineStr")
    assert row[0].value == '=HYPERLINK("http://example.org")'


def test_xlsx_keeps_money_and_moments_as_what_they_are():
    head, row = read(as_xlsx([ROW], COLUMNS, PSKOV))
    assert [cell.value for cell in head] == ["Name", "Money", "When"]
    assert [cell.value for cell in row] == ["Vera; Ščukina", 3.5, datetime(2026, 12, 6, 15, 30)]  # noqa: DTZ001


@given(st.text(max_size=50))
def test_whatever_people_type_makes_a_file_that_opens(text):
    _head, row = read(as_xlsx([(text, Decimal(0), None)], COLUMNS, PSKOV))
    assert row[1].value == 0


def test_characters_no_spreadsheet_takes_are_left_out():
    _head, row = read(as_xlsx([("Ve\x00ra\x0b", Decimal(0), None)], COLUMNS, PSKOV))
    assert row[0].value == "Vera"


def test_rows_are_read_only_as_the_file_is_sent():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield ("Vera", Decimal(number), None)

    response = download("csv", "orders", rows(), COLUMNS, PSKOV)
    assert asked == []
    assert len(list(response.streaming_content)) == 4
    assert response["Content-Disposition"] == 'attachment; filename="orders.csv"'


def test_another_kind_of_file_does_not_exist():
    with pytest.raises(Http404):
        download("exe", "orders", [], COLUMNS, PSKOV)
