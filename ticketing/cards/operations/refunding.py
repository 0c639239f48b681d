"""Having Stripe send back to a card what is owed."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from ticketing.billing.models import Payment
from ticketing.cards import gateway, reading, rules
from ticketing.cards.models import CardSession
from ticketing.cards.operations import returning
from ticketing.refunds import operations as refunds
from ticketing.refunds.models import Refund


def send_back(*, refund: Refund, at: datetime) -> str:
    """Have Stripe carry out a refund of way "card"; return what came of it as a stable word.

    The refund's number is the idempotency key, and stands in Stripe's metadata too: a process that died half-way, even days ago,
    finds there what it has done. What Stripe refuses is noted as failed, for somebody to choose another way.

    Raises:
        gateway.Unreachable: Stripe does not answer; try again, nothing is done twice.
    """
    session = payment_for(refund)
    if session is None:
        why = _("No single card payment of this order holds so much.")
        refunds.failed(refund=refund, why=why, by="system", at=at)
        return "failed"
    try:
        said = _known(session, refund) or gateway.send_back(
            session.account,
            payment=session.payment,
            units=rules.minor(refund.amount, refund.currency),
            key=f"refund-{refund.order.code}-{refund.pk}-{refund.owed_at:%Y%m%d}",
            metadata={"refund": str(refund.pk), "order": refund.order.code},
        )
    except gateway.Rejected as refused:
        refunds.failed(refund=refund, why=str(refused)[:250], by="system", at=at)
        return "failed"
    return returning.take_refund(session=session, facts=reading.refund(said), at=at)


def _known(session: CardSession, refund: Refund) -> dict[str, object] | None:
    """Return what Stripe has of this refund already, unless that came to nothing."""
    for said in gateway.refunds_of(session.account, session.payment):
        facts = reading.refund(said)
        if facts.number == refund.pk and facts.status not in returning.ENDED_BADLY:
            return said
    return None


def payment_for(refund: Refund) -> CardSession | None:
    """Return the newest card payment of the order of which enough is left."""
    paid = CardSession.objects.filter(order=refund.order, state=CardSession.State.PAID, came_currency=refund.currency)
    for session in paid.select_related("account", "order__event__partner").order_by("-pk"):
        if _left(session) >= refund.amount:
            return session
    return None


def _left(session: CardSession) -> Decimal:
    """Return what is left of a payment, as far as the ledger knows: what went back is taken off the newest payments first."""
    came = session.came or Decimal(0)
    others = CardSession.objects.filter(
        order=session.order, state=CardSession.State.PAID, pk__gt=session.pk, came_currency=session.came_currency
    )
    newer = sum((one.came or Decimal(0) for one in others), Decimal(0))
    back = -sum(
        Payment.objects.filter(order=session.order, provider="stripe", currency=session.came_currency, amount__lt=0).values_list(
            "amount", flat=True
        ),
        Decimal(0),
    )
    return came - max(back - newer, Decimal(0))
