"""Card payments of the demonstration: an account in test mode whose keys open nothing, and what was paid with it.

Buyers are not offered it, since nobody answers behind these keys: enter your own test keys to try.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import Partner
from ticketing.billing import operations as billing
from ticketing.cards import sealing
from ticketing.models import CardAccount, CardDispute, CardSession, Order


class Cards:
    """A partner's account at Stripe, and what Stripe has told of it until `at`."""

    def __init__(self, partner: Partner, at: datetime):
        self.at = at
        self.account = CardAccount.objects.create(
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

    def _session(self, order: Order, begun_at: datetime, **facts: object) -> CardSession:
        times = {"begun_at": begun_at, "expires_at": begun_at + timedelta(hours=23), "ask_at": begun_at + timedelta(days=30)}
        key = uuid.uuid5(uuid.NAMESPACE_OID, order.code)
        return CardSession.objects.create(order=order, account=self.account, key=key, amount=order.total, currency="EUR", **times, **facts)

    def pay(self, order: Order, at: datetime) -> None:
        """Have an order paid on a page of Stripe's."""
        reference = f"pi_demo{order.pk:08d}"
        Order.objects.filter(pk=order.pk).update(provider="stripe")
        facts = {"state": "paid", "stripe_id": f"cs_test_demo{order.pk:08d}", "payment": reference, "closed_at": at}
        self._session(order, at - timedelta(minutes=3), came=order.total, came_currency="EUR", **facts)
        billing.record(order=order, provider="stripe", amount=order.total, reference=reference, by="system", at=at)

    def open(self, order: Order) -> None:
        """Have somebody stand before a page of Stripe's just now."""
        Order.objects.filter(pk=order.pk).update(provider="stripe")
        self._session(order, self.at - timedelta(minutes=4), state="open", stripe_id="cs_test_demo_open", closed_at=None)

    def dispute(self, order: Order) -> None:
        """Have the bank ask about a payment; it has taken nothing yet."""
        session = order.card_sessions.get()
        CardDispute.objects.create(
            session=session,
            stripe_id="dp_demo",
            amount=session.amount,
            currency="EUR",
            reason="product_not_received",
            status="warning_needs_response",
            answer_by=self.at + timedelta(days=6),
            told_at=self.at - timedelta(days=2),
            opened_at=self.at - timedelta(days=2),
        )
