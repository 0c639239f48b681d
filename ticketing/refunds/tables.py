"""Lists of refunds, with filters and files."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from common.languages import fold
from ticketing.events.sheets import Column
from ticketing.refunds.models import Refund, RefundQuerySet

TONES = {"owed": "warn", "ordered": "info", "done": "ok", "failed": "bad", "waived": "neutral"}


def found(refunds: RefundQuerySet, *, words: str = "", state: str = "", way: str = "") -> QuerySet[Refund]:
    """Return refunds, what is still to do first, whose order, buyer, reason or reference hold every word."""
    rows = refunds.select_related("order__event__partner", "payment", "credit")
    if state == "open":
        rows = rows.filter(state__in=Refund.OPEN)
    elif state:
        rows = rows.filter(state=state)
    if way:
        rows = rows.filter(way=way)
    for word in words.split():
        rows = rows.filter(Q(order__search__contains=fold(word)) | Q(reason__icontains=word) | Q(reference__icontains=word))
    return rows.order_by("-closed_at", "owed_at", "pk") if state in ("done", "waived") else rows.order_by("owed_at", "pk")


def counts(refunds: RefundQuerySet) -> dict[str, int]:
    """Return how many refunds are in each state, and `open`."""
    rows = {row["state"]: row["n"] for row in refunds.order_by().values("state").annotate(n=Count("pk"))}
    return {**rows, "open": sum(rows.get(state, 0) for state in Refund.OPEN)}


def to_go(refunds: RefundQuerySet) -> list[tuple[str, str, int, Any]]:
    """Return (way, currency, number, sum) of what is still to go."""
    rows = refunds.filter(state__in=Refund.OPEN).order_by("way", "currency").values("way", "currency")
    return [(row["way"], row["currency"], row["n"], row["sum"]) for row in rows.annotate(n=Count("pk"), sum=Sum("amount"))]


def columns() -> list[Column]:
    """Return the columns of the file."""
    return [
        Column(_("Refund"), str),
        Column(_("Event"), lambda refund: refund.order.event.title),
        Column(_("Order"), lambda refund: refund.order.code),
        Column(_("Buyer"), lambda refund: refund.order.name),
        Column(_("Amount"), lambda refund: refund.amount),
        Column(_("Currency"), lambda refund: refund.currency),
        Column(_("Way"), lambda refund: refund.get_way_display()),
        Column(_("State"), lambda refund: refund.get_state_display()),
        Column(_("Reason"), lambda refund: str(refund.because)),
        Column(_("Owed since"), lambda refund: refund.owed_at),
        Column(_("Closed"), lambda refund: refund.closed_at),
        Column(_("Account"), lambda refund: refund.account),
        Column(_("Holder"), lambda refund: refund.holder),
        Column(_("Reference"), lambda refund: refund.reference),
        Column(_("Credit"), lambda refund: refund.credit.code if refund.credit else ""),
        Column(_("Left on the credit"), lambda refund: refund.credit.balance if refund.credit else None),
        Column(_("Why it failed"), lambda refund: refund.why),
    ]
