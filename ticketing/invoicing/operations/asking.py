"""Papers that somebody asks for by saying whom they are for, and papers that come by themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.history.operations import Actor
from ticketing.invoicing import queries
from ticketing.invoicing.models import Document, Issuer
from ticketing.invoicing.operations.issuing import issue, issue_if_possible
from ticketing.invoicing.operations.naming import bill
from ticketing.orders.models import Order

Kind = Document.Kind


@transaction.atomic
def ask(*, order: Order, facts: dict[str, Any], by: Actor, at: datetime) -> Document:
    """Say whom the paper is for and get it: a prepayment invoice while the order waits for its money, an invoice once it is paid.

    Raises:
        Invalid, AlreadyIssued, CannotIssue: as `bill` and `issue`.
    """
    bill(order=order, facts=facts, by=by, at=at)
    return issue(order=order, kind=Kind.PREPAYMENT if order.state == Order.State.PLACED else Kind.INVOICE, by=by, at=at)


@transaction.atomic
def bill_charge(*, order: Order, facts: dict[str, Any], by: Actor, at: datetime) -> Document | None:
    """Say whom the paper of a charged fee is for, as its room knows it; a firm gets its prepayment invoice at once.

    An order that says it already, or that has ended, is left as it is.
    """
    if not facts.get("name") or queries.bill_to(order) is not None or not queries.may_bill_to_change(order):
        return None
    one = bill(order=order, facts=facts, by=by, at=at)
    return issue_if_possible(order=order, kind=Kind.PREPAYMENT, by=by, at=at) if one.is_firm else None


def when_chosen(*, order: Order, by: Actor, at: datetime) -> Document | None:
    """Issue the prepayment invoice of an order that will be paid by bank transfer, where the issuer wishes it."""
    if order.provider != "manual":
        return None
    issuer = queries.issuer_of(order.event)
    return issue_if_possible(order=order, kind=Kind.PREPAYMENT, by=by, at=at) if issuer and issuer.sends_prepayment else None


def when_paid(*, order: Order, by: Actor, at: datetime) -> Document | None:
    """Issue what the issuer gives once an order is paid; nothing for what is sold at the gate, or already invoiced."""
    if order.is_walk_in or not order.total:
        return None
    issuer = queries.issuer_of(order.event)
    if issuer is None or issuer.on_payment == Issuer.OnPayment.NOTHING:
        return None
    if issuer.on_payment == Issuer.OnPayment.INVOICE and queries.standing(order, [Kind.INVOICE]):
        return None
    return issue_if_possible(order=order, kind=issuer.on_payment, by=by, at=at)
