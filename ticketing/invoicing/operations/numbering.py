"""Numbers without gaps: one is taken under the lock of its series' row, in the transaction that uses it."""

from datetime import datetime
from typing import Any

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner
from common.languages import fold
from ticketing.invoicing import content, mails, rules
from ticketing.invoicing.models import Document, Series
from ticketing.orders.models import Order


def series_of(partner: Partner, kind: str, year: int) -> Series:
    """Return the series of a kind and year; a new year goes on with the pattern of the one before."""
    known = Series.objects.filter(partner=partner, kind=kind, year=year).first()
    if known is not None:
        return known
    latest = Series.objects.filter(partner=partner, kind=kind).order_by("-year").values_list("pattern", flat=True).first()
    pattern = latest or rules.pattern_for(partner.country, kind)
    return Series.objects.get_or_create(partner=partner, kind=kind, year=year, defaults={"pattern": pattern})[0]


def enter(
    *,
    order: Order,
    partner: Partner,
    kind: str,
    data: dict[str, Any],
    by: Actor,
    at: datetime,
    corrects: Document | None = None,
) -> Document:
    """Give a document its number and freeze it; the buyer gets it by mail once it is drawn. Part of the caller's transaction."""
    day = content.day_of(partner, at)
    series = Series.objects.select_for_update().get(pk=series_of(partner, kind, day.year).pk)
    series.last += 1
    series.save(update_fields=["last"])
    number = rules.numbered(series.pattern, year=series.year, number=series.last)
    document = Document.objects.create(
        partner=partner,
        series=series,
        number=series.last,
        full_number=number,
        kind=kind,
        order=order,
        corrects=corrects,
        language=data["language"],
        currency=data["currency"],
        total=data["totals"]["total"],
        tax=data["totals"]["tax"],
        data={**data, "number": number},
        issued_on=day,
        due_on=data["due_on"] or None,
        issued_at=at,
        search=fold(f"{number} {order.code} {data['buyer']['name']} {order.event.title}")[:400],
    )
    document.refresh_from_db()
    after = {"number": number, "kind": kind, "total": document.total}
    history.log(by=by, at=at, action="document.issued", subject=order, partner=partner, event=order.event, after=after)
    mails.issued(document, at=at)
    return document
