"""Asking Stripe where it has told nothing, and closing pages that nobody should pay on any more."""

import logging
from datetime import datetime

from ticketing.cards import gateway, reading, rules
from ticketing.cards.models import CardSession
from ticketing.cards.operations import paying
from ticketing.cards.operations.states import move

logger = logging.getLogger(__name__)
State = CardSession.State


def ask(*, session: CardSession, at: datetime) -> str:
    """Ask Stripe how a page stands, and make of the answer what a notice would have; return that as a stable word.

    A page that was asked for, but of which no answer came, was shown to nobody: it is dropped once it must have ended.

    Raises:
        gateway.WrongKey, gateway.Rejected, gateway.Unreachable: Stripe does not say; it is asked again later.
    """
    questions = session.questions + 1
    CardSession.objects.filter(pk=session.pk).update(questions=questions, ask_at=rules.next_question(questions=questions, at=at))
    if not session.stripe_id:
        return "expired" if session.expires_at <= at and move(session, State.EXPIRED, closed_at=at) else "open"
    return paying.take(session=session, facts=reading.page(gateway.page(session.account, session.stripe_id)), at=at)


def close_needless(*, session: CardSession, at: datetime) -> str:
    """Close the page of an order that waits for no money any more. Where it was paid this instant, the payment is taken.

    Raises:
        gateway.WrongKey, gateway.Unreachable: Stripe does not say.
    """
    if not session.stripe_id:
        move(session, State.EXPIRED, closed_at=at)
        return "expired"
    try:
        said = gateway.close_page(session.account, session.stripe_id)
    except gateway.WrongKey:
        raise
    except gateway.Rejected:
        said = gateway.page(session.account, session.stripe_id)
    return paying.take(session=session, facts=reading.page(said), at=at)
