"""Card payments of the demonstration: an account in test mode whose keys open nothing, and what was paid with it.

Buyers are not offered it, since nobody answers behind these keys: enter your own test keys to try.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import Partner
from ticketing.cards import sealing
from ticketing.models import CardAccount, CardDispute, CardSession, Order, Payment

PAID = 6


def make_cards(partners: Mapping[str, Partner], at: datetime) -> None:
    """Have some orders of one partner be paid by card, one of which is disputed, and one be on its way."""
    partner = next((one for one in partners.values() if Payment.objects.filter(order__event__partner=one, currency="EUR").exists()), None)
    if partner is None:
        return
    account = CardAccount.objects.create(
        partner=partner,
        mode="test",
        stripe_id="acct_demo",
        name=partner.name[:150],
        secret=sealing.seal(settings.TICKET_KEY, "sk_test_demonstration"),
        secret_end="tion",  # noqa: S106  (shown at the desk)
        hook_secret=sealing.seal(settings.TICKET_KEY, "whsec_demonstration"),
        kept_at=at - timedelta(days=40),
        heard_at=at - timedelta(hours=3),
    )
    paid = Payment.objects.filter(order__event__partner=partner, provider="manual", currency="EUR", order__state=Order.State.PAID)
    sessions = [_paid(account, payment) for payment in paid.select_related("order").order_by("-recorded_at")[:PAID]]
    if sessions:
        _disputed(sessions[-1], at)
    waiting = Order.objects.filter(event__partner=partner, state=Order.State.PLACED, currency="EUR", total__gt=1, expires_at__gt=at).first()
    if waiting is not None:
        _session(account, waiting, at - timedelta(minutes=4), state="open", stripe_id="cs_test_demo_open", closed_at=None)


def _session(account: CardAccount, order: Order, begun_at: datetime, **facts: object) -> CardSession:
    times = {"begun_at": begun_at, "expires_at": begun_at + timedelta(hours=23), "ask_at": begun_at + timedelta(hours=24)}
    return CardSession.objects.create(
        order=order, account=account, key=uuid.uuid5(uuid.NAMESPACE_OID, order.code), amount=order.total, currency="EUR", **times, **facts
    )


def _paid(account: CardAccount, payment: Payment) -> CardSession:
    reference = f"pi_demo{payment.pk:08d}"
    Payment.objects.filter(pk=payment.pk).update(provider="stripe", reference=reference, recorded_by=None)
    Order.objects.filter(pk=payment.order_id).update(provider="stripe")
    facts = {"state": "paid", "stripe_id": f"cs_test_demo{payment.pk:08d}", "payment": reference, "closed_at": payment.recorded_at}
    came = {"came": payment.amount, "came_currency": "EUR"}
    return _session(account, payment.order, payment.recorded_at - timedelta(minutes=3), **facts, **came)


def _disputed(session: CardSession, at: datetime) -> None:
    CardDispute.objects.create(
        session=session,
        stripe_id="dp_demo",
        amount=session.amount,
        currency="EUR",
        reason="product_not_received",
        status="needs_response",
        answer_by=at + timedelta(days=6),
        told_at=at - timedelta(days=2),
        opened_at=at - timedelta(days=2),
    )
    taken = {"order": session.order, "provider": "stripe", "reference": "dp_demo", "currency": "EUR", "note": "product_not_received"}
    Payment.objects.create(amount=-session.amount, recorded_at=at - timedelta(days=2), **taken)
