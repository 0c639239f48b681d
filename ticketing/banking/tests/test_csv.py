"""CSV as banks in Latvia and Russia write it."""

from datetime import date
from decimal import Decimal

import pytest

from ticketing.banking import csvfile
from ticketing.banking.csvfile import Form
from ticketing.banking.lines import Unreadable

LATVIAN = (
    "Konta pārskats;;;;;;\r\n"
    "Datums;Saņēmējs/Maksātājs;Konts;Informācija saņēmējam;Summa;Valūta;Arhīva kods;D/K\r\n"
    '04.05.2026;"Vera Ščukina";LV97HABA0012345678910;"Pasūtījums ABC789; paldies";6,00;EUR;2026050400001;K\r\n'
    "05.05.2026;Banka;;Komisija;1 234,50;EUR;2026050500002;D\r\n"
    "Apgrozījums;;;;1 240,50;EUR;;\r\n"
)
RUSSIAN = (
    "Дата;Контрагент;Счет;Дебет;Кредит;Назначение платежа\r\n"
    "04.05.2026;Щукина Вера;40702810138250123017;;1500.00;Оплата заказа\r\n"
    "05.05.2026;ООО Банк;;99.90;;Комиссия\r\n"
)


def read(text, encoding="utf-8-sig", currency="EUR"):
    content = text.encode(encoding)
    return csvfile.parse(content, csvfile.guess(content, encoding), number="LV1", currency=currency)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1257"])
def test_a_latvian_file_is_understood_at_first_sight(encoding):
    sheet = read(LATVIAN, encoding)
    came, went = sheet.lines
    assert (came.amount, came.booked_on, came.name) == (Decimal("6.00"), date(2026, 5, 4), "Vera Ščukina")
    assert (came.text, came.account, came.bank_reference) == ("Pasūtījums ABC789; paldies", "LV97HABA0012345678910", "2026050400001")
    assert went.amount == Decimal("-1234.50")
    assert (sheet.begins_on, sheet.ends_on, sheet.gap) == (date(2026, 5, 4), date(2026, 5, 5), None)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_russian_file_with_two_columns_of_money_too(encoding):
    came, went = read(RUSSIAN, encoding, "RUB").lines
    assert (came.amount, came.name, came.text) == (Decimal("1500.00"), "Щукина Вера", "Оплата заказа")
    assert (went.amount, went.currency) == (Decimal("-99.90"), "RUB")


COLUMNS = {"booked_on": "Datums", "amount": "Summa"}


@pytest.mark.parametrize(
    ("text", "form", "word"),
    [
        ("", Form(columns=COLUMNS), "no_headings"),
        ("Datums;Summa\n1;2", Form(columns={}), "columns_missing"),
        ("Datums;Summa\n1;2", Form(columns={**COLUMNS, "name": "Kas"}), "no_column"),
        ("Datums;Summa\nmaijs;2", Form(columns=COLUMNS), "no_lines"),
        ("Datums;Summa\n04.05.2026;seši", Form(columns=COLUMNS), "field"),
        ("Datums;Summa\n04.05.2026;1,005", Form(columns=COLUMNS), "field"),
        ("Datums;Summa;V\n04.05.2026;1,00;?", Form(columns={**COLUMNS, "direction": "V"}), "field"),
        ("Datums;Summa\0\n", Form(columns=COLUMNS), "broken"),
    ],
)
def test_what_makes_no_sense_is_refused(text, form, word):
    with pytest.raises(Unreadable) as refused:
        csvfile.parse(text.encode(), form, number="LV1", currency="EUR")
    assert refused.value.word == word


def test_another_encoding_is_said():
    with pytest.raises(Unreadable, match="encoding"):
        csvfile.parse("Datums;Valūta".encode("cp1257"), Form(columns=COLUMNS), number="LV1", currency="EUR")
