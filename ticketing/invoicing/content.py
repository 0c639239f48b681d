"""What a document says, gathered once when it is issued: plain data shaped after EN 16931, in the words of its language.

Names follow the standard's groups: `seller` (BG-4), `buyer` (BG-7), `payment` (BG-16), `lines` (BG-25), `taxes` (BG-23),
`totals` (BG-22), `corrects` (BG-3). Amounts and dates are text, so that nothing is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.partners.models import Partner
from common.publicity.queries import notice_for
from ticketing.billing import paycodes
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.invoicing import legal
from ticketing.invoicing.figures import Figures, Item, Part, add_up
from ticketing.invoicing.models import BillTo, Document, Issuer
from ticketing.invoicing.rules import ASKING, NOTHING, TaxGroup
from ticketing.invoicing.words import in_words
from ticketing.orders.models import Order, OrderLine
from ticketing.pricing import Kind, Quote
from ticketing.pricing import wording as prices

VERSION = 1


def figures_of(order: Order, issuer: Issuer) -> Figures:
    """Return what a paper over the order's live lines adds up to. Names are in the active language."""
    lines = list(order.lines.filter(cancelled_at=None).select_related("product", "variation"))
    return add_up(parts_of(lines, is_vat_payer=issuer.is_vat_payer))


def parts_of(lines: Iterable[OrderLine], *, is_vat_payer: bool) -> list[Part]:
    """Return lines of an order as parts to add up, equal ones put together. Who pays no VAT states none."""
    same: dict[Any, list[OrderLine]] = {}
    for line in lines:
        key = line.pk if line.specification else (line.product_id, line.variation_id, line.price, _discount(line), line.tax_rate)
        same.setdefault(key, []).append(line)
    return [_specified(group[0], is_vat_payer) if group[0].specification else _counted(group, is_vat_payer) for group in same.values()]


def _discount(line: OrderLine) -> Decimal:
    return getattr(line, "discount", NOTHING)


def _counted(lines: Sequence[OrderLine], is_vat_payer: bool) -> Part:
    line, count = lines[0], len(lines)
    price = sum((one.price for one in lines), NOTHING)
    discount = sum((_discount(one) for one in lines), NOTHING)
    rate, ground = _treatment(line.tax_rate, line.tax_ground, is_vat_payer)
    item = Item(
        name=" · ".join(filter(None, [str(line.product), str(line.variation or "")])),
        quantity=Decimal(count),
        amount=price + discount,
        discount=discount,
        discount_name="",
        rate=rate,
        ground=ground,
        reference=line.tax_reference,
    )
    return Part((item,), price)


def _treatment(rate: Decimal | None, ground: str, is_vat_payer: bool) -> tuple[Decimal | None, str]:
    """Return how a line is taxed; a duty stays outside VAT, whoever asks for it."""
    if rate is not None:
        return (rate, "") if is_vat_payer else (None, "not_registered")
    if ground in ("", "not_registered"):
        return None, ("outside" if is_vat_payer else "not_registered")
    return None, ground if is_vat_payer or ground == "outside" else "not_registered"


def _specified(line: OrderLine, is_vat_payer: bool) -> Part:
    """Return what a fee is made of; where VAT may not be stated, its amounts hold what was counted as tax."""
    quote = Quote.from_json(line.specification)
    told = prices.told(quote)
    rows = list(zip(quote.lines, told, strict=True))
    if not is_vat_payer and not quote.includes_tax and line.tax_rate:
        rate, ground = _treatment(line.tax_rate, line.tax_ground, is_vat_payer)
        return Part((Item(str(line.product), Decimal(1), line.price, rate=rate, ground=ground),), line.price)
    off = {Kind.DISCOUNT, Kind.REFUND}
    items = []
    for row, words in rows:
        if row.kind in off and any(other.code == dict(row.because).get("of") for other in quote.lines):
            continue
        cuts = [(one, word) for one, word in rows if one.kind in off and dict(one.because).get("of") == row.code and one.code != row.code]
        rate, ground = _treatment(row.tax_rate, row.tax_ground, is_vat_payer)
        items.append(
            Item(
                name=words.name,
                about=words.how,
                quantity=_quantity(row),
                unit=row.unit if row.unit in UNITS else "piece",
                amount=row.amount,
                discount=-sum((one.amount for one, _word in cuts), NOTHING),
                discount_name=", ".join(dict.fromkeys(word.name for _one, word in cuts)),
                rate=rate,
                ground=ground,
                reference=line.tax_reference,
                is_rounding=row.kind == Kind.ROUNDING,
            )
        )
    return Part(tuple(items), line.price, includes_tax=quote.includes_tax)


def _quantity(row: Any) -> Decimal:
    """Return what was counted, over all days; one where price and count do not make the amount."""
    count = row.quantity * int(dict(row.because).get("days", 1))
    return count if count and row.unit_price * count == row.amount else Decimal(1)


UNITS: Mapping[str, str] = {"piece": "H87", "place": "H87", "module": "H87", "m2": "MTK", "vehicle": "H87", "item": "H87"}
"""The units of our lines as UN/ECE Recommendation 20 names them."""


def unit_word(unit: str) -> str:
    """Return a unit in words of the active language."""
    words = {"m2": "m²", "module": pgettext("unit", "module"), "place": pgettext("unit", "stall")}
    return words.get(unit) or pgettext("unit", "pc.")


# --- who ------------------------------------------------------------------------------------------------------------


def seller(issuer: Issuer) -> dict[str, Any]:
    """Return who issues, as its papers say it (BG-4)."""
    partner = issuer.partner
    return {
        "name": partner.legal_name or partner.name,
        "legal_form": issuer.legal_form,
        "registration": partner.registration_number,
        "vat": issuer.vat_number if issuer.is_vat_payer else "",
        "is_vat_payer": issuer.is_vat_payer,
        "inn": issuer.inn,
        "kpp": issuer.kpp,
        "ogrn": issuer.ogrn,
        "address": partner.address,
        "country": partner.country,
        "email": partner.contact_email,
        "signatory": issuer.signatory,
        "position": issuer.position,
    }


def buyer(order: Order, bill_to: BillTo | None) -> dict[str, Any]:
    """Return whom the paper is for (BG-7); without anything else said, the buyer by name, as a consumer."""
    if bill_to is None:
        return {"kind": BillTo.Kind.PERSON.value, "name": order.name or order.email, "email": order.email, "country": ""}
    return {
        "kind": bill_to.kind,
        "name": bill_to.name,
        "registration": bill_to.registration_number,
        "vat": bill_to.vat_number,
        "kpp": bill_to.kpp,
        "address": bill_to.address,
        "country": bill_to.country,
        "contract": bill_to.contract,
        "email": bill_to.email or order.email,
    }


# --- the whole ------------------------------------------------------------------------------------------------------


def about(event: Event) -> dict[str, str]:
    """Return what the money is for: the event, its days (BG-14) and place."""
    first, last = event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date()
    return {
        "event": event.title,
        "when": wording.dates(first, last),
        "where": ", ".join(filter(None, [event.site.name, event.site.settlement])) if event.site else "",
        "from": _iso(first),
        "until": _iso(last),
    }


def lines_of(figures: Figures) -> list[dict[str, str]]:
    """Return the lines as plain data."""
    return [
        {
            "name": one.item.name,
            "about": one.item.about,
            "quantity": f"{one.item.quantity.normalize():f}",
            "unit": unit_word(one.item.unit),
            "unit_code": UNITS[one.item.unit],
            "unit_price": str(one.unit_price),
            "amount": str(one.amount),
            "discount": str(one.discount),
            "discount_name": one.item.discount_name,
            "net": str(one.net),
            "rate": "" if one.item.rate is None else str(one.item.rate),
            "ground": one.item.ground,
        }
        for one in figures.lines
    ]


def taxes_of(groups: Iterable[TaxGroup], references: Mapping[str, str], *, country: str, on: date, language: str) -> list[dict[str, str]]:
    """Return the tax of each rate, and why there is none, with the law it rests on."""
    return [
        {
            "rate": "" if one.rate is None else str(one.rate),
            "ground": one.ground,
            "base": str(one.base),
            "tax": str(one.tax),
            "reason": references.get(one.ground) or legal.text(one.ground, country=country, on=on, language=language) if one.ground else "",
        }
        for one in groups
    ]


def groups_of(data: Mapping[str, Any]) -> list[TaxGroup]:
    """Read the tax groups of a frozen document back, its rounding as one of them."""
    groups = [
        TaxGroup(Decimal(one["rate"]) if one["rate"] else None, one["ground"], Decimal(one["base"]), Decimal(one["tax"]))
        for one in data["taxes"]
    ]
    rounding = Decimal(data["totals"]["rounding"])
    return [*groups, TaxGroup(None, "rounding", rounding, NOTHING)] if rounding else groups


def totals(*, net: Decimal, tax: Decimal, rounding: Decimal, paid: Decimal = NOTHING) -> dict[str, str]:
    """Return the totals (BG-22): without tax, tax, with tax, paid before, still to pay."""
    whole = net + tax + rounding
    facts = {"net": net, "tax": tax, "rounding": rounding, "total": whole, "paid": paid, "due": whole - paid}
    return {name: str(amount) for name, amount in facts.items()}


def day_of(partner: Partner, at: datetime) -> date:
    """Return the day it is at the issuer's, which is the day of its papers."""
    return at.astimezone(ZoneInfo(partner.zone)).date()


def frame(*, order: Order, issuer: Issuer, kind: str, language: str, at: datetime) -> dict[str, Any]:
    """Return what every document says around its figures. The document's language must be active."""
    event, partner = order.event, issuer.partner
    on = day_of(partner, at)
    strip = notice_for(on=on, country=partner.country, publisher=partner.name, language=language)
    texts = [legal.text(key, country=partner.country, on=on, language=language) for key in (["act"] if kind == "act" else ["electronic"])]
    return {
        "version": VERSION,
        "kind": kind,
        "language": language,
        "currency": order.currency,
        "order": order.code,
        "issued_on": _iso(on),
        "seller": seller(issuer),
        "about": about(event),
        "texts": [text for text in texts if text],
        "notice": {"text": strip.text, "logos": list(strip.logos)} if strip else None,
    }


def whole(
    *, order: Order, issuer: Issuer, bill_to: BillTo | None, kind: str, language: str, paid: Decimal, due: date | None, at: datetime
) -> dict[str, Any]:
    """Return everything a document over an order says, but its number."""
    with translation.override(language):
        figures = figures_of(order, issuer)
        data = frame(order=order, issuer=issuer, kind=kind, language=language, at=at)
        on = date.fromisoformat(data["issued_on"])
        references = {one.item.ground: one.item.reference for one in figures.lines if one.item.reference}
        return data | {
            "buyer": buyer(order, bill_to),
            "due_on": _iso(due) if due else "",
            "lines": lines_of(figures),
            "taxes": taxes_of(figures.groups, references, country=issuer.partner.country, on=on, language=language),
            "totals": totals(net=figures.net, tax=figures.tax, rounding=figures.rounding, paid=min(paid, figures.total)),
            "in_words": in_words(figures.total, order.currency, language),
            "payment": payment(order, figures.total - min(paid, figures.total)) if kind in ASKING else None,
            "payments": payments(order) if kind == Document.Kind.RECEIPT else [],
        }


def payment(order: Order, amount: Decimal) -> dict[str, str] | None:
    """Return how the money is to be transferred (BG-16), with the text of the payer's QR; None where nothing is, or without an account."""
    transfer = paycodes.of(order, amount) if amount > 0 else None
    if transfer is None:
        return None
    account = transfer.account
    return {
        "means": "58" if account.currency == "EUR" else "30",
        "payee": account.holder,
        "account": account.number,
        "shown_account": account.shown,
        "bank": account.bank,
        "bic": account.bic,
        "correspondent": account.correspondent,
        "inn": account.inn,
        "kpp": account.kpp,
        "reference": transfer.reference,
        "purpose": transfer.purpose,
        "qr": transfer.qr_text,
    }


def payments(order: Order) -> list[dict[str, str]]:
    """Return the money that came for an order, and what of it went back."""
    zone = ZoneInfo(order.event.partner.zone)
    return [
        {"on": _iso(one.recorded_at.astimezone(zone).date()), "way": one.provider, "reference": one.reference, "amount": str(one.amount)}
        for one in order.payments.all()
    ]


def correction(*, document: Document, issuer: Issuer, groups: Sequence[TaxGroup], name: str, reason: str, at: datetime) -> dict[str, Any]:
    """Return everything a credit note to `document` says, but its number: one line for each way it was taxed."""
    language, said = document.language, document.data
    with translation.override(language):
        data = frame(order=document.order, issuer=issuer, kind="credit", language=language, at=at)
        grounds = {one["ground"]: one["reason"] for one in said["taxes"]}
        lines = [
            {
                "name": name or _("Reduction of the price"),
                "about": "",
                "quantity": "1",
                "unit": unit_word("piece"),
                "unit_code": UNITS["piece"],
                "unit_price": str(one.base),
                "amount": str(one.base),
                "discount": "0.00",
                "discount_name": "",
                "net": str(one.base),
                "rate": "" if one.rate is None else str(one.rate),
                "ground": one.ground,
            }
            for one in groups
        ]
        net, tax = sum((one.base for one in groups), NOTHING), sum((one.tax for one in groups), NOTHING)
        return data | {
            "seller": {**data["seller"], "is_vat_payer": said["seller"]["is_vat_payer"], "vat": said["seller"]["vat"]},
            "buyer": said["buyer"],
            "due_on": "",
            "corrects": {"kind": document.kind, "number": document.full_number, "issued_on": said["issued_on"]},
            "reason": reason,
            "lines": lines,
            "taxes": [
                {
                    "rate": line["rate"],
                    "ground": one.ground,
                    "base": str(one.base),
                    "tax": str(one.tax),
                    "reason": grounds.get(one.ground, ""),
                }
                for line, one in zip(lines, groups, strict=True)
            ],
            "totals": totals(net=net, tax=tax, rounding=NOTHING),
            "in_words": in_words(net + tax, document.currency, language),
        }


def _iso(day: date) -> str:
    return day.isoformat()


def day_words(iso: str) -> str:
    """Return a day of a frozen document in words of the active language."""
    day = date.fromisoformat(iso)
    return wording.dates(day, day)
