"""Doubts about numbers in words, and which documents there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from ticketing.invoicing import checks, ubl
from ticketing.invoicing.models import BillTo, Document

DOUBTS: Mapping[str, Any] = {
    checks.REGISTRATION: _("The registration number does not look right. Check it; the document is issued all the same."),
    checks.VAT: _("The VAT number does not look right. Check it; the document is issued all the same."),
    checks.INN: _("ИНН does not look right."),
    checks.KPP: _("КПП does not look right."),
    checks.OGRN: _("ОГРН does not look right."),
}

TONES: Mapping[str, str] = {"invoice": "info", "prepayment": "neutral", "credit": "warn", "receipt": "ok", "act": "accent"}


def doubts_of(facts: Mapping[str, Any]) -> list[Any]:
    """Return in words what looks wrong in whom a paper is for."""
    words = checks.doubts(
        country=facts.get("country", ""), registration=facts["registration_number"], vat_number=facts["vat_number"], kpp=facts["kpp"]
    )
    return [DOUBTS[word] for word in words]


def doubts_of_issuer(issuer: Any) -> list[Any]:
    """Return in words what looks wrong in what a partner's papers say of it."""
    partner = issuer.partner
    words = checks.doubts(
        country="" if partner.country == "RU" else partner.country,
        registration=partner.registration_number,
        vat_number=issuer.vat_number if partner.country != "RU" else "",
        kpp=issuer.kpp,
        inn_number=issuer.inn,
        ogrn_number=issuer.ogrn,
    )
    return [DOUBTS[word] for word in words]


def doubts_of_bill(one: BillTo) -> list[Any]:
    """As `doubts_of`, of what is kept."""
    return doubts_of({name: getattr(one, name) for name in ("country", "registration_number", "vat_number", "kpp")})


ISSUED: tuple[tuple[str, Any], ...] = (
    ("prepayment", _("Issue a prepayment invoice")),
    ("invoice", _("Issue an invoice")),
    ("receipt", _("Issue a receipt")),
    ("act", _("Issue an act of services rendered")),
)
"""The kinds somebody may ask for, with the words of the button."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list, with the tone of its badge."""

    document: Document
    label: str
    tone: str

    @property
    def has_xml(self) -> bool:
        return ubl.has_form(self.document.kind)


def listed(documents: Iterable[Document]) -> list[Listed]:
    """Return documents as lists show them."""
    return [Listed(one, str(one.get_kind_display()), TONES[one.kind]) for one in documents]


def months() -> list[tuple[int, str]]:
    """Return the months by number and name in the active language."""
    return [(number, str(name)) for number, name in MONTHS.items()]
