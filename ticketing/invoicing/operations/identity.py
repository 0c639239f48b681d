"""What a partner's papers say of it, and how their numbers look."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner
from common.errors import Invalid, Refused
from ticketing.invoicing import rules
from ticketing.invoicing.models import Document, Issuer, Series
from ticketing.invoicing.operations.numbering import series_of

FIELDS = (
    "legal_form", "is_vat_payer", "vat_number", "inn", "kpp", "ogrn", "signatory", "position", "language", "sends_prepayment", "on_payment",
)  # fmt: skip


class SeriesBegun(Refused):
    """Numbers of this series were given already, so its pattern stays for the year."""

    code = "series_begun"


@transaction.atomic
def identify(*, partner: Partner, facts: dict[str, Any], by: Actor, at: datetime) -> Issuer:
    """Save what a partner's papers say of it; `facts` are some of `FIELDS`.

    Raises:
        Invalid: it is registered for VAT but gives no number (`vat_number_missing`).
    """
    issuer = Issuer.objects.select_for_update().filter(partner=partner).first() or Issuer(partner=partner)
    wished = {name: facts[name] for name in FIELDS if name in facts}
    if wished.get("is_vat_payer", issuer.is_vat_payer) and not wished.get("vat_number", issuer.vat_number):
        raise Invalid(_("Give the VAT number."), code="vat_number_missing", field="vat_number")
    before, after = history.changes(issuer, wished)
    for name, value in wished.items():
        setattr(issuer, name, value)
    issuer.save()
    history.log(by=by, at=at, action="issuer.identified", subject=partner, partner=partner, before=before, after=after)
    return issuer


@transaction.atomic
def set_pattern(*, partner: Partner, kind: str, year: int, pattern: str, by: Actor, at: datetime) -> Series:
    """Say how the numbers of a kind look in a year, before the first is given.

    Raises:
        Invalid: an unknown kind, no place for the number (`pattern_without_number`), or the pattern of another kind (`pattern_taken`).
        SeriesBegun: numbers were given already.
    """
    pattern = pattern.strip()
    if kind not in Document.Kind.values:
        raise Invalid(_("There is no such document."), code="unknown_kind", field="kind")
    if rules.NUMBER not in pattern or len(pattern) > 40:
        raise Invalid(
            _("Write {number} where the number stands, such as R-{year}-{number}."), code="pattern_without_number", field="pattern"
        )
    known = {one.kind: one.pattern for one in Series.objects.filter(partner=partner, year=year)}
    others = [known.get(one, rules.pattern_for(partner.country, one)) for one in Document.Kind.values if one != kind]
    if pattern in others:
        raise Invalid(_("Another kind of document has this pattern."), code="pattern_taken", field="pattern")
    series = Series.objects.select_for_update().get(pk=series_of(partner, kind, year).pk)
    if series.last:
        raise SeriesBegun(_("Numbers of this kind were given this year already; the pattern stays until the next year."))
    before, series.pattern = series.pattern, pattern
    series.save(update_fields=["pattern"])
    after = {"kind": kind, "year": year, "pattern": pattern}
    history.log(by=by, at=at, action="series.patterned", subject=partner, partner=partner, before={"pattern": before}, after=after)
    return series
