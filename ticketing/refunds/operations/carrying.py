"""Carrying a refund out: told to the bank or the card company, gone, failed. Each step may be told twice."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Stale
from ticketing.billing import operations as billing
from ticketing.billing.models import Payment
from ticketing.orders.models import Order
from ticketing.refunds import mails, queries, rules
from ticketing.refunds.models import Refund
from ticketing.refunds.operations.keeping import keep, lock, log
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers.models import Voucher

State = Refund.State

PROVIDERS = {Refund.Way.CARD: "stripe", Refund.Way.BANK: "manual", Refund.Way.CASH: "cash", Refund.Way.CREDIT: "credit"}
"""Under which word of the ledger each way stands."""


def _move(refund: Refund, to: str, **facts: Any) -> None:
    """Bring the refund into state `to` if its present state in the database allows it, and set `facts` with it.

    Raises:
        Stale: it does not.
    """
    if not Refund.objects.filter(pk=refund.pk, state__in=rules.sources(to)).update(state=to, **facts):
        raise Stale
    refund.refresh_from_db()


@transaction.atomic
def ordered(*, refund: Refund, reference: str, by: Actor, at: datetime) -> Refund:
    """The bank or the card company was told to pay, under `reference`. Told twice under one reference changes nothing.

    Raises:
        Stale: it went back, was waived, or is on its way under another reference.
    """
    refund.refresh_from_db()
    if refund.state == State.ORDERED and refund.reference == reference[:80]:
        return refund
    _move(refund, State.ORDERED, reference=reference[:80], ordered_at=at, why="")
    log(refund, "refund.ordered", by, at, amount=refund.amount, reference=refund.reference)
    return refund


@transaction.atomic
def done(
    *, refund: Refund, by: Actor, at: datetime, reference: str = "", provider: str = "", note: str = "", till: int | None = None
) -> Refund:
    """The money went back: write the line of the ledger, once, however often it is told.

    Args:
        reference: what bank or card company calls it; without one, what it was ordered under, or the refund's own number.
        provider: the ledger's word, where it is not the usual one of the way (a terminal, say).
        till: the key of the till it was taken out of.

    Raises:
        Stale: it was waived.
        Invalid: the reference is in the ledger already (`recorded_before`), or the money is no longer there (`above_paid`).
    """
    lock(refund.order)
    refund.refresh_from_db(fields=["state", "payment", "reference", "way"])
    if refund.state == State.DONE:
        return refund
    if refund.state not in rules.sources(State.DONE):
        raise Stale
    given = _give_credit(refund, by, at) if refund.way == Refund.Way.CREDIT else None
    payment = billing.refund(
        order=refund.order,
        provider=provider or PROVIDERS[Refund.Way(refund.way)],
        amount=refund.amount,
        reference=(reference or refund.reference or str(refund))[:80],
        by=by,
        at=at,
        note=note,
        till=till,
    )
    _move(refund, State.DONE, payment=payment, credit=given, closed_at=at, reference=payment.reference, why="")
    log(refund, "refund.done", by, at, amount=refund.amount, reference=payment.reference)
    mails.done(refund, at=at)
    return refund


def _give_credit(refund: Refund, by: Actor, at: datetime) -> Voucher:
    """Make the credit that stands for the money, good for any event of the organiser."""
    return vouchers.issue_credit(
        partner=refund.order.event.partner,
        amount=refund.amount,
        currency=refund.currency,
        valid_until=rules.credit_until(at, refund.order.event.tz),
        note=f"{refund.order.code} {refund}",
        by=by,
        at=at,
    )


@transaction.atomic
def failed(*, refund: Refund, why: str, by: Actor, at: datetime) -> Refund:
    """It could not go back this way; it stays promised, and somebody chooses another (`again`). Told twice changes nothing.

    Raises:
        Stale: it went back or was waived.
    """
    refund.refresh_from_db()
    if refund.state == State.FAILED:
        return refund
    _move(refund, State.FAILED, why=why[:250])
    log(refund, "refund.failed", by, at, amount=refund.amount, why=refund.why)
    return refund


@transaction.atomic
def again(*, refund: Refund, by: Actor, at: datetime, way: str = "") -> Refund:
    """Owe a refund anew, by the same way or another: one that failed, or one that is not on its way yet. A credit is given at once.

    Raises:
        Invalid: an unknown way.
        Stale: it is on its way, went back or was waived.
    """
    if way and way not in Refund.Way:
        raise Invalid(_("Choose how it goes back."), code="unknown_way", field="way")
    if not Refund.objects.filter(pk=refund.pk, state__in=[State.FAILED, State.OWED]).update(
        state=State.OWED, way=way or F("way"), reference="", why="", ordered_at=None
    ):
        raise Stale
    refund.refresh_from_db()
    log(refund, "refund.again", by, at, amount=refund.amount, way=refund.way)
    return done(refund=refund, by=by, at=at) if refund.way == Refund.Way.CREDIT else refund


@transaction.atomic
def waive(*, refund: Refund, reason: str, by: Actor, at: datetime) -> Refund:
    """Its receiver does not want the money: the organiser keeps it.

    Raises:
        Invalid: no reason is given.
        Stale: it is on its way, went back or was waived before.
    """
    if not reason.strip():
        raise Invalid(_("Say why it need not go back."), code="reason_missing", field="reason")
    lock(refund.order)
    _move(refund, State.WAIVED, closed_at=at, why=reason.strip()[:250])
    keep(refund.order, refund.amount, at)
    log(refund, "refund.waived", by, at, amount=refund.amount, reason=refund.why)
    return refund


@transaction.atomic
def give_account(*, refund: Refund, account: str, holder: str, bank: str = "", by: Actor, at: datetime) -> Refund:
    """Note where the money is to go; it then goes by bank. The log keeps the last four characters only.

    Raises:
        Stale: it is on its way, went back or was waived.
    """
    facts = {"account": "".join(account.split()).upper()[:34], "holder": holder.strip()[:70], "bank": "".join(bank.split()).upper()[:11]}
    changed = Refund.objects.filter(pk=refund.pk, state__in=[State.OWED, State.FAILED])
    if not changed.update(**facts, way=Refund.Way.BANK, state=State.OWED, why=""):
        raise Stale
    refund.refresh_from_db()
    log(refund, "refund.account", by, at, account=f"…{refund.account[-4:]}")
    return refund


@transaction.atomic
def went(
    *, order: Order, amount: Decimal, provider: str, reference: str, by: Actor, at: datetime, way: str = "card", reason: str = "dashboard"
) -> Refund:
    """Money went back without our having ordered it, in a dashboard say. A promise of just that amount and way is kept by it;
    else it stands for other promises that are not on their way yet, so that nobody is paid twice.

    The same provider and reference again changes nothing and returns the first refund.

    Raises:
        Invalid: the order does not hold so much (`above_paid`), or the reference is of money that came (`recorded_before`).
    """
    lock(order)
    known = Payment.objects.filter(provider=provider, reference=reference, amount__lt=0, order=order).select_related("refund").first()
    if known is not None and hasattr(known, "refund"):
        return known.refund
    promise = Refund.objects.open().filter(order=order, amount=amount, way=way).first()
    if promise is None:
        _lessen(order, min(amount, amount + order.cost - queries.free(order)), by, at)
        promise = Refund.objects.create(
            order=order, amount=amount, currency=order.currency, way=way, reason=reason[:200], reference=reference[:80], owed_at=at
        )
        log(promise, "refund.owed", by, at, amount=amount, way=way, reason=promise.reason)
    return done(refund=promise, reference=reference, provider=provider, by=by, at=at)


@transaction.atomic
def take_back(*, order: Order, by: Actor, at: datetime) -> None:
    """Take promises back that an order needs, having become paid after all; what is on its way stays.

    Raises:
        Stale: so much is on its way back that the order is not paid.
    """
    if not Refund.objects.open().filter(order=order).exists():
        return
    lock(order)
    _lessen(order, order.cost - queries.free(order), by, at)
    if queries.free(order) < order.cost:
        raise Stale


def _lessen(order: Order, short: Decimal, by: Actor, at: datetime) -> None:
    """Take promises back until they are less by what is `short`, newest first; what is on its way stays."""
    for promise in Refund.objects.open().filter(order=order).exclude(state=State.ORDERED).order_by("-owed_at", "-pk"):
        if short <= 0:
            return
        less = min(short, promise.amount)
        short -= less
        if less == promise.amount:
            _move(promise, State.WAIVED, closed_at=at, why=rules.REPLACED)
        else:
            Refund.objects.filter(pk=promise.pk).update(amount=promise.amount - less)
        log(promise, "refund.replaced", by, at, amount=less)
