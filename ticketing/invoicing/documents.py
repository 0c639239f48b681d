"""Documents as PDF, drawn from nothing but what was frozen when they were issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from common import money, pdf
from common.outbox.operations import File
from ticketing.billing.providers import PROVIDERS
from ticketing.events import wording
from ticketing.invoicing.content import day_words
from ticketing.invoicing.models import Document, Drawing
from ticketing.pricing.wording import TAX_GROUNDS

QUIET = 4
"""Light modules around a symbol, which readers need."""

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words and figures of the document's language."""

    number: int
    name: str
    about: str
    quantity: str
    unit: str
    price: str
    tax: str
    amount: str
    discount_name: str
    discount: str


def file(document: Document, drawing: Drawing) -> File:
    """Return the document's PDF as a file to send."""
    return File(f"{document.file_name}.pdf", "application/pdf", bytes(drawing.content))


def drawn_pdf(document: Document) -> bytes:
    """Return the document as PDF. The same document gives the same bytes."""
    said, language = document.data, document.language
    with translation.override(language):
        html = render_to_string("pdf/invoicing/document.html", {"page": _page(document)})
    code = (said.get("payment") or {}).get("qr", "")
    pictures = {"code:pay": symbol(code)} if code else None
    return pdf.write(pdf.layout(html, css=["pdf/paper.css", "pdf/invoice.css"], pictures=pictures), at=document.issued_at, tagged=True)


def symbol(text: str) -> pdf.Bitmap:
    """Return a payment code as the layout takes it: bytes in UTF-8, error correction M, as both standards want."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text.encode(), optimize=0)
    matrix = code.get_matrix()
    width = -(-len(matrix) // 8)
    rows = (int("".join("0" if dark else "1" for dark in row).ljust(width * 8, "1"), 2).to_bytes(width, "big") for row in matrix)
    return pdf.Bitmap("paycode", len(matrix), b"".join(rows))


def title(kind: str, number: str) -> str:
    """Return what a document is called on its head, in the active language."""
    names = {
        "invoice": pgettext("heading of a paper", "Invoice No. %(number)s"),
        "prepayment": pgettext("heading of a paper", "Prepayment invoice No. %(number)s"),
        "credit": pgettext("heading of a paper", "Credit note No. %(number)s"),
        "receipt": pgettext("heading of a paper", "Receipt No. %(number)s"),
        "act": pgettext("heading of a paper", "Act of services rendered No. %(number)s"),
    }
    return names[kind] % {"number": number}


def _page(document: Document) -> dict[str, Any]:
    said, kind = document.data, document.kind
    partner_zone = ZoneInfo(document.partner.zone)
    return {
        "language": document.language,
        "kind": kind,
        "title": title(kind, document.full_number).replace(f" {document.full_number}", f"\N{NO-BREAK SPACE}{document.full_number}"),
        "issued": day_words(said["issued_on"]),
        "due": day_words(said["due_on"]) if said["due_on"] else "",
        "printed": f"{title(kind, document.full_number)} · {wording.moment(document.issued_at, partner_zone)}",
        "seller": _seller(said["seller"]),
        "buyer": _buyer(said["buyer"]),
        "roles": (_("Performer"), _("Client"))
        if kind == "act"
        else (pgettext("party of a document", "Issued by"), pgettext("party of a document", "Issued to")),
        "facts": _facts(said),
        "currency": said["currency"],
        "rows": [_row(number, line) for number, line in enumerate(said["lines"], 1)],
        "has_tax": any(line["rate"] for line in said["lines"]),
        "sums": _sums(said),
        "total": _total(said),
        "after": _after(said),
        "in_words": said["in_words"],
        "reasons": list(dict.fromkeys(one["reason"] for one in said["taxes"] if one["reason"])),
        "payment": _payment(said),
        "has_code": bool((said.get("payment") or {}).get("qr")),
        "payments": [_paid(one, said["currency"]) for one in said.get("payments", [])],
        "texts": said["texts"],
        "signatures": _signatures(said),
        "notice": said["notice"],
    }


def _money(amount: str, currency: str) -> str:
    return money.written(Decimal(amount), currency)


def _figure(amount: str) -> str:
    return number_format(Decimal(amount), 2, use_l10n=True, force_grouping=True).replace("-", "−")


def _price(amount: str) -> str:
    """Write a price without tax with as many decimals as it has, two to four."""
    plain = Decimal(amount).normalize()
    places = max(2, -int(plain.as_tuple().exponent))
    return number_format(Decimal(amount), min(places, 4), use_l10n=True, force_grouping=True)


def _rate(rate: str) -> str:
    return number_format(Decimal(rate).normalize() + 0, use_l10n=True)


def _row(number: int, line: Mapping[str, str]) -> Row:
    has_discount = Decimal(line["discount"]) != 0
    return Row(
        number=number,
        name=line["name"],
        about=line["about"],
        quantity=number_format(Decimal(line["quantity"]).normalize() + 0, use_l10n=True),
        unit=line["unit"],
        price=_price(line["unit_price"]),
        tax=f"{_rate(line['rate'])} %" if line["rate"] else "–",
        amount=_figure(line["amount"]),
        discount_name=_discount(line["discount_name"]) if has_discount else "",
        discount=_figure(str(-Decimal(line["discount"]))) if has_discount else "",
    )


def _discount(name: str) -> str:
    return _("Discount: %(name)s") % {"name": name} if name else _("Discount")


def _seller(one: Mapping[str, Any]) -> list[str]:
    vat = _("VAT No. %(number)s") % {"number": one["vat"]} if one["vat"] else ""
    lines = [one["name"], one["legal_form"], _registration(one["registration"]), vat, *_russian(one), one["address"], one["email"]]
    return [line for line in lines if line]


def _buyer(one: Mapping[str, Any]) -> list[str]:
    code = one.get("registration", "")
    if code and one["kind"] == "self_employed":
        code = _("Taxpayer code %(number)s") % {"number": code}
    elif code and one["kind"] == "person":
        code = _("Personal code %(number)s") % {"number": code}
    elif code:
        code = f"ИНН {code}" if one["country"] == "RU" else _registration(code)
    vat = _("VAT No. %(number)s") % {"number": one["vat"]} if one.get("vat") else ""
    kpp = f"КПП {one['kpp']}" if one.get("kpp") else ""
    return [line for line in [one["name"], code, vat, kpp, one.get("address", ""), one.get("email", "")] if line]


def _registration(number: str) -> str:
    return _("Reg. No. %(number)s") % {"number": number} if number else ""


def _russian(one: Mapping[str, Any]) -> list[str]:
    numbers = [f"{word} {one[name]}" for word, name in (("ИНН", "inn"), ("КПП", "kpp"), ("ОГРН", "ogrn")) if one[name]]
    return [", ".join(numbers[:2]), *numbers[2:]] if numbers else []


def _facts(said: Mapping[str, Any]) -> Rows:
    about, corrects = said["about"], said.get("corrects")
    rows = [
        (pgettext("on an invoice", "For"), about["event"]),
        (_("When and where"), " · ".join(filter(None, [about["when"], about["where"]]))),
        (_("Order"), said["order"]),
        (_("Contract"), said["buyer"].get("contract", "")),
    ]
    if corrects:
        rows[0:0] = [
            (
                _("Corrects"),
                _("%(title)s of %(day)s") % {"title": title(corrects["kind"], corrects["number"]), "day": day_words(corrects["issued_on"])},
            ),
            (_("Reason"), said["reason"]),
        ]
    return [(label, text) for label, text in rows if text]


def _sums(said: Mapping[str, Any]) -> Rows:
    """Return what stands above the total: each rate's base and tax, and what has none, apart."""
    rows: Rows = []
    for one in said["taxes"]:
        if one["rate"]:
            rows.append((_("Taxed at %(rate)s %%, without VAT") % {"rate": _rate(one["rate"])}, _figure(one["base"])))
            rows.append((_("VAT %(rate)s %%") % {"rate": _rate(one["rate"])}, _figure(one["tax"])))
        elif one["ground"] == "rounding":
            rows.append((_("Rounding"), _figure(one["base"])))
        else:
            ground = str(TAX_GROUNDS.get(one["ground"], one["ground"]))
            rows.append((ground[:1].upper() + ground[1:], _figure(one["base"])))
    rounding = Decimal(said["totals"]["rounding"])
    return [*rows, (_("Rounding"), _figure(str(rounding)))] if rounding else rows


def _total(said: Mapping[str, Any]) -> tuple[str, str]:
    label = {"credit": _("Taken back"), "receipt": _("Received")}.get(said["kind"], _("Total"))
    return label, _money(said["totals"]["total"], said["currency"])


def _after(said: Mapping[str, Any]) -> Rows:
    """Return what was paid before, and what is left to pay, on papers that ask for money."""
    totals = said["totals"]
    if said["kind"] not in ("invoice", "prepayment") or not Decimal(totals["paid"]):
        return []
    return [
        (_("Paid before"), _money(totals["paid"], said["currency"])),
        (_("Left to pay"), _money(totals["due"], said["currency"])),
    ]


def _payment(said: Mapping[str, Any]) -> Rows:
    one = said.get("payment")
    if not one:
        return []
    numbers = ", ".join(f"{word} {one[name]}" for word, name in (("ИНН", "inn"), ("КПП", "kpp")) if one[name])
    is_rouble = said["currency"] == "RUB"
    rows = [
        (_("Amount"), _money(said["totals"]["due"], said["currency"])),
        (_("Payee"), ", ".join(filter(None, [one["payee"], numbers]))),
        (pgettext("at a bank", "Account"), one["shown_account"]),
        (_("Bank"), one["bank"]),
        ("БИК" if is_rouble else "BIC", one["bic"]),
        (_("Correspondent account"), one["correspondent"]),
        (_("Purpose of payment"), one["purpose"]),
        (_("To be paid by"), day_words(said["due_on"]) if said["due_on"] else ""),
    ]
    return [(label, text) for label, text in rows if text]


def _paid(one: Mapping[str, str], currency: str) -> tuple[str, str, str]:
    """Return a payment as (day, way, amount)."""
    way = str(PROVIDERS[one["way"]].label) if one["way"] in PROVIDERS else one["way"]
    return day_words(one["on"]), way, _money(one["amount"], currency)


def _signatures(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return who signs on paper: both sides of an act, and the issuer where no law lets a paper go unsigned."""
    seller, buyer = said["seller"], said["buyer"]
    ours = {
        "role": _("Performer") if said["kind"] == "act" else pgettext("party of a document", "Issued by"),
        "position": seller["position"],
        "name": seller["signatory"],
    }
    if said["kind"] == "act":
        return [ours, {"role": _("Client"), "position": "", "name": buyer["name"] if buyer["kind"] == "person" else ""}]
    return [ours] if not said["texts"] else []
