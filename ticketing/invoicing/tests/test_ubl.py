"""The structured form says the same as the paper, in the places where the standard looks."""

from decimal import Decimal

import pytest
from lxml import etree

from ticketing.invoicing import operations as invoicing
from ticketing.invoicing import ubl
from ticketing.invoicing.tests.conftest import AT

pytestmark = pytest.mark.django_db
NS = {"cbc": ubl._CBC, "cac": ubl._CAC}


def found(root, path: str) -> list[str]:
    return [one.text for one in root.xpath(path, namespaces=NS)]


@pytest.fixture
def order(make_order, issuer, duty):
    order = make_order(2, duty)
    facts = {"kind": "firm", "name": "SIA Paraugs", "registration_number": "40003009497", "address": "Rīga", "country": "LV"}
    invoicing.bill(order=order, facts=facts, by="visitor", at=AT)
    return order


def test_an_invoice_is_structured_and_adds_up(order) -> None:
    document = invoicing.issue(order=order, kind="invoice", by="system", at=AT)
    root = etree.fromstring(ubl.xml(document.data))
    assert etree.QName(root).localname == "Invoice"
    assert found(root, "cbc:ID") == ["R-2026-0001"]
    assert found(root, "cbc:InvoiceTypeCode") == ["380"]
    assert found(root, "//cac:AccountingCustomerParty//cbc:EndpointID") == ["40003009497"]
    assert found(root, "//cac:TaxSubtotal/cac:TaxCategory/cbc:ID") == ["S", "E"]
    assert "12. pants" in found(root, "//cbc:TaxExemptionReason")[0]
    lines = [Decimal(one) for one in found(root, "cac:InvoiceLine/cbc:LineExtensionAmount")]
    assert [str(sum(lines))] == found(root, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
    assert found(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["38.20"]
    for line in root.xpath("cac:InvoiceLine", namespaces=NS):
        quantity, price = Decimal(found(line, "cbc:InvoicedQuantity")[0]), Decimal(found(line, "cac:Price/cbc:PriceAmount")[0])
        assert abs(quantity * price - Decimal(found(line, "cbc:LineExtensionAmount")[0])) < Decimal("0.01")


def test_a_credit_note_refers_to_its_invoice(order) -> None:
    invoicing.issue(order=order, kind="invoice", by="system", at=AT)
    note = invoicing.credit(order=order, amount=Decimal("10.00"), reason="x", by="system", at=AT)
    root = etree.fromstring(ubl.xml(note.data))
    assert etree.QName(root).localname == "CreditNote"
    assert found(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == ["R-2026-0001"]
    assert found(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["10.00"]


def test_a_receipt_has_no_structured_form() -> None:
    assert [ubl.has_form(kind) for kind in ("invoice", "prepayment", "credit", "receipt", "act")] == [True, True, True, False, False]
    assert ubl.category("", "outside", is_alone=True) == ubl.category("", "not_registered", is_alone=True) == "O"
    assert (ubl.category("0.0", "", is_alone=True), ubl.category("", "exempt", is_alone=True)) == ("Z", "E")
