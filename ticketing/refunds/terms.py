"""The conditions of refund of an event and of an order, in numbers and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import money
from ticketing.billing import queries as ledger
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.refunds import queries, rules
from ticketing.refunds.models import Ladder
from ticketing.refunds.rules import Step


def read(rows: Sequence[Sequence[Any]]) -> tuple[Step, ...]:
    """Return the steps that a ladder's row keeps."""
    return tuple(Step(int(days), int(percent), Decimal(fee)) for days, percent, fee in rows)


def written(steps: Sequence[Step]) -> list[list[Any]]:
    """Return steps as a ladder's row keeps them; the fee as text, so that no cent is lost."""
    return [[step.days, step.percent, str(step.fee)] for step in rules.ordered(steps)]


def steps_of(event: Event, at: datetime | None = None) -> tuple[Step, ...]:
    """Return the ladder in force at a moment (the newest where none is given); the usual one where the organiser set none."""
    ladders = Ladder.objects.filter(event=event)
    if at is not None:
        ladders = ladders.filter(made_at__lte=at)
    rows = ladders.order_by("-made_at", "-pk").values_list("steps", flat=True).first()
    return rules.DEFAULT if rows is None else read(rows)


def steps_for(order: Order) -> tuple[Step, ...]:
    """Return the ladder an order was placed under. What the organiser changes later is for later orders."""
    return steps_of(order.event, order.placed_at or order.held_at)


def back_at(order: Order, price: Decimal, at: datetime) -> Decimal:
    """Return what the buyer would get back of `price` of a paid order by cancelling at a moment."""
    event = order.event
    start, day = event.starts_at.astimezone(event.tz).date(), at.astimezone(event.tz).date()
    coin = money.Money(price, order.currency).rounded().amount
    return rules.back(coin, rules.step_on(steps_for(order), day=day, start=start))


def would_get_back(order: Order, price: Decimal, at: datetime) -> Decimal:
    """Return what the buyer would get back by giving up what cost `price` of an order, now: all where the organiser gave cause.

    Of an order that is not paid yet: what has come, where all of it is given up.
    """
    if order.state == Order.State.PAID:
        return price if queries.cause(order, at) else back_at(order, price, at)
    return ledger.balance(order) if order.state == Order.State.PLACED and price == order.total else rules.NOTHING


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: until when, and what goes back."""

    until: str
    share: str


def terms(steps: Sequence[Step], event: Event, today: date) -> list[Term]:
    """Return in words what goes back to whoever cancels from today on. Empty where nothing ever goes back any more."""
    start = event.starts_at.astimezone(event.tz).date()
    found = []
    for step in rules.ordered(steps):
        last = start - timedelta(days=step.days)
        if last >= today and step.percent:
            until = _("until %(date)s") % {"date": wording.dates(last, last)} if step.days else _("until the event begins")
            found.append(Term(until, _share(step, event.currency)))
    return found


def _share(step: Step, currency: str) -> str:
    facts = {"percent": step.percent, "fee": money.written(step.fee, currency)}
    if step.fee:
        return _("everything less %(fee)s") % facts if step.percent == 100 else _("%(percent)s %% less %(fee)s") % facts
    return _("everything") if step.percent == 100 else _("%(percent)s %%") % facts
