"""A document as a structured e-invoice: UBL 2.1 as Peppol BIS Billing 3.0 profiles EN 16931.

Written from the frozen data alone. Two things are bent, and said so: a duty outside VAT beside taxed lines is given as exempt (E)
with its reason, since the standard allows no line outside the tax (O) beside others; and where the recipient has no registration
number, there is no electronic address, which the network wants but paper does not.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
TYPES: Mapping[str, str] = {"invoice": "380", "prepayment": "386", "credit": "381"}
"""The kinds that can be structured, by UNTDID 1001."""
LATVIAN_REGISTER = "0218"
"""The Latvian unified register, as a scheme of electronic addresses and legal registrations."""


def has_form(kind: str) -> bool:
    """Tell whether documents of a kind have a structured form; receipts and acts have none."""
    return kind in TYPES


def xml(said: Mapping[str, Any]) -> bytes:
    """Return a frozen document as UBL, in UTF-8."""
    is_credit = said["kind"] == "credit"
    name = "CreditNote" if is_credit else "Invoice"
    root = etree.Element(f"{{{_ROOT.format(name)}}}{name}", nsmap={None: _ROOT.format(name), "cac": _CAC, "cbc": _CBC})
    _text(root, "CustomizationID", _CUSTOMIZATION)
    _text(root, "ProfileID", _PROFILE)
    _text(root, "ID", said["number"])
    _text(root, "IssueDate", said["issued_on"])
    if said["due_on"] and not is_credit:
        _text(root, "DueDate", said["due_on"])
    _text(root, f"{name}TypeCode", TYPES[said["kind"]])
    for note in [*said["texts"], said["in_words"], said.get("reason", "")]:
        if note:
            _text(root, "Note", note)
            break  # the profile takes one
    _text(root, "DocumentCurrencyCode", said["currency"])
    if not is_credit:
        period = _part(root, "InvoicePeriod")
        _text(period, "StartDate", said["about"]["from"])
        _text(period, "EndDate", said["about"]["until"])
    _text(_part(root, "OrderReference"), "ID", said["order"])
    if is_credit:
        before = _part(_part(root, "BillingReference"), "InvoiceDocumentReference")
        _text(before, "ID", said["corrects"]["number"])
        _text(before, "IssueDate", said["corrects"]["issued_on"])
    if said["buyer"].get("contract"):
        _text(_part(root, "ContractDocumentReference"), "ID", said["buyer"]["contract"])
    _party(root, "AccountingSupplierParty", said["seller"])
    _party(root, "AccountingCustomerParty", said["buyer"])
    _payment(root, said)
    _taxes(root, said)
    _totals(root, said)
    for number, line in enumerate(said["lines"], 1):
        _line(root, number, line, said, is_credit=is_credit)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _part(parent: Any, name: str) -> Any:
    return etree.SubElement(parent, f"{{{_CAC}}}{name}")


def _text(parent: Any, name: str, text: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{_CBC}}}{name}", attributes)
    element.text = text
    return element


def _amount(parent: Any, name: str, amount: Decimal | str, currency: str) -> None:
    _text(parent, name, str(amount), currencyID=currency)


def _party(root: Any, name: str, one: Mapping[str, Any]) -> None:
    party = _part(_part(root, name), "Party")
    number, country = one.get("registration", ""), one.get("country") or "LV"
    is_latvian_firm = country == "LV" and number and one.get("kind") not in ("person", "self_employed")
    if is_latvian_firm:
        _text(party, "EndpointID", number, schemeID=LATVIAN_REGISTER)
    address = _part(party, "PostalAddress")
    if one.get("address"):
        _text(_part(address, "AddressLine"), "Line", one["address"])
    _text(_part(address, "Country"), "IdentificationCode", country)
    if one.get("vat"):
        scheme = _part(party, "PartyTaxScheme")
        _text(scheme, "CompanyID", one["vat"])
        _text(_part(scheme, "TaxScheme"), "ID", "VAT")
    entity = _part(party, "PartyLegalEntity")
    _text(entity, "RegistrationName", one["name"])
    if number:
        _text(entity, "CompanyID", number, **({"schemeID": LATVIAN_REGISTER} if is_latvian_firm else {}))
    if one.get("email"):
        _text(_part(party, "Contact"), "ElectronicMail", one["email"])


def _payment(root: Any, said: Mapping[str, Any]) -> None:
    one = said.get("payment")
    if not one:
        return
    means = _part(root, "PaymentMeans")
    _text(means, "PaymentMeansCode", one["means"])
    _text(means, "PaymentID", one["reference"])
    account = _part(means, "PayeeFinancialAccount")
    _text(account, "ID", one["account"])
    _text(account, "Name", one["payee"])
    if one["bic"]:
        _text(_part(account, "FinancialInstitutionBranch"), "ID", one["bic"])


def category(rate: str, ground: str, *, is_alone: bool) -> str:
    """Return how the standard names a treatment: S taxed, Z at zero, E exempt, O outside the tax (only where all is)."""
    if rate:
        return "S" if Decimal(rate) else "Z"
    return "O" if is_alone and ground in ("outside", "not_registered") else "E"


def _is_alone(said: Mapping[str, Any]) -> bool:
    return len({(one["rate"], one["ground"]) for one in said["taxes"]}) == 1


def _category(parent: Any, name: str, one: Mapping[str, str], said: Mapping[str, Any], reason: str = "") -> None:
    element = _part(parent, name)
    letter = category(one["rate"], one["ground"], is_alone=_is_alone(said))
    _text(element, "ID", letter)
    if letter != "O":
        _text(element, "Percent", one["rate"] or "0")
    if reason and letter in ("E", "O"):
        _text(element, "TaxExemptionReason", reason)
    _text(_part(element, "TaxScheme"), "ID", "VAT")


def _taxes(root: Any, said: Mapping[str, Any]) -> None:
    currency = said["currency"]
    total = _part(root, "TaxTotal")
    _amount(total, "TaxAmount", said["totals"]["tax"], currency)
    for one in said["taxes"]:
        part = _part(total, "TaxSubtotal")
        _amount(part, "TaxableAmount", one["base"], currency)
        _amount(part, "TaxAmount", one["tax"], currency)
        _category(part, "TaxCategory", one, said, one["reason"] or one["ground"])


def _totals(root: Any, said: Mapping[str, Any]) -> None:
    sums, currency = {name: Decimal(amount) for name, amount in said["totals"].items()}, said["currency"]
    part = _part(root, "LegalMonetaryTotal")
    _amount(part, "LineExtensionAmount", sums["net"], currency)
    _amount(part, "TaxExclusiveAmount", sums["net"], currency)
    _amount(part, "TaxInclusiveAmount", sums["net"] + sums["tax"], currency)
    if sums["paid"]:
        _amount(part, "PrepaidAmount", sums["paid"], currency)
    if sums["rounding"]:
        _amount(part, "PayableRoundingAmount", sums["rounding"], currency)
    _amount(part, "PayableAmount", sums["due"], currency)


def _line(root: Any, number: int, line: Mapping[str, str], said: Mapping[str, Any], *, is_credit: bool) -> None:
    currency = said["currency"]
    part = _part(root, "CreditNoteLine" if is_credit else "InvoiceLine")
    _text(part, "ID", str(number))
    _text(part, "CreditedQuantity" if is_credit else "InvoicedQuantity", line["quantity"], unitCode=line["unit_code"])
    _amount(part, "LineExtensionAmount", line["net"], currency)
    if Decimal(line["discount"]):
        cut = _part(part, "AllowanceCharge")
        _text(cut, "ChargeIndicator", "false")
        _text(cut, "AllowanceChargeReason", line["discount_name"] or "Discount")
        _amount(cut, "Amount", line["discount"], currency)
    item = _part(part, "Item")
    if line["about"]:
        _text(item, "Description", line["about"])
    _text(item, "Name", line["name"])
    _category(item, "ClassifiedTaxCategory", line, said)
    _amount(_part(part, "Price"), "PriceAmount", line["unit_price"], currency)
