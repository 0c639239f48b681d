"""Taking back what a document charged, with a credit note that has a number of its own."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.invoicing import content, queries, rules
from ticketing.invoicing.models import Document, Issuer
from ticketing.invoicing.operations.numbering import enter
from ticketing.invoicing.rules import NOTHING, TaxGroup
from ticketing.orders.models import Order, OrderLine


class NothingToCredit(Refused):
    """No document of the order stands that could be taken back."""

    code = "nothing_to_credit"


@transaction.atomic
def credit(
    *,
    order: Order,
    amount: Decimal | None = None,
    lines: Collection[OrderLine] = (),
    reason: str,
    by: Actor,
    at: datetime,
    document: Document | None = None,
) -> Document:
    """Issue a credit note to the order's invoice, else its prepayment invoice, else its receipt.

    Args:
        amount: with tax, divided over all that was charged alike; None takes back the lines, or all that is left.
        lines: of the order, taken back at their price and tax.
        reason: printed on it.
        document: the one to correct, instead.

    Raises:
        Invalid: no reason (`reason_missing`), nothing (`not_positive`), or more than is left of it (`above_document`).
        NothingToCredit: there is none.
    """
    if not reason.strip():
        raise Invalid(_("Say why."), code="reason_missing", field="reason")
    order = Order.objects.select_for_update(of=("self",)).select_related("event__partner", "event__site").get(pk=order.pk)
    document = document or queries.correctable(order)
    if document is None or document.order_id != order.pk or document.kind not in rules.CORRECTABLE:
        raise NothingToCredit(_("There is no invoice or receipt to correct."))
    issuer = Issuer.objects.select_related("partner").get(partner=document.partner_id)
    left = queries.left(document)
    groups = _of_lines(left, lines, document) if amount is None and lines else _of_amount(left, amount)
    data = content.correction(
        document=document, issuer=issuer, groups=groups, name=_names(lines, document), reason=reason.strip()[:300], at=at
    )
    return enter(order=order, partner=issuer.partner, kind="credit", data=data, by=by, at=at, corrects=document)


def _of_amount(left: list[TaxGroup], amount: Decimal | None) -> list[TaxGroup]:
    whole = sum((one.gross for one in left), NOTHING)
    amount = whole if amount is None else amount
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if amount > whole:
        raise _above(whole)
    return rules.part_of(left, amount)


def _of_lines(left: list[TaxGroup], lines: Collection[OrderLine], document: Document) -> list[TaxGroup]:
    """Return what lines were charged, way of tax by way of tax; never more than is left of each."""
    is_vat_payer = document.data["seller"]["is_vat_payer"]
    wanted = [one for one in content.add_up(content.parts_of(lines, is_vat_payer=is_vat_payer)).groups if one.gross]
    rest = {one.key: one for one in left}
    for one in wanted:
        if one.key not in rest or one.gross > rest[one.key].gross:
            raise _above(sum((group.gross for group in left), NOTHING))
    if not wanted:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    return [rest[one.key] if one.gross == rest[one.key].gross else _within(one, rest[one.key]) for one in wanted]


def _within(wanted: TaxGroup, rest: TaxGroup) -> TaxGroup:
    """Return the wanted part with its tax held to what is left, where cents were rounded differently."""
    tax = min(wanted.tax, rest.tax)
    return TaxGroup(wanted.rate, wanted.ground, wanted.gross - tax, tax)


def _above(whole: Decimal) -> Invalid:
    return Invalid(
        _("Only %(left)s of the document are left; no more can be taken back.") % {"left": whole}, code="above_document", field="amount"
    )


def _names(lines: Collection[OrderLine], document: Document) -> str:
    with translation.override(document.language):
        return ", ".join(dict.fromkeys(str(line.product) for line in lines))
