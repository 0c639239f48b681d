"""What the state of a page at Stripe means for its order. Every step may be taken again: a process that died is followed by another."""

from datetime import datetime, timedelta

from django.db import transaction

from common.errors import Stale
from ticketing.billing import operations as billing
from ticketing.cards import mails, rules
from ticketing.cards.models import CardSession
from ticketing.cards.operations.states import move
from ticketing.cards.reading import PageFacts
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds

State = CardSession.State
_TO_PAY_OTHERWISE = timedelta(days=1)


def take(*, session: CardSession, facts: PageFacts, at: datetime, has_failed: bool = False) -> str:
    """Make of what Stripe says about a page what follows for us, and return it as one stable word."""
    if not session.stripe_id:  # the process died between Stripe's answer and our note of it
        CardSession.objects.filter(pk=session.pk, stripe_id="").update(stripe_id=facts.stripe_id)
        session.stripe_id = facts.stripe_id
    if facts.is_paid:
        return _paid(session, facts, at)
    if has_failed or facts.has_failed:
        return _failed(session, at)
    if facts.status == "complete":
        return _on_its_way(session, facts, at)
    if facts.status == "expired":
        return "expired" if move(session, State.EXPIRED, closed_at=at) else "known"
    return "open"


def _paid(session: CardSession, facts: PageFacts, at: datetime) -> str:
    """The ledger first, on its own; then that it came; then what it pays for; last, what is left over goes back."""
    order = session.order
    amount, payment = rules.major(facts.units, facts.currency), facts.payment or facts.stripe_id
    billing.enter(order=order, provider="stripe", amount=amount, currency=facts.currency, reference=payment, by="system", at=at)
    move(session, State.PAID, payment=payment, came=amount, came_currency=facts.currency, closed_at=at)
    billing.settle(order=order, by="system", at=at)
    return settle_rest(session, at)


def settle_rest(session: CardSession, at: datetime) -> str:
    """Promise back what the order holds and does not cost, and tell the buyer; nothing where it holds no more than it should."""
    order = session.order
    order.refresh_from_db(fields=["state", "total"])
    if order.state == Order.State.PLACED:
        return "part"
    with transaction.atomic():
        reason = "surplus" if order.state == Order.State.PAID else "late"
        refund = refunds.owe_surplus(order=order, reason=reason, by="system", at=at)
        if refund is not None:
            mails.too_late(session, refund, at=at)
    return "paid" if order.state == Order.State.PAID else "late"


@transaction.atomic
def _on_its_way(session: CardSession, facts: PageFacts, at: datetime) -> str:
    """It was filled in and the money needs days: the places are kept meanwhile."""
    if not move(session, State.PROCESSING, payment=facts.payment):
        return "known"
    order, event = session.order, session.order.event
    until = min(at + rules.ASYNC_WAIT, max(event.starts_at, at))
    _keep_until(order, max(until, order.expires_at or until), at)
    return "waits"


@transaction.atomic
def _failed(session: CardSession, at: datetime) -> str:
    """It did not come through: the buyer has the rest of the time, or a day, to pay otherwise."""
    if not move(session, State.FAILED, closed_at=at):
        return "known"
    order = session.order
    order.refresh_from_db(fields=["state", "expires_at"])
    if order.state == Order.State.PLACED:
        latest = max(order.event.starts_at, at + timedelta(hours=1))
        _keep_until(order, min(max(session.order_until or at, at + _TO_PAY_OTHERWISE), latest), at)
        mails.failed(session, at=at)
    return "failed"


def _keep_until(order: Order, until: datetime, at: datetime) -> None:
    try:
        orders.choose_payment(order=order, provider="stripe", until=until, by="system", at=at)
    except Stale:
        return  # it lapsed or was cancelled: when the money comes, it is seen what can be done
