"""The letters about card payments. All go into the outbox of the caller's transaction."""

from datetime import datetime

from common.outbox.models import Message
from ticketing.cards.models import CardSession
from ticketing.orders import mails
from ticketing.refunds.models import Refund


def too_late(session: CardSession, refund: Refund, *, at: datetime) -> Message | None:
    """Your payment came, but there was nothing left to pay with it: it goes back."""
    return mails.other(session.order, "card.back", at=at, key=str(refund.pk), refund=refund)


def failed(session: CardSession, *, at: datetime) -> Message | None:
    """Your payment did not come through; this is how to pay otherwise."""
    return mails.other(session.order, "card.failed", at=at, key=str(session.pk), session=session)
