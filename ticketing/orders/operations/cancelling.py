"""Taking an order back: cancelled by somebody, or lapsed because time ran out."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Refused, Stale
from ticketing import signals
from ticketing.catalogue import quotas, steps
from ticketing.events.models import Event
from ticketing.orders import mails, rules
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations.paying import mark_paid
from ticketing.orders.operations.states import move
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket
from ticketing.vouchers import operations as vouchers


class TooLate(Refused):
    """The buyer's own right to cancel is over."""

    code = "too_late_to_cancel"


def _give_back(order: Order, lines: Sequence[OrderLine], at: datetime, *, is_whole: bool) -> None:
    """Give back lower prices, the voucher (once nothing is left of the order) and the places, in the order in which they are taken."""
    wanted = Counter((line.product_id, line.variation_id) for line in lines)
    steps.give_back(Counter(line.step_id for line in lines if line.step_id))
    kept = vouchers.release(order=order, wanted=wanted, at=at) if is_whole else {}
    quotas.give_back(wanted, kept=kept)


def _live_lines(order: Order) -> list[OrderLine]:
    return list(order.lines.filter(cancelled_at=None).select_related("product", "ticket"))


def _lock(order: Order) -> None:
    """Let two who cancel parts of one order go one after the other, each seeing what the former left."""
    order.state, order.total = Order.objects.select_for_update().values_list("state", "total").get(pk=order.pk)


def _is_whole(whole: bool | None, by: Actor) -> bool:
    return isinstance(by, Person) if whole is None else whole


def _refuse_if_too_late(order: Order, lines: Sequence[OrderLine], by: Actor, at: datetime, *, whole: bool) -> None:
    """Buyers keep the dates, unless it is the organiser's doing; staff (who sign in) and the rooms above may cancel at any time."""
    if whole or isinstance(by, Person) or by == "system":
        return
    for line in lines:
        if not rules.may_cancel(at=at, cancel_until=line.product.cancel_until, event_starts_at=order.event.starts_at):
            raise TooLate(_("It is too late to cancel this online. Ask the organiser."))


@transaction.atomic
def cancel(*, order: Order, by: Actor, at: datetime, reason: str = "", whole: bool | None = None, way: str = "") -> Order:
    """Cancel a whole order: its tickets no longer admit, its places are free, its buyer is told.

    Args:
        whole: all that was paid is given back, it being the organiser's doing; False: by the event's conditions. Left open, what
            staff cancel is given back whole, what buyers cancel by the conditions.
        way: how the money is to go back (a word of `refunds`); left open, the usual way.

    Raises:
        TooLate: a buyer asks after the date; staff may.
        Stale: the order is not placed or paid (any more).
    """
    _lock(order)
    lines, whole = _live_lines(order), _is_whole(whole, by)
    _refuse_if_too_late(order, lines, by, at, whole=whole)
    was_paid = order.state == Order.State.PAID and order.total > 0
    move(order, Order.State.CANCELLED, closed_at=at, expires_at=None)
    _undo_lines(order, lines, by, at)
    event = order.event
    history.log(by=by, at=at, action="order.cancelled", subject=order, partner=event.partner, event=event, after={"reason": reason})
    mails.cancelled(order, was_paid=was_paid, at=at)
    told = {"amount": order.total, "was_paid": was_paid, "whole": whole, "way": way}
    signals.order_cancelled.send(sender=Order, order=order, by=by, at=at, **told)
    return order


def _undo_lines(order: Order, lines: Sequence[OrderLine], by: Actor, at: datetime) -> None:
    OrderLine.objects.filter(pk__in=[line.pk for line in lines]).update(cancelled_at=at)
    for line in lines:
        if line.ticket is not None:
            tickets.cancel(ticket=line.ticket, by=by, at=at)
    _give_back(order, lines, at, is_whole=True)


def cancel_ticket(*, ticket: Ticket, by: Actor, at: datetime, whole: bool | None = None, way: str = "") -> Order:
    """Cancel one ticket of an order, as `cancel_line`.

    Raises:
        TooLate: a buyer asks after the date.
        Stale: it was cancelled before, or the order is not placed or paid (any more).
    """
    line = OrderLine.objects.select_related("order__event__partner", "product", "ticket").get(ticket=ticket)
    return cancel_line(line=line, by=by, at=at, whole=whole, way=way)


@transaction.atomic
def cancel_line(*, line: OrderLine, by: Actor, at: datetime, whole: bool | None = None, way: str = "") -> Order:
    """Cancel one line of an order. With the last one the order is cancelled; otherwise it costs less from then on.

    An unpaid order with nothing left to pay is paid thereby. `whole` and `way` as for `cancel`.

    Raises:
        TooLate: a buyer asks after the date.
        Stale: it was cancelled before, or the order is not placed or paid (any more).
    """
    order = line.order
    _lock(order)
    rest = [other for other in _live_lines(order) if other.pk != line.pk]
    if not rest:
        return cancel(order=order, by=by, at=at, whole=whole, way=way)
    whole = _is_whole(whole, by)
    _refuse_if_too_late(order, [line], by, at, whole=whole)
    if not OrderLine.objects.filter(pk=line.pk, cancelled_at=None, order__state__in=[Order.State.PLACED, Order.State.PAID]).update(
        cancelled_at=at
    ):
        raise Stale
    if line.ticket is not None:
        tickets.cancel(ticket=line.ticket, by=by, at=at)
    _give_back(order, [line], at, is_whole=False)
    before, was_paid = order.total, order.state == Order.State.PAID
    order.total = sum((other.price for other in rest), Decimal("0.00"))
    Order.objects.filter(pk=order.pk).update(total=order.total)
    history.log(
        by=by,
        at=at,
        action="order.reduced",
        subject=order,
        partner=order.event.partner,
        event=order.event,
        before={"total": before},
        after={"total": order.total, "ticket": line.ticket_id},
    )
    if line.ticket is not None:
        mails.ticket_cancelled(order, line.ticket, at=at)
    told = {"amount": before - order.total, "was_paid": was_paid, "whole": whole, "way": way}
    signals.order_reduced.send(sender=Order, order=order, by=by, at=at, **told)
    if order.state == Order.State.PLACED and not order.total:
        mark_paid(order=order, by=by, at=at)
    return order


@transaction.atomic
def lapse(*, order: Order, at: datetime) -> bool:
    """Let one expired cart or unpaid order lapse; False when it was paid or prolonged meanwhile."""
    was_placed = order.state == Order.State.PLACED
    if not Order.objects.filter(pk=order.pk, state__in=[Order.State.HELD, Order.State.PLACED], expires_at__lte=at).update(
        state=Order.State.LAPSED, closed_at=at
    ):
        return False
    order.state, order.closed_at = Order.State.LAPSED, at
    _undo_lines(order, _live_lines(order), "system", at)
    if was_placed:
        event = order.event
        history.log(by="system", at=at, action="order.lapsed", subject=order, partner=event.partner, event=event)
        mails.lapsed(order, at=at)
        signals.order_lapsed.send(sender=Order, order=order, by="system", at=at)
    return True


def drop_expired(*, at: datetime, event: Event | None = None, limit: int = 200) -> int:
    """Let expired carts and unpaid orders lapse, each in its own transaction; return how many did."""
    expired = Order.objects.filter(state__in=[Order.State.HELD, Order.State.PLACED], expires_at__lte=at).select_related("event__partner")
    if event is not None:
        expired = expired.filter(event=event)
    return sum(lapse(order=order, at=at) for order in expired.order_by("expires_at")[:limit])
