"""Promising money back: never more than the order holds and has not promised already."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common import money
from common.errors import Invalid, Refused
from ticketing.orders.models import Order
from ticketing.refunds import mails, queries
from ticketing.refunds.models import Keeping, Refund


class AboveHeld(Refused):
    """More is asked back than the order holds and has not promised yet; `facts["free"]` says how much there is."""

    code = "above_held"


def lock(order: Order) -> None:
    """Let everything that moves one order's money go one after the other; the order is read anew."""
    fresh = Order.objects.select_for_update().only("state", "total", "kept").get(pk=order.pk)
    order.state, order.total, order.kept = fresh.state, fresh.total, fresh.kept


@transaction.atomic
def owe(*, order: Order, amount: Decimal, reason: str, by: Actor, at: datetime, way: str = "") -> Refund:
    """Promise that `amount` goes back, tell the buyer, and return the refund. Without a `way`: to the card it came from, else to a bank.

    Raises:
        Invalid: not a positive amount (`not_positive`), or an unknown way.
        AboveHeld: more than the order holds less what is promised already.
    """
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if way and way not in Refund.Way:
        raise Invalid(_("Choose how it goes back."), code="unknown_way", field="way")
    lock(order)
    free = queries.free(order)
    if amount > free:
        raise AboveHeld(
            _("The order holds %(free)s that is not promised yet; no more can go back.")
            % {"free": money.written(max(free, Decimal("0.00")), order.currency)},
            field="amount",
            facts={"free": str(free)},
        )
    refund = Refund.objects.create(
        order=order,
        amount=amount,
        currency=order.currency,
        way=way or queries.usual_way(order, amount),
        reason=reason[:200],
        owed_at=at,
    )
    log(refund, "refund.owed", by, at, amount=amount, way=refund.way, reason=refund.reason)
    mails.owed(refund, at=at)
    return refund


@transaction.atomic
def owe_surplus(*, order: Order, by: Actor, at: datetime, reason: str = "surplus", way: str = "") -> Refund | None:
    """Promise back all that the order holds above its cost and has not promised yet; None where there is nothing. Twice is once."""
    lock(order)
    surplus = queries.surplus(order)
    return owe(order=order, amount=surplus, reason=reason, way=way, by=by, at=at) if surplus else None


def keep(order: Order, amount: Decimal, at: datetime) -> None:
    """Note that the organiser keeps so much of what cancelled parts cost. Part of the caller's transaction, under its lock."""
    if amount > 0:
        Keeping.objects.create(order=order, amount=amount, at=at)
        Order.objects.filter(pk=order.pk).update(kept=F("kept") + amount)
        order.kept += amount


def log(refund: Refund, action: str, by: Actor, at: datetime, **after: object) -> None:
    """Write a line about the refund into the history of its order."""
    order = refund.order
    facts = {"refund": str(refund), **after}
    history.log(by=by, at=at, action=action, subject=order, partner=order.event.partner, event=order.event, after=facts)
