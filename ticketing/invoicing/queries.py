"""Reads of documents for pages, mails and other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.fields.json import KT

from accounts.partners.models import Partner
from common.languages import fold
from ticketing.billing import queries as billing
from ticketing.events.models import Event
from ticketing.invoicing import content, rules
from ticketing.invoicing.models import BillTo, Document, Issuer, Series
from ticketing.invoicing.rules import CENT, NOTHING, TaxGroup
from ticketing.orders.models import Order

Kind = Document.Kind


def issuer_of(event: Event) -> Issuer | None:
    """Return who issues the papers of an event; None where its partner has not said what they must say."""
    return Issuer.objects.select_related("partner").filter(partner=event.partner_id).first()


def bill_to(order: Order) -> BillTo | None:
    """Return whom the order's papers are for, where that was said."""
    return BillTo.objects.filter(order=order).first()


def of_order(order: Order) -> list[Document]:
    """Return the order's documents, oldest first, credit notes with what they correct."""
    return list(Document.objects.filter(order=order).select_related("corrects").defer("data").order_by("pk"))


def credited(document: Document) -> Decimal:
    """Return how much of a document credit notes have taken back."""
    return document.credits.aggregate(sum=Sum("total"))["sum"] or NOTHING


def is_standing(document: Document) -> bool:
    """Tell whether a document is not wholly taken back by credit notes."""
    return credited(document) < document.total


def standing(order: Order, kinds: Sequence[str]) -> Document | None:
    """Return the newest document of these kinds that is not wholly taken back, by the order of the kinds."""
    found = [one for one in Document.objects.filter(order=order, kind__in=kinds).order_by("-pk") if is_standing(one)]
    return min(found, key=lambda one: list(kinds).index(one.kind), default=None)


def correctable(order: Order) -> Document | None:
    """Return the document a credit note would be written to: the invoice, else the prepayment invoice, else the receipt."""
    return standing(order, rules.CORRECTABLE)


def left(document: Document) -> list[TaxGroup]:
    """Return what of a document is not taken back yet, as it was taxed."""
    taken = [group for credit in document.credits.all() for group in content.groups_of(credit.data)]
    return rules.less(content.groups_of(document.data), taken)


def may_bill_to_change(order: Order) -> bool:
    """Tell whether one may still say whom the papers are for: nothing that names them stands."""
    return order.state in (Order.State.PLACED, Order.State.PAID) and standing(order, ("prepayment", "invoice", "receipt", "act")) is None


def refusal(order: Order, kind: str, at: datetime) -> str:
    """Return why the order may not have a paper of this kind, as `rules.refusal`."""
    return rules.refusal(kind, state=order.state, total=order.total, is_over=order.event.ends_at <= at)


def paid(order: Order) -> Decimal:
    """Return what has come for the order."""
    return billing.balance(order)


def of_partner(
    partner: Partner, *, words: str = "", kind: str = "", year: int | None = None, month: int | None = None, day: date | None = None
) -> QuerySet[Document]:
    """Return a partner's documents, newest first: of a kind, a year, month or day, holding every word in number, name, order or event."""
    found = Document.objects.filter(partner=partner).select_related("order__event", "corrects").defer("data").order_by("-issued_at", "-pk")
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(issued_on__year=year)
    if month:
        found = found.filter(issued_on__month=month)
    if day:
        found = found.filter(issued_on=day)
    for word in fold(words).split():
        found = found.filter(Q(search__contains=word))
    return found


def may_be_asked(order: Order) -> bool:
    """Tell whether the buyer may say whom an invoice is for and get it by themselves."""
    return bool(order.total) and may_bill_to_change(order) and Issuer.objects.filter(partner=order.event.partner_id).exists()


def with_recipient(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Add `recipient` and `recipient_number` from what the documents say."""
    return documents.annotate(recipient=KT("data__buyer__name"), recipient_number=KT("data__buyer__registration"))


def years(partner: Partner) -> list[int]:
    """Return the years in which the partner issued anything, newest first."""
    return list(Series.objects.filter(partner=partner, last__gt=0).order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Sums:
    """How many documents of a kind and currency there are, and what they come to, each kind for itself."""

    kind: str
    currency: str
    count: int
    total: Decimal
    tax: Decimal

    @property
    def label(self) -> Any:
        return Document.Kind(self.kind).label


def sums(documents: QuerySet[Document]) -> list[Sums]:
    """Return what documents come to; kinds are never added to each other, since an invoice may follow a prepayment invoice."""
    rows = documents.order_by("kind", "currency").values("kind", "currency").annotate(n=Count("pk"), total=Sum("total"), tax=Sum("tax"))
    return [Sums(row["kind"], row["currency"], row["n"], row["total"].quantize(CENT), row["tax"].quantize(CENT)) for row in rows]


def patterns(partner: Partner, year: int) -> dict[str, tuple[str, bool]]:
    """Return the pattern of each kind's numbers in a year, and whether numbers were given; the last year's where none is set."""
    known = {one.kind: one for one in Series.objects.filter(partner=partner, year__lte=year).order_by("year")}
    return {
        kind: (
            known[kind].pattern if kind in known else rules.pattern_for(partner.country, kind),
            kind in known and known[kind].year == year and known[kind].last > 0,
        )
        for kind in Kind.values
    }
