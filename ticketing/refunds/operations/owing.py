"""Promising money back: never more than the order holds and has not promised already."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common import money
from common.errors import Invalid, Refused
from ticketing.billing.providers import Credit
from ticketing.orders.models import Order
from ticketing.refunds import mails, queries
from ticketing.refunds.models import Refund
from ticketing.refunds.operations.carrying import done
from ticketing.refunds.operations.keeping import lock, log


class AboveHeld(Refused):
    """More is asked back than the order holds and has not promised yet; `facts["free"]` says how much there is."""

    code = "above_held"


@transaction.atomic
def owe(*, order: Order, amount: Decimal, reason: str, by: Actor, at: datetime, way: str = "") -> Refund:
    """Promise that `amount` goes back, tell the buyer, and return the refund. Without a `way`: to the card it came from, else to a bank.

    A credit is given at once: nobody has to carry it anywhere.

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
    if refund.way == Refund.Way.CREDIT:
        return done(refund=refund, by=by, at=at)
    mails.owed(refund, at=at)
    return refund


@transaction.atomic
def owe_surplus(*, order: Order, by: Actor, at: datetime, reason: str = "surplus", way: str = "") -> Refund | None:
    """Promise back all that the order holds above its cost and has not promised yet; None where there is nothing. Twice is once."""
    lock(order)
    surplus = queries.surplus(order)
    return owe(order=order, amount=surplus, reason=reason, way=way, by=by, at=at) if surplus else None


@transaction.atomic
def return_credit(*, order: Order, by: Actor, at: datetime) -> Refund | None:
    """Give what was paid with credit for an order that lapsed as a new credit; None where there is nothing. Twice is once."""
    paid = order.payments.filter(provider=Credit.name).aggregate(sum=Sum("amount"))["sum"] or Decimal("0.00")
    if paid <= 0:
        return None
    lock(order)
    amount = min(paid.quantize(Decimal("0.01")), queries.surplus(order))
    return owe(order=order, amount=amount, reason="lapsed", way=Refund.Way.CREDIT, by=by, at=at) if amount else None
