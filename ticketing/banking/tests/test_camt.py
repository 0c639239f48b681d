"""Statements as banks write them, in every version; and files that are not read."""

from datetime import date
from decimal import Decimal

import pytest

from ticketing.banking import camt, lines
from ticketing.banking.lines import Unreadable
from ticketing.banking.tests.generator import Writer

IBAN = "LV80BANK0000435195001"


def parsed(writer: Writer):
    return camt.parse(writer.content)[0]


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10"])
def test_every_version_says_the_same(version):
    bank = Writer(IBAN, version=version)
    bank.entry(Decimal("6.00"), reference="RF18539007547034", text="paldies", name="Vera & Co", end_to_end="E1")
    sheet = parsed(bank)
    assert (sheet.number, sheet.currency, sheet.key) == (IBAN, "EUR", "2026-001")
    assert (sheet.opening, sheet.closing, sheet.moved, sheet.gap) == (Decimal("1000.00"), Decimal("1006.00"), Decimal("6.00"), 0)
    line = sheet.lines[0]
    assert (line.amount, line.reference, line.text, line.name) == (Decimal("6.00"), "RF18539007547034", "paldies", "Vera & Co")
    assert (line.account, line.end_to_end, line.booked_on) == ("LV97HABA0012345678910", "E1", date(2026, 5, 4))


def test_a_batch_comes_apart_where_its_parts_add_up():
    bank = Writer(IBAN)
    bank.batch([(Decimal("6.00"), "one"), (Decimal("4.00"), "two")])
    assert [(line.amount, line.detail, line.text) for line in parsed(bank).lines] == [(6, 1, "one"), (4, 2, "two")]
    broken = camt.parse(bank.text.replace('Ccy="EUR">4.00', 'Ccy="EUR">3.00').encode())[0]
    assert [(line.amount, line.detail) for line in broken.lines] == [(10, 0)]


def test_what_went_a_reversal_charges_and_another_currency_are_seen():
    bank = Writer(IBAN)
    bank.entry(Decimal("-2.50"), text="Komisija")
    bank.entry(Decimal("-6.00"), name="Vera", reversal=True)
    bank.entry(
        Decimal("10.00"),
        extra='<AmtDtls><InstdAmt><Amt Ccy="SEK">115.00</Amt></InstdAmt></AmtDtls><Chrgs><Amt Ccy="EUR">0.40</Amt></Chrgs>',
    )
    went, back, foreign = parsed(bank).lines
    assert (went.amount, went.is_reversal) == (Decimal("-2.50"), False)
    assert (back.amount, back.is_reversal, back.name) == (Decimal("-6.00"), True, "Vera")
    assert (foreign.sent, foreign.sent_currency, foreign.charges) == (Decimal("115.00"), "SEK", Decimal("0.40"))


def test_what_is_pending_is_left_out():
    bank = Writer(IBAN)
    bank.entry(Decimal("6.00"))
    assert camt.parse(bank.text.replace("BOOK", "PDNG").encode())[0].lines == []


def test_balances_that_do_not_fit_leave_a_gap():
    bank = Writer(IBAN)
    bank.entry(Decimal("6.00"))
    assert camt.parse(bank.text.replace("1006.00", "1007.00").encode())[0].gap == 1


BOMB = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>"""


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (BOMB.encode(), "doctype"),
        (OUTSIDE.encode(), "doctype"),
        (BOMB.encode("utf-16"), "doctype"),
        (b"<Document>", "broken"),
        (b"<html></html>", "other_message"),
        (Writer(IBAN).text.replace("camt.053", "camt.054").encode(), "other_message"),
        (Writer(IBAN).text.replace("camt.053.001.02", "camt.053.001.99").encode(), "version"),
        (Writer(IBAN).text.replace("1000.00", "NaN").encode(), "field"),
        (Writer(IBAN).text.replace(">CRDT<", ">X<").encode(), "field"),
        (("<a>" * 5000).encode(), "broken"),
    ],
)
def test_what_is_not_a_statement_is_refused(content, word):
    with pytest.raises(Unreadable) as refused:
        camt.parse(content)
    assert refused.value.word == word


def test_too_long_a_file_is_refused(monkeypatch):
    monkeypatch.setattr(camt, "MOST_LINES", 2)
    bank = Writer(IBAN)
    for _ in range(3):
        bank.entry(Decimal("1.00"))
    with pytest.raises(Unreadable, match="too_many"):
        camt.parse(bank.content)


def test_a_movement_is_known_by_the_banks_reference_else_by_what_it_says_and_how_often():
    bank = Writer(IBAN)
    bank.entry(Decimal("1.00"))
    bank.again()
    one, other = lines.keys(parsed(bank).lines)
    assert one == other
    nameless = camt.parse(bank.text.replace("<AcctSvcrRef>B000001</AcctSvcrRef>", "").encode())[0]
    one, other = lines.keys(nameless.lines)
    assert one != other
    assert lines.keys(nameless.lines) == [one, other]
