"""Payment codes, drawn, read by an independent decoder, and taken apart by parsers written from the standards."""

import io
from decimal import Decimal

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ticketing.billing import paycodes
from ticketing.billing.paycodes import epc, gost
from ticketing.factories import BankAccountFactory, OrderFactory, RoubleAccountFactory
from ticketing.models import Order, Payment
from ticketing.orders import references

IBAN = "LV80BANK0000435195001"


def read(png: bytes) -> tuple[str, str, int]:
    """Return what the symbol holds, its level of error correction, and its version."""
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(png)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    modules = (found.position.top_right.x - found.position.top_left.x) / 6  # six pixels a module
    return found.bytes.decode(), found.ec_level, round((modules - 17) / 4)


def parse_epc(text: str) -> dict[str, str]:
    """Take a SEPA code apart by the table of elements in EPC069-12; elements at the end may be left out."""
    names = ("tag", "version", "charset", "kind", "bic", "name", "iban", "amount", "purpose", "reference", "text", "note")
    lines = text.split("\n")
    assert len(lines) <= len(names)
    assert not text.endswith("\n")
    fields = dict(zip(names, lines + [""] * len(names), strict=False))
    assert (fields["tag"], fields["version"], fields["charset"], fields["kind"]) == ("BCD", "002", "1", "SCT")
    assert 1 <= len(fields["name"]) <= 70
    assert len(fields["iban"]) <= 34
    assert fields["amount"][:3] == "EUR"
    assert Decimal("0.01") <= Decimal(fields["amount"][3:]) <= Decimal("999999999.99")
    assert len(fields["reference"]) <= 35
    assert len(fields["text"]) <= 140
    assert not (fields["reference"] and fields["text"])
    assert len(text.encode()) <= 331
    return fields


def parse_gost(data: bytes) -> dict[str, str]:
    """Take a rouble code apart: format, version, character set, separator in the first eight bytes, then named values."""
    head, charset, separator, rest = data[:6], data[6:7], data[7:8], data[8:]
    assert head == b"ST0001"
    pairs = [pair.split("=", 1) for pair in rest.decode({b"1": "cp1251", b"2": "utf-8", b"3": "koi8-r"}[charset]).split(separator.decode())]
    assert [name for name, _value in pairs[:5]] == ["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]
    fields = dict(pairs)
    assert len(fields) == len(pairs)
    assert len(fields["PersonalAcc"]) == 20
    assert len(fields["BIC"]) == 9
    assert len(fields["Name"]) <= 160
    assert len(fields["BankName"]) <= 45
    assert len(fields.get("Purpose", "")) <= 210
    assert all(fields.values())
    return fields


def test_the_parsers_know_the_standards_own_examples():
    assert parse_epc("BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1\nCHAR\n\nUrgency fund\nSample EPC QR code")[
        "text"
    ] == ("Urgency fund")
    said = (
        'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"|BIC=044525225|'
        "CorrespAcc=30101810400000000225|PayeeINN=6200098765|LastName=Иванов|FirstName=Иван|Sum=100000"
    )
    assert parse_gost(said.encode())["Sum"] == "100000"


@pytest.mark.django_db
def test_a_bank_app_reads_a_transfer_in_euro():
    order = OrderFactory(state=Order.State.PLACED, total="1234.50", code="ABC789")
    BankAccountFactory(partner=order.event.partner)
    text, level, version = read(paycodes.png(paycodes.text(order)))
    fields = parse_epc(text)
    assert (level, version <= 13) == ("M", True)
    assert (fields["name"], fields["iban"], fields["bic"]) == ("Rēzeknes novada pašvaldība", IBAN, "BANKLV22")
    assert (fields["amount"], fields["reference"], fields["text"]) == ("EUR1234.50", references.rf("ABC789"), "")


@pytest.mark.django_db
def test_a_bank_app_reads_a_transfer_in_roubles():
    order = OrderFactory(state=Order.State.PLACED, total="1234.50", currency="RUB")
    RoubleAccountFactory(partner=order.event.partner)
    text, level, _version = read(paycodes.png(paycodes.text(order)))
    fields = parse_gost(text.encode())
    assert level == "M"
    assert (fields["Name"], fields["PersonalAcc"]) == ("МКУ «Ярмарка»", "40702810138250123017")
    assert (fields["BIC"], fields["CorrespAcc"]) == ("044525225", "30101810400000000225")
    assert (fields["PayeeINN"], fields["KPP"]) == ("6663003127", "775301001")
    assert fields["Sum"] == "123450"
    assert references.number(order.pk) in fields["Purpose"]


@pytest.mark.django_db
def test_only_what_is_left_to_pay_is_asked_for():
    order = OrderFactory(state=Order.State.PLACED, total="10.00")
    BankAccountFactory(partner=order.event.partner)
    Payment.objects.create(order=order, provider="manual", reference="1", amount="4.00", currency="EUR", recorded_at=order.placed_at)
    assert parse_epc(paycodes.text(order))["amount"] == "EUR6.00"


@pytest.mark.django_db
def test_no_code_without_an_account_in_the_orders_currency_nor_for_nothing():
    order = OrderFactory(state=Order.State.PLACED, total="10.00", currency="RUB")
    BankAccountFactory(partner=order.event.partner)
    assert paycodes.of(order) is None
    assert paycodes.text(order) == ""
    RoubleAccountFactory(partner=order.event.partner)
    assert paycodes.text(order, Decimal("0.00")) == ""


text = st.text(max_size=300)
amounts = st.decimals("0.01", "999999999.99", places=2)


@given(text.filter(str.strip), amounts, text)
def test_whatever_the_names_a_code_in_euro_keeps_to_its_limits(payee, amount, purpose):
    assert parse_epc(epc.transfer(payee=payee, iban=IBAN, amount=amount, purpose=purpose))["iban"] == IBAN


@given(text.filter(str.strip), text.filter(str.strip), amounts, text)
def test_whatever_the_names_a_code_in_roubles_comes_apart_again(payee, bank, amount, purpose):
    said = gost.transfer(payee=payee, account="4" * 20, bank=bank, bik="044525225", amount=amount, correspondent="3" * 20, purpose=purpose)
    assert parse_gost(said.encode())["Sum"] == str(int(amount * 100))


@pytest.mark.parametrize(
    "wrong", [{"payee": " "}, {"amount": Decimal("0")}, {"amount": Decimal("1E9")}, {"reference": "RF1", "purpose": "x"}]
)
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(epc.Unfit):
        epc.transfer(**{"payee": "A", "iban": IBAN, "amount": Decimal("1.00"), **wrong})


@pytest.mark.parametrize("wrong", [{"payee": ""}, {"bank": ""}, {"bik": ""}, {"amount": Decimal("0.001")}, {"amount": Decimal("-1")}])
def test_roubles_without_the_required_fields_are_refused(wrong):
    with pytest.raises(gost.Unfit):
        gost.transfer(**{"payee": "A", "account": "4" * 20, "bank": "B", "bik": "044525225", "amount": Decimal("1.00"), **wrong})
