"""What an event that is cancelled or moved means for its orders: everybody's money back, or a question to everybody.

Told by the event's own transaction, done by the worker: each order is a transaction of its own, so that it may die at any point, run
again, or twice at once, and does nothing twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Refused, Stale
from ticketing.events.models import Event
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.refunds import mails, queries, rules
from ticketing.refunds.models import Reply, Upheaval

logger = logging.getLogger(__name__)
Answer = Reply.Answer


class TooLate(Refused):
    """The time to answer is over."""

    code = "too_late_to_answer"


@transaction.atomic
def call_off(*, event: Event, by: Actor, at: datetime) -> Upheaval:
    """Have all orders of a cancelled event cancelled and everything given back; nobody is asked about a move any more. Twice is once."""
    _end_questions(event, at)
    made_by = by if isinstance(by, Person) else None
    return Upheaval.objects.get_or_create(event=event, kind=Upheaval.Kind.CANCELLED, defaults={"begun_at": at, "begun_by": made_by})[0]


@transaction.atomic
def ask_buyers(*, event: Event, by: Actor, at: datetime) -> Upheaval:
    """Have everybody who holds tickets asked whether they come on the new days; questions about an earlier move are over."""
    _end_questions(event, at)
    return Upheaval.objects.create(
        event=event,
        kind=Upheaval.Kind.MOVED,
        begun_at=at,
        begun_by=by if isinstance(by, Person) else None,
        moved_from=event.moved_from,
        answer_until=rules.answer_until(at, event.starts_at),
    )


def _end_questions(event: Event, at: datetime) -> None:
    moves = Upheaval.objects.filter(event=event, kind=Upheaval.Kind.MOVED)
    moves.filter(answer_until__gt=at).update(answer_until=at)
    moves.filter(done_at=None).update(done_at=at)


def step(*, upheaval: Upheaval, at: datetime, limit: int = 200) -> int:
    """Do the next orders of an upheaval; return how many were done. The last step ends it.

    An order that cannot be done is noted with its reason and keeps no other waiting.
    """
    is_cancelled = upheaval.kind == Upheaval.Kind.CANCELLED
    rest = (queries.to_cancel(upheaval) if is_cancelled else queries.to_ask(upheaval)).select_related("event__partner", "event__site")
    act = _cancel if is_cancelled else _ask
    found = list(rest[:limit])
    done = sum(_do(upheaval, order, act, at) for order in found)
    if len(found) < limit and not rest.all().exists():
        Upheaval.objects.filter(pk=upheaval.pk, done_at=None).update(done_at=at)
    return done


def _do(upheaval: Upheaval, order: Order, act: Callable[[Upheaval, Order, datetime], None], at: datetime) -> bool:
    try:
        with transaction.atomic():
            act(upheaval, order, at)
    except (Stale, OperationalError):
        return False  # somebody was quicker, or holds the tables too long: the next step looks again
    except Exception as error:
        logger.exception("order %s at the upheaval of event %s", order.code, upheaval.event_id)
        with transaction.atomic():
            present = Upheaval.objects.select_for_update().get(pk=upheaval.pk)
            present.troubles[str(order.pk)] = str(error)[:200]
            present.save(update_fields=["troubles"])
        return False
    return True


def _cancel(upheaval: Upheaval, order: Order, at: datetime) -> None:
    orders.cancel(order=order, by="system", at=at, reason="event_cancelled", whole=True)


def _ask(upheaval: Upheaval, order: Order, at: datetime) -> None:
    Order.objects.select_for_update().get(pk=order.pk)
    if Reply.objects.filter(upheaval=upheaval, order=order).exists():
        raise Stale
    mails.moved(Reply.objects.create(upheaval=upheaval, order=order, asked_at=at), at=at)


@transaction.atomic
def try_again(*, upheaval: Upheaval, by: Actor, at: datetime) -> None:
    """Let the worker try once more what could not be done."""
    Upheaval.objects.filter(pk=upheaval.pk).update(troubles={}, done_at=None)
    event = upheaval.event
    history.log(by=by, at=at, action="upheaval.again", subject=event, partner=event.partner, event=event)


@transaction.atomic
def answer(*, reply: Reply, comes: bool, by: Actor, at: datetime, way: str = "") -> Reply:
    """Note whether the buyer of an order comes on the new days; who cannot gets everything back. One may think better of a yes.

    Args:
        way: how the money is to go back; left open, the usual way.

    Raises:
        TooLate: a no after the deadline; the conditions of the event hold then.
        Stale: the order is not placed or paid (any more).
    """
    upheaval, order = reply.upheaval, reply.order
    if order.state not in (Order.State.PLACED, Order.State.PAID):
        raise Stale
    if not comes and upheaval.answer_until is not None and at >= upheaval.answer_until:
        raise TooLate(_("The time to answer is over. You may still cancel by the usual conditions, or ask the organiser."))
    said = Answer.YES if comes else Answer.NO
    if not comes:
        orders.cancel(order=order, by=by, at=at, reason="moved", whole=True, way=way)
    Reply.objects.filter(pk=reply.pk).update(answer=said, answered_at=at)
    reply.answer, reply.answered_at = said, at
    event = order.event
    history.log(by=by, at=at, action="order.answered", subject=order, partner=event.partner, event=event, after={"answer": said.value})
    return reply


def remind(*, upheaval: Upheaval, at: datetime, limit: int = 200) -> int:
    """Remind, once, of the question that nobody has answered and whose deadline is near; return how many were reminded."""
    found = queries.to_remind(upheaval, at).select_related("order__event__partner", "order__event__site")[:limit]
    return sum(_remind_one(reply, at) for reply in list(found))


@transaction.atomic
def _remind_one(reply: Reply, at: datetime) -> bool:
    if not Reply.objects.filter(pk=reply.pk, reminded_at=None, answer="").update(reminded_at=at):
        return False
    mails.moved(reply, at=at, again=True)
    return True


@transaction.atomic
def ask_for_accounts(*, event: Event, by: Actor, at: datetime) -> int:
    """Ask the buyers once more to which account their money is to go, each once a day at most; return how many were asked."""
    asked = sum(mails.account_wanted(refund, at=at) is not None for refund in queries.without_account(event).exclude(order__email=""))
    if asked:
        history.log(by=by, at=at, action="refund.accounts_asked", subject=event, partner=event.partner, event=event, after={"size": asked})
    return asked
