"""A price's lines as sentences in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ticketing.pricing.pricelist import Kind
from ticketing.pricing.quotes import Line, Quote

WORDS: Mapping[str, Any] = {
    "place": gettext_lazy("Place"),
    "corner": gettext_lazy("Corner"),
    "power": gettext_lazy("Electricity"),
    "vehicle": gettext_lazy("Vehicle at the stall"),
    "duty": gettext_lazy("Municipal duty"),
    "deposit": gettext_lazy("Deposit, given back"),
    "late": gettext_lazy("Late application"),
    "exact": gettext_lazy("Exactly the wished place"),
    "resident": gettext_lazy("Residents' price"),
    "demonstration": gettext_lazy("You show your craft"),
    "waiver": gettext_lazy("Social waiver of the duty"),
    "certified": gettext_lazy("Certified craft"),
    "supported": gettext_lazy("Paid by the project"),
    "rounding": gettext_lazy("Rounding"),
}
"""What the usual codes are called; a list may name its own."""

KINDS: Mapping[str, Any] = {
    Kind.SERVICE_FEE: gettext_lazy("fee"),
    Kind.MUNICIPAL_DUTY: gettext_lazy("municipal duty"),
    Kind.DEPOSIT: gettext_lazy("deposit"),
    Kind.HIRE: gettext_lazy("hire"),
    Kind.DISCOUNT: gettext_lazy("discount"),
    Kind.REFUND: gettext_lazy("refund"),
    Kind.ROUNDING: gettext_lazy("rounding"),
}

TAX_GROUNDS: Mapping[str, Any] = {
    "outside": gettext_lazy("outside VAT"),
    "exempt": gettext_lazy("exempt from VAT"),
    "not_registered": gettext_lazy("the organiser pays no VAT"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the reader: what, how it was counted, what it comes to, and how it is taxed."""

    code: str
    name: str
    how: str
    amount: Decimal
    tax: str


def told(quote: Quote) -> list[Told]:
    """Return the lines of a price in words of the active language."""
    names = names_of(quote.names)
    return [
        Told(line.code, name_of(line.code, names), _how(line, names), line.amount, "" if line.kind == Kind.ROUNDING else _tax(line))
        for line in quote.lines
    ]


def names_of(names: tuple[tuple[str, str, str, str], ...]) -> dict[str, str]:
    """Return a list's own names in the active language, else in the first that is there."""
    place = {"lv": 1, "ru": 2, "en": 3}.get((get_language() or "lv")[:2], 1)
    return {name[0]: name[place] or next((text for text in name[1:] if text), name[0]) for name in names}


def name_of(code: str, names: Mapping[str, str]) -> str:
    """Return what a line is called."""
    return names.get(code) or str(WORDS.get(code, code))


def _how(line: Line, names: Mapping[str, str]) -> str:
    because = dict(line.because)
    parts = [part for part in (_counted(line, because, names), _days(because)) if part]
    return " · ".join(parts)


def _counted(line: Line, because: Mapping[str, str], names: Mapping[str, str]) -> str:
    price, count = _number(line.unit_price, 2), int(line.quantity)
    if line.kind == Kind.DISCOUNT:
        of = name_of(because.get("of", ""), names)
        return _("%(percent)s %% of: %(of)s") % {"percent": _number(because["percent"]), "of": of} if "percent" in because else of
    match line.unit:
        case "module":
            text = ngettext("%(n)s module of %(m)s m at %(price)s", "%(n)s modules of %(m)s m at %(price)s", count)
            return text % {"n": count, "m": _number(because["module_m"]), "price": price}
        case "place":
            return ngettext("%(n)s stall at %(price)s", "%(n)s stalls at %(price)s", count) % {"n": count, "price": price}
        case "m2":
            return _("%(area)s m² at %(price)s") % {"area": _number(line.quantity), "price": price}
        case "band":
            return _("%(kw)s kW, the band up to %(band)s kW") % {"kw": _number(because["power_kw"]), "band": _number(because["band_kw"])}
        case "vehicle":
            return ngettext("%(n)s vehicle at %(price)s", "%(n)s vehicles at %(price)s", count) % {"n": count, "price": price}
        case "item":
            return f"{count} × {price}"
        case "corner":
            sides = int(because["open_sides"])
            return ngettext("%(n)s open side", "%(n)s open sides", sides) % {"n": sides}
    return ""


def _days(because: Mapping[str, str]) -> str:
    if "days" not in because:
        return ""
    count = int(because["days"])
    return ngettext("for %(n)s day", "for %(n)s days", count) % {"n": count}


def _tax(line: Line) -> str:
    if line.tax_rate is None:
        return str(TAX_GROUNDS.get(line.tax_ground, line.tax_ground))
    return _("VAT %(rate)s %%") % {"rate": _number(line.tax_rate)}


def _number(value: Decimal | str, places: int | None = None) -> str:
    number = Decimal(value)
    return number_format(number if places is not None else number.normalize() + 0, decimal_pos=places, use_l10n=True)
