"""Money into a shift and out of it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid
from ticketing.billing.models import Payment
from ticketing.events.operations import refuse_if_locked
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunding
from ticketing.refunds import queries as refunds
from ticketing.refunds.models import Refund
from ticketing.tills import queries, rules
from ticketing.tills.models import Movement, Shift, Till
from ticketing.tills.operations.states import NoShift, add, lock_open, log


def shift_for(till: Till) -> Shift:
    """Return the open shift of a till.

    Raises:
        NoShift: it has none: somebody opens one first.
    """
    shift = Shift.objects.filter(till=till, closed_at=None).first()
    if shift is None:
        raise NoShift(_("The till “%(name)s” has no open shift. Open one at the desk first.") % {"name": till})
    return shift


def put_into_shift(*, payment: Payment, till: int | None, by: Actor, at: datetime) -> Movement | None:
    """Put a cash or terminal line of the ledger into the shift it belongs to, in the transaction that writes it.

    A phone says its `till`; what a person records goes into the shift they are in. What belongs to no shift stands in
    `queries.outside`.

    Raises:
        NoShift, ShiftClosed: the till cannot take money now; the line is not written.
    """
    if payment.provider not in rules.COUNTED:
        return None
    if till is not None:
        shift: Shift | None = shift_for(Till.objects.get(pk=till))
    else:
        shift = queries.open_shift_of(by, payment.order.event) if isinstance(by, Person) else None
    if shift is None:
        return None
    lock_open(shift)
    return add(
        shift,
        kind=Movement.Kind.PAYMENT if payment.amount > 0 else Movement.Kind.REFUND,
        way=payment.provider,
        currency=payment.currency,
        amount=payment.amount,
        payment=payment,
        recorded_at=at,
        recorded_words=str(by).removeprefix("device ")[:150],
    )


@transaction.atomic
def move_cash(*, shift: Shift, amount: Decimal, currency: str, reason: str, by: Person, at: datetime) -> Movement:
    """Pay cash into the drawer (above zero) or take it out (below), for a reason: change fetched, takings brought to the safe.

    Raises:
        Invalid: nothing, without a reason, or more taken out than is there (`above_drawer`).
        ShiftClosed: the shift is closed.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(shift.till.event, at)
    reason = reason.strip()
    if not amount:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if not reason:
        raise Invalid(_("Write down what for."), code="reason_missing", field="reason")
    lock_open(shift)
    _refuse_beyond(shift, amount, currency)
    kind = Movement.Kind.PAID_IN if amount > 0 else Movement.Kind.PAID_OUT
    movement = add(
        shift, kind=kind, way="cash", currency=currency, amount=amount, reason=reason[:200], recorded_at=at, recorded_words=str(by)[:150]
    )
    log(shift, f"shift.{kind}", by, at, amount=amount, currency=currency, reason=reason)
    return movement


def _refuse_beyond(shift: Shift, amount: Decimal, currency: str) -> None:
    there = next(
        (one.expected for one in queries.sheets(shift) if (one.drawer.way, one.drawer.currency) == ("cash", currency)), rules.NOTHING
    )
    if there + amount < 0:
        raise Invalid(
            _("Only %(there)s %(currency)s are in the drawer.") % {"there": there, "currency": currency},
            code="above_drawer",
            field="amount",
        )


@transaction.atomic
def refund_cash(*, shift: Shift, order: Order, amount: Decimal, reason: str, by: Person, at: datetime) -> Refund:
    """Give money of an order back out of the drawer: a refund with its line of the ledger and one of the shift, or nothing.

    A refund in cash of just that amount that was promised before is kept by it.

    Raises:
        Invalid: without a reason, or more than is in the drawer (`above_drawer`).
        refunds.operations.AboveHeld: more than the order holds and has not promised yet.
        ShiftClosed: the shift is closed.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(shift.till.event, at)
    if not reason.strip():
        raise Invalid(_("Write down what for."), code="reason_missing", field="reason")
    # first the order, then the shift, as whoever takes money does
    Order.objects.select_for_update().get(pk=order.pk)
    lock_open(shift)
    _refuse_beyond(shift, -amount, order.currency)
    promise = refunds.owed("cash").filter(order=order, amount=amount).first() or refunding.owe(
        order=order, amount=amount, reason=reason.strip(), way="cash", by=by, at=at
    )
    return refunding.done(refund=promise, by=by, at=at, note=reason.strip()[:200], till=shift.till_id)
