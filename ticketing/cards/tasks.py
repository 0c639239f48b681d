"""What the worker does for card payments. Every function may run twice, or twice at once."""

import logging
from collections.abc import Callable, Iterable

from django.utils import timezone

from ticketing.cards import gateway, queries
from ticketing.cards import operations as cards
from ticketing.refunds import queries as refunds

logger = logging.getLogger(__name__)
AT_ONCE = 200


def book_waiting() -> int:
    """Book the notices whose booking failed, or never began; return how many are booked now."""
    now = timezone.now()
    return sum(cards.book(notice=notice, at=timezone.now()) for notice in list(queries.unbooked(at=now)[:AT_ONCE]))


def reconcile() -> int:
    """Ask Stripe about pages it has told nothing about, close those that nobody should pay on; return how many were looked at."""
    now = timezone.now()
    closed = _each(queries.needless()[:AT_ONCE], lambda session: cards.close_needless(session=session, at=timezone.now()))
    return closed + _each(queries.to_ask(now)[:AT_ONCE], lambda session: cards.ask(session=session, at=timezone.now()))


def send_refunds() -> int:
    """Have Stripe send back what is owed to cards; return how many it was told of."""
    return _each(refunds.owed("card")[:AT_ONCE], lambda refund: cards.send_back(refund=refund, at=timezone.now()))


def _each(rows: Iterable[object], act: Callable[..., object]) -> int:
    done = 0
    for row in list(rows):
        try:
            act(row)
            done += 1
        except gateway.Unreachable:
            logger.warning("Stripe does not answer; %s waits", row)
        except Exception:
            logger.exception("%s", row)
    return done
