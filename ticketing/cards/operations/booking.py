"""Making of a notice what it means. It is kept already: what fails here stays visible and is tried again."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.errors import Refused
from ticketing.billing.models import Payment
from ticketing.cards import gateway, queries, reading, rules
from ticketing.cards.models import CardAccount, CardNotice, CardSession
from ticketing.cards.operations import paying, returning
from ticketing.orders.models import Order

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a notice, as a stable word, and the order it is about."""

    outcome: str
    order: Order | None = None


FOREIGN, IGNORED = Made("foreign"), Made("ignored")
"""About something else that the partner sells through the same account; of a kind that means nothing here."""


def book(*, notice: CardNotice, at: datetime) -> bool:
    """Book a notice, and tell whether it is booked now. Booked twice, or by two at once, is booked once.

    A failure of whatever kind is noted with the notice, which is tried again later.
    """
    if notice.booked_at is not None:
        return True
    try:
        made = _make(notice, at)
    except Exception as error:
        logger.exception("notice %s (%s) could not be booked", notice.stripe_id, notice.kind)
        _note_failure(notice, error, at)
        return False
    facts = {"booked_at": at, "outcome": made.outcome[:20], "order": made.order, "error": ""}
    CardNotice.objects.filter(pk=notice.pk, booked_at=None).update(**facts)
    notice.refresh_from_db()
    return True


def _note_failure(notice: CardNotice, error: Exception, at: datetime) -> None:
    words = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    tries = notice.tries + 1
    CardNotice.objects.filter(pk=notice.pk, booked_at=None).update(
        tries=tries, error=words[:300], next_at=rules.next_try(tries=tries, at=at)
    )
    notice.refresh_from_db()


def _make(notice: CardNotice, at: datetime) -> Made:
    handle = _HANDLERS.get(notice.kind)
    return IGNORED if handle is None else handle(notice, json.loads(notice.body)["data"]["object"], at)


def _page(notice: CardNotice, said: dict[str, Any], at: datetime) -> Made:
    facts = reading.page(said)
    session = queries.session_named(notice.account, stripe_id=facts.stripe_id, key=facts.key)
    if session is None:
        return FOREIGN
    has_failed = notice.kind == "checkout.session.async_payment_failed"
    return Made(paying.take(session=session, facts=facts, has_failed=has_failed, at=at), session.order)


def _refund(notice: CardNotice, said: dict[str, Any], at: datetime) -> Made:
    facts = reading.refund(said)
    session = paid_with(notice.account, facts.payment, at)
    return FOREIGN if session is None else Made(returning.take_refund(session=session, facts=facts, at=at), session.order)


def _charge(notice: CardNotice, said: dict[str, Any], at: datetime) -> Made:
    """A charge tells how much has gone back in all. Where the ledger knows of less, Stripe is asked for what is missing."""
    facts = reading.charge(said)
    session = paid_with(notice.account, facts.payment, at)
    if session is None:
        return FOREIGN
    told = gateway.refunds_of(session.account, facts.payment)
    known = set(Payment.objects.filter(order=session.order, provider="stripe", amount__lt=0).values_list("reference", flat=True))
    outcome = "known"
    for one in (reading.refund(refund) for refund in told):
        if one.stripe_id not in known:
            outcome = returning.take_refund(session=session, facts=one, at=at)
    return Made(outcome, session.order)


def _dispute(notice: CardNotice, said: dict[str, Any], at: datetime) -> Made:
    facts = reading.dispute(said)
    session = paid_with(notice.account, facts.payment, at)
    if session is None:
        return FOREIGN
    outcome = returning.take_dispute(session=session, facts=facts, kind=notice.kind, told_at=notice.made_at, at=at)
    return Made(outcome, session.order)


def paid_with(account: CardAccount, payment: str, at: datetime) -> CardSession | None:
    """Return the page that a payment was made on; None where it is none of ours.

    News of a refund may come before news of the payment: then Stripe is asked for its page, and the payment booked first.
    """
    if not payment:
        return None
    known = CardSession.objects.filter(account=account, payment=payment, state=CardSession.State.PAID)
    session = known.select_related("order__event__partner", "account").first()
    if session is not None:
        return session
    said = gateway.page_of(account, payment)
    if said is None:
        return None
    facts = reading.page(said)
    session = queries.session_named(account, stripe_id=facts.stripe_id, key=facts.key)
    if session is not None:
        paying.take(session=session, facts=facts, at=at)
    return session


_HANDLERS: dict[str, Callable[[CardNotice, dict[str, Any], datetime], Made]] = {
    "checkout.session.completed": _page,
    "checkout.session.async_payment_succeeded": _page,
    "checkout.session.async_payment_failed": _page,
    "checkout.session.expired": _page,
    "charge.refunded": _charge,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}

KINDS = tuple(_HANDLERS)
"""What a partner's address at Stripe must be told of."""
