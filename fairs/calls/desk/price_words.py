"""What the parts of a price list are called where an organiser edits them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.pricing import Basis, Kind, Stacking

KINDS: Mapping[str, Any] = {
    Kind.SERVICE_FEE: _("fee of the organiser"),
    Kind.MUNICIPAL_DUTY: _("municipal duty"),
    Kind.HIRE: _("hire"),
    Kind.DEPOSIT: _("deposit, given back"),
}
BASES: Mapping[str, Any] = {
    Basis.PER_MODULE: _("for each started module of front"),
    Basis.PER_PLACE: _("for each stall"),
    Basis.PER_M2: _("for each square metre"),
    Basis.FLAT: _("once"),
    Basis.PER_KW_BAND: _("by power, in bands"),
    Basis.PER_VEHICLE: _("for each vehicle"),
    Basis.PER_ITEM: _("for each piece hired"),
}
STACKINGS: Mapping[str, Any] = {
    Stacking.ON_REST: _("of what is left after the discounts above"),
    Stacking.ON_FULL: _("of the full price"),
    Stacking.ALONE: _("only where no discount above applies"),
}
SWITCHES: Mapping[str, Any] = {
    "is_resident:1": _("lives in the host municipality"),
    "is_resident:0": _("does not live in the host municipality"),
    "is_certified:1": _("has a title that somebody has seen"),
    "is_certified:0": _("has no such title"),
    "demonstrates:1": _("shows the craft"),
    "demonstrates:0": _("does not show the craft"),
    "is_partner_supported:1": _("is paid by a project"),
    "is_partner_supported:0": _("is not paid by a project"),
    "has_waiver:1": _("has a social waiver"),
    "has_waiver:0": _("has no social waiver"),
    "is_late:1": _("applied late"),
    "is_late:0": _("applied in time"),
    "is_exact_place:1": _("wants exactly the wished place"),
    "is_exact_place:0": _("takes any place"),
}
"""Whom a line is for: a switch of `pricelist.SWITCHES` and what it must be."""

GROUNDS: Mapping[str, Any] = {
    "outside": _("outside VAT (a public duty)"),
    "not_registered": _("none: we are not registered for VAT"),
    "exempt": _("exempt from VAT"),
}
USUAL_TAXES: tuple[Decimal, ...] = (Decimal(21), Decimal(12), Decimal(5), Decimal(22), Decimal(20), Decimal(10), Decimal(0))

RATES = ("place", "power", "vehicle", "duty", "deposit", "exact", "late")
DISCOUNTS = ("resident", "demonstration", "certified", "waiver", "supported")
"""Lines that have a usual word (`ticketing.pricing.wording.WORDS`); a line may always have a name of its own."""
