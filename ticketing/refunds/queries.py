"""Reads of what must go back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum

from ticketing.billing import queries as ledger
from ticketing.events.models import Event
from ticketing.orders.models import Order, OrderLine
from ticketing.refunds.models import Refund, RefundQuerySet, Reply, Upheaval
from ticketing.refunds.rules import REMIND_BEFORE

_ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def owed(way: str = "", *, event: Event | None = None, partner: int | None = None) -> RefundQuerySet:
    """Return what is owed and not yet on its way, oldest first, with order, event and partner; of one way where one is given.

    What goes to a bank may still lack the receiver's account: `owed("bank").with_account()` can be paid.
    """
    found = Refund.objects.filter(state=Refund.State.OWED).select_related("order__event__partner")
    if way:
        found = found.filter(way=way)
    if event is not None:
        found = found.filter(order__event=event)
    if partner is not None:
        found = found.filter(order__event__partner=partner)
    return found


def promised(order: Order) -> Decimal:
    """Return what is owed to the order's buyer already, on its way or failed."""
    return (Refund.objects.open().filter(order=order).aggregate(sum=Sum("amount"))["sum"] or _ZERO).quantize(_CENT)


def free(order: Order) -> Decimal:
    """Return what the order holds and nobody has been promised; below zero where money went back past its refunds."""
    return (ledger.balance(order) - promised(order)).quantize(_CENT)


def surplus(order: Order) -> Decimal:
    """Return what the order holds above its cost and nobody has been promised yet."""
    return max(free(order) - order.cost, _ZERO)


def usual_way(order: Order, amount: Decimal) -> str:
    """Return the way money goes back: to the card while its payments cover it; else to a bank, or in cash where nobody can be asked."""
    paid = order.payments.filter(provider="stripe").aggregate(sum=Sum("amount"))["sum"] or _ZERO
    promised = Refund.objects.open().filter(order=order, way=Refund.Way.CARD).aggregate(sum=Sum("amount"))["sum"] or _ZERO
    if (paid - promised).quantize(_CENT) >= amount:
        return Refund.Way.CARD
    return Refund.Way.BANK if order.email else Refund.Way.CASH


def cause(order: Order, at: datetime) -> str:
    """Return why the buyer may have everything back, whenever he cancels (a word of `Refund.REASONS`); "" where nothing gives cause."""
    event = order.event
    if event.state == Event.State.CANCELLED:
        return "event_cancelled"
    if event.moved_from is None:
        return ""
    moved = Upheaval.objects.filter(event=event, kind=Upheaval.Kind.MOVED, answer_until__gt=at)
    return "moved" if moved.filter(begun_at__gte=order.placed_at or order.held_at).exists() else ""


# --- an event that is cancelled or moved ------------------------------------------------------------------------------


def upheaval_of(event: Event, kind: str) -> Upheaval | None:
    """Return the event's cancelling, or its last move; None where there was none."""
    return Upheaval.objects.filter(event=event, kind=kind).select_related("event__partner").last()


def to_cancel(upheaval: Upheaval) -> QuerySet[Order]:
    """Return the orders of a cancelled event that are still to be cancelled, without those that could not be."""
    live = Order.objects.filter(event=upheaval.event, state__in=[Order.State.PLACED, Order.State.PAID])
    return live.exclude(pk__in=[int(key) for key in upheaval.troubles]).order_by("pk")


def to_ask(upheaval: Upheaval) -> QuerySet[Order]:
    """Return the orders with tickets, placed before the event moved, whose buyers were not asked yet."""
    live = Order.objects.filter(
        event=upheaval.event, state__in=[Order.State.PLACED, Order.State.PAID], placed_at__lte=upheaval.begun_at, is_walk_in=False
    )
    holds = OrderLine.objects.filter(order=OuterRef("pk"), cancelled_at=None, ticket__isnull=False)
    asked = Reply.objects.filter(upheaval=upheaval, order=OuterRef("pk"))
    live = live.filter(Exists(holds), ~Exists(asked)).exclude(pk__in=[int(key) for key in upheaval.troubles])
    return live.order_by("pk")


def to_remind(upheaval: Upheaval, at: datetime) -> QuerySet[Reply]:
    """Return the questions without an answer whose deadline is near, asked a day ago at least, not reminded of yet."""
    if upheaval.answer_until is None or not upheaval.answer_until - REMIND_BEFORE <= at < upheaval.answer_until:
        return Reply.objects.none()
    live = [Order.State.PLACED, Order.State.PAID]
    found = Reply.objects.filter(upheaval=upheaval, answer="", reminded_at=None, asked_at__lte=at - timedelta(days=1))
    return found.filter(order__state__in=live).order_by("pk")


def question_of(order: Order, at: datetime) -> Reply | None:
    """Return what the order's buyer is asked about the new days, while it may be answered or has been; the last move counts."""
    if order.event.moved_from is None:
        return None
    reply = Reply.objects.filter(order=order).select_related("upheaval").last()
    return reply if reply and (reply.answer or (reply.upheaval.answer_until or at) > at) else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cancelling of an event is: `done` of `total` orders; `troubles` say which could not be cancelled, and why."""

    done: int
    total: int
    troubles: list[tuple[str, str]]


def progress(upheaval: Upheaval) -> Progress:
    """Return how many orders are cancelled, or asked, of all that are to be."""
    rest = to_cancel(upheaval) if upheaval.kind == Upheaval.Kind.CANCELLED else to_ask(upheaval)
    if upheaval.kind == Upheaval.Kind.CANCELLED:
        done = Order.objects.filter(event=upheaval.event, state=Order.State.CANCELLED, closed_at__gte=upheaval.begun_at).count()
    else:
        done = upheaval.replies.count()
    codes = Order.objects.filter(pk__in=[int(key) for key in upheaval.troubles]).in_bulk()
    troubles = [(codes[int(key)].code, why) for key, why in upheaval.troubles.items() if int(key) in codes]
    return Progress(done, done + rest.count() + len(troubles), troubles)


def without_account(event: Event) -> RefundQuerySet:
    """Return what is to go to bank accounts that the buyers have not named yet."""
    found = Refund.objects.filter(order__event=event, way=Refund.Way.BANK, account="")
    return found.filter(state__in=[Refund.State.OWED, Refund.State.FAILED]).select_related("order__event__partner")


def of_order(order: Order) -> list[Refund]:
    """Return the refunds of an order as its buyer sees them, oldest first; waived ones are nobody's news."""
    return list(order.refunds.exclude(state=Refund.State.WAIVED).select_related("credit"))
