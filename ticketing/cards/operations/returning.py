"""Money that goes back to a card, by us or in Stripe's dashboard, and money that a card holder's bank takes."""

from datetime import datetime
from functools import partial

from django.db import transaction

from common.errors import Refused, Stale
from ticketing.billing import operations as billing
from ticketing.billing.models import Payment
from ticketing.cards import rules
from ticketing.cards.models import CardDispute, CardSession
from ticketing.cards.reading import DisputeFacts, RefundFacts
from ticketing.refunds import operations as refunds
from ticketing.refunds.models import Refund

PROVIDER = "stripe"
ENDED_BADLY = ("failed", "canceled")


def take_refund(*, session: CardSession, facts: RefundFacts, at: datetime) -> str:
    """Note how far a refund has come, and return it as one stable word."""
    ours = Refund.objects.filter(pk=facts.number, order=session.order).first() if facts.number else None
    if facts.status == "succeeded":
        return _gone(session, facts, ours, at)
    if facts.status in ENDED_BADLY:
        return _came_back(session, facts, ours, at)
    if ours is not None and ours.state != Refund.State.DONE:
        refunds.ordered(refund=ours, reference=facts.stripe_id, by="system", at=at)
    return "waits"


def _gone(session: CardSession, facts: RefundFacts, ours: Refund | None, at: datetime) -> str:
    order, amount = session.order, rules.major(facts.units, facts.currency)
    if _line(session, facts.stripe_id) is not None:
        return "known"
    if facts.currency != order.currency:  # of a payment that came in another currency: it counts for nothing here
        billing.enter(
            order=order, provider=PROVIDER, amount=-amount, currency=facts.currency, reference=facts.stripe_id, by="system", at=at
        )
        return "refunded"
    if ours is not None and ours.amount == amount:
        try:
            refunds.done(refund=ours, reference=facts.stripe_id, by="system", at=at)
            return "refunded"
        except Stale:
            pass  # waived meanwhile, and gone nevertheless
    try:
        refunds.went(order=order, amount=amount, provider=PROVIDER, reference=facts.stripe_id, by="system", at=at)
    except Refused:  # more than the order holds: it has gone all the same, and the books must say so
        billing.enter(order=order, provider=PROVIDER, amount=-amount, reference=facts.stripe_id, by="system", at=at)
    return "refunded"


def _came_back(session: CardSession, facts: RefundFacts, ours: Refund | None, at: datetime) -> str:
    """The card's bank did not take it. What was in the books already comes in again, and is owed anew."""
    why = facts.why.replace("_", " ") or facts.status
    gone = _line(session, facts.stripe_id)
    if gone is None:
        if ours is not None and ours.state in (Refund.State.OWED, Refund.State.ORDERED):
            refunds.failed(refund=ours, why=why, by="system", at=at)
        return "refund failed"
    with transaction.atomic():
        if _line(session, f"{facts.stripe_id}-back") is None:
            billing.enter(
                order=session.order,
                provider=PROVIDER,
                amount=-gone.amount,
                currency=gone.currency,
                reference=f"{facts.stripe_id}-back",
                note=why[:200],
                by="system",
                at=at,
            )
            if gone.currency == session.order.currency:
                refunds.owe(order=session.order, amount=-gone.amount, reason="card_refused", way="bank", by="system", at=at)
    return "refund failed"


def _line(session: CardSession, reference: str) -> Payment | None:
    return Payment.objects.filter(provider=PROVIDER, reference=reference, order=session.order).first()


# --- disputes -------------------------------------------------------------------------------------------------------


def take_dispute(*, session: CardSession, facts: DisputeFacts, kind: str, told_at: datetime, at: datetime) -> str:
    """Mark a dispute, and write into the ledger what the bank took or returned; an older notice changes no newer mark."""
    dispute, _made = CardDispute.objects.get_or_create(
        stripe_id=facts.stripe_id,
        defaults={
            "session": session,
            "amount": rules.major(facts.units, facts.currency),
            "currency": facts.currency,
            "reason": facts.reason[:60],
            "status": facts.status[:60],
            "answer_by": facts.answer_by,
            "told_at": told_at,
            "opened_at": facts.opened_at,
        },
    )
    CardDispute.objects.filter(pk=dispute.pk, told_at__lte=told_at).exclude(status__in=CardDispute.ENDED).update(
        status=facts.status[:60], answer_by=facts.answer_by, told_at=told_at
    )
    amount = rules.major(facts.units, facts.currency)
    enter = partial(billing.enter, order=session.order, provider=PROVIDER, currency=facts.currency, by="system", at=at)
    if kind == "charge.dispute.funds_withdrawn":
        enter(amount=-amount, reference=facts.stripe_id, note=facts.reason[:200])
        return "money taken"
    if kind == "charge.dispute.funds_reinstated":
        enter(amount=amount, reference=f"{facts.stripe_id}-back", note=facts.status[:200])
        return "money returned"
    return "disputed"
