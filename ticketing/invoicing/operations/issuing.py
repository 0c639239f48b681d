"""Issuing the papers of an order."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.invoicing import content, queries, rules
from ticketing.invoicing.models import Document, Issuer
from ticketing.invoicing.operations.numbering import enter
from ticketing.orders import rules as order_rules
from ticketing.orders import workdays
from ticketing.orders.models import Order


class CannotIssue(Refused):
    """The order may not have such a paper; `code` says why: `rules.refusal`, or no_issuer."""

    code = "cannot_issue"


WHY: Mapping[str, Any] = {
    "not_ordered": _("This order is not placed, or no longer valid."),
    "nothing_to_invoice": _("This order costs nothing."),
    "not_paid": _("The order is not paid yet."),
    "paid_already": _("The order is paid; it needs an invoice, not a prepayment invoice."),
    "too_early": _("The act is made once the event is over."),
    "no_issuer": _("The organiser has not said yet what its invoices must state. Fill in the invoicing details first."),
}


@transaction.atomic
def issue(*, order: Order, kind: str, by: Actor, at: datetime, language: str = "") -> Document:
    """Issue a paper over an order as it stands, and mail it to the buyer as PDF.

    Where one of the kind stands already, that one is returned: asking twice makes one.

    Args:
        kind: "invoice", "prepayment", "receipt" or "act".
        language: of the paper; the issuer's or else the buyer's when empty.

    Raises:
        Invalid: another kind (`unknown_kind`).
        CannotIssue: see its codes.
    """
    if kind not in ("invoice", "prepayment", "receipt", "act"):
        raise Invalid(_("There is no such document."), code="unknown_kind", field="kind")
    order = Order.objects.select_for_update(of=("self",)).select_related("event__partner", "event__site").get(pk=order.pk)
    known = queries.standing(order, [kind])
    if known is not None:
        return known
    issuer = queries.issuer_of(order.event)
    why = queries.refusal(order, kind, at) if issuer else "no_issuer"
    if issuer is None or why:
        raise CannotIssue(WHY[why], code=why)
    data = content.whole(
        order=order,
        issuer=issuer,
        bill_to=queries.bill_to(order),
        kind=kind,
        language=language or issuer.language or order.language,
        paid=queries.paid(order),
        due=_due(order, issuer, kind, at),
        at=at,
    )
    return enter(order=order, partner=issuer.partner, kind=kind, data=data, by=by, at=at)


def _due(order: Order, issuer: Issuer, kind: str, at: datetime) -> date | None:
    """Return the last day to pay: the order's own; where it has none, the fifth working day of the payer's country."""
    if kind not in rules.ASKING or order.state != Order.State.PLACED:
        return None
    if order.expires_at is None:
        country = order_rules.payer_country(order.currency, issuer.partner.country)
        return workdays.after(content.day_of(issuer.partner, at), order_rules.PAYMENT_WORKING_DAYS, country)
    return content.day_of(issuer.partner, order.expires_at - timedelta(seconds=1))


def issue_if_possible(*, order: Order, kind: str, by: Actor, at: datetime) -> Document | None:
    """As `issue`, for papers nobody asked for: what may not be is left. Part of the caller's transaction."""
    try:
        return issue(order=order, kind=kind, by=by, at=at)
    except Refused:
        return None
