"""Letting a lapsed order live again, because its money came late and its places are still free."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused, Stale
from ticketing.catalogue import quotas
from ticketing.events.operations import refuse_if_locked
from ticketing.orders import rules
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations.cancelling import drop_expired
from ticketing.orders.operations.paying import announce_paid
from ticketing.orders.operations.questions import show_at_door
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


class NotRevivable(Refused):
    """What was ordered is no longer to be had: the event is over, or a fee's purpose was given to somebody else."""

    code = "not_revivable"


def revive(*, order: Order, by: Actor, at: datetime) -> Order:
    """Make a lapsed order paid, with places taken and tickets issued anew, and mail them. Call once all of its money is there.

    The tickets of before stay cancelled: whoever printed one holds a code that is refused.

    Raises:
        NotRevivable: the event is over or no longer held as announced, or the order is a fee for what was agreed elsewhere.
        catalogue.quotas.SoldOut: a place has gone, also after expired carts were dropped; the order stays lapsed.
        events.operations.Locked: the partner is suspended.
        Stale: the order is not a lapsed order (any more), only a cart, say.
    """
    event = order.event
    refuse_if_locked(event, at)
    if not rules.may_revive(at=at, event_state=event.state, event_ends_at=event.ends_at, is_fee=rules.is_fee(order.request_key)):
        raise NotRevivable(_("What this order was for is no longer to be had."))
    try:
        return _revive(order, by, at)
    except quotas.SoldOut:
        if not drop_expired(at=at, event=event):
            raise
        return _revive(order, by, at)


@transaction.atomic
def _revive(order: Order, by: Actor, at: datetime) -> Order:
    facts = {"paid_at": at, "closed_at": at, "expires_at": None}
    lapsed = Order.objects.filter(pk=order.pk, state=Order.State.LAPSED, placed_at__isnull=False)
    lapsed_at = lapsed.values_list("closed_at", flat=True).first()
    if lapsed_at is None or not lapsed.update(state=Order.State.PAID, **facts):
        raise Stale
    # lines cancelled one by one before the order lapsed stay cancelled: nothing was asked for them
    lines = list(order.lines.filter(cancelled_at=lapsed_at).select_related("product", "variation", "ticket"))
    # Their price stays, but the place at it was given back when the order lapsed, and must not be given back again.
    OrderLine.objects.filter(pk__in=[line.pk for line in lines]).update(cancelled_at=None, step=None)
    for line in lines:
        line.cancelled_at = line.step = None
    _issue_anew(order, lines, by, at)
    event = order.event
    history.log(by=by, at=at, action="order.revived", subject=order, partner=event.partner, event=event, after={"total": order.total})
    order.state = Order.State.PAID
    announce_paid(order, lines=lines, by=by, at=at)
    # last, as with a cart, so that the row everybody wants is locked for as short as can be
    try:
        quotas.take(Counter((line.product_id, line.variation_id) for line in lines))
    except quotas.SoldOut:
        order.state = Order.State.LAPSED
        raise
    order.closed_at, order.expires_at = at, None
    return order


def _issue_anew(order: Order, lines: Sequence[OrderLine], by: Actor, at: datetime) -> None:
    """Give each line that had a ticket a new one for the same person."""
    had = [(line, line.ticket) for line in lines if line.ticket is not None]
    wanted = [
        tickets.NewTicket(
            product=line.product,
            variation=line.variation,
            name=old.name,
            name_other=old.name_other,
            email=old.email,
            organisation=old.organisation,
            country=old.country,
            language=old.language,
            lines=old.lines,
            attention=old.attention,
            to_ask=old.to_ask,
        )
        for line, old in had
    ]
    issued = tickets.issue_many(event=order.event, wanted=wanted, state=Ticket.State.VALID, by=by, at=at)
    for (line, _old), ticket in zip(had, issued, strict=True):
        line.ticket = ticket
    OrderLine.objects.bulk_update([line for line, _old in had], ["ticket"])
    if any(old.answers for _line, old in had):
        show_at_door(OrderLine.objects.filter(order=order, cancelled_at=None))
