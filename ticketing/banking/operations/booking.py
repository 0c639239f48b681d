"""What a treasurer decides about an entry: which orders it pays, that it is not ours, and to think again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from ticketing.banking import queries
from ticketing.banking.models import BankEntry, Booking
from ticketing.banking.operations.importing import carry_on, ledger_reference
from ticketing.billing import operations as billing
from ticketing.orders.models import Order
from ticketing.refunds import operations as refunds
from ticketing.refunds.models import Refund

State = BankEntry.State


@dataclass(frozen=True, slots=True)
class Part:
    """So much of an entry for one order, named by its code."""

    code: str
    amount: Decimal


def book(*, entry: BankEntry, parts: Sequence[Part], by: Actor, at: datetime) -> BankEntry:
    """Book an entry to orders of the same partner and currency, part by part.

    Raises:
        Invalid: no parts, an unknown order (`unknown_order`), one named twice, another currency, a part not above zero, or
            parts that do not add up to the entry (`sum_differs`).
        Stale: it was decided meanwhile.
    """
    if entry.amount <= 0:
        raise Invalid(_("Only money that came can be booked to orders."), code="not_a_credit")
    with transaction.atomic():
        locked = _locked(entry, State.QUEUED)
        orders = _orders(locked, parts)
        taken = locked.bookings.count()
        receipts = [
            billing.Receipt(order.pk, part.amount, ledger_reference(locked, taken + place), locked.name)
            for place, (order, part) in enumerate(zip(orders, parts, strict=True), 1)
        ]
        payments = billing.record_many(provider="manual", receipts=receipts, by=by, at=at)
        Booking.objects.bulk_create(
            Booking(entry=locked, order=order, amount=part.amount, payment=payment)
            for order, part, payment in zip(orders, parts, payments, strict=True)
        )
        _move(locked, State.BOOKED)
        _log(locked, "bank_entry.booked", by, at, orders=", ".join(part.code for part in parts), amount=locked.amount)
    carry_on(orders={order.pk for order in orders}, by=by, at=at)
    return locked


def _orders(entry: BankEntry, parts: Sequence[Part]) -> list[Order]:
    if not parts:
        raise Invalid(_("Name the order that this pays."), code="no_parts")
    codes = [part.code.strip().upper() for part in parts]
    if len(set(codes)) < len(codes):
        raise Invalid(_("An order stands here twice; add its parts together."), code="order_twice")
    known = {order.code: order for order in Order.objects.filter(event__partner=entry.account.partner_id, code__in=codes)}
    for code, part in zip(codes, parts, strict=True):
        order = known.get(code)
        if order is None or order.placed_at is None:
            raise Invalid(_("There is no order %(code)s here.") % {"code": code}, code="unknown_order")
        if order.currency != entry.currency:
            facts = {"code": code, "currency": order.currency}
            raise Invalid(_("Order %(code)s is in %(currency)s; money in another currency cannot pay it.") % facts, code="currency")
        if part.amount <= 0:
            raise Invalid(_("Give an amount above zero."), code="not_positive")
    if sum(part.amount for part in parts) != entry.amount:
        raise Invalid(_("The parts must add up to the entry."), code="sum_differs")
    return [known[code] for code in codes]


@transaction.atomic
def take_back(*, entry: BankEntry, by: Actor, at: datetime) -> BankEntry:
    """Undo a booking: a counter line in the ledger for each part, and the entry waits again. Paid orders stay paid and stand out.

    Raises:
        Invalid: it is a reversal or a refund, which the bank did and nobody here can undo; or part of it went back already.
        Stale: it is not booked.
    """
    locked = _locked(entry, State.BOOKED)
    bookings = list(queries.live_bookings(locked))
    if not bookings or locked.amount < 0 or locked.reversed_by.exists():
        raise Invalid(_("What the bank itself took back or paid out cannot be undone here."), code="not_undoable")
    for booking in bookings:
        if Refund.objects.open().filter(order=booking.order_id).exists():
            raise Invalid(
                _("Money of order %(code)s is to go back. Settle or waive that refund first.") % {"code": booking.order.code},
                code="refund_open",
            )
    receipts = [billing.Receipt(one.order_id, -one.amount, f"{one.payment.reference}-undone", locked.name) for one in bookings]
    counters = billing.record_many(provider="manual", receipts=receipts, by=by, at=at)
    for booking, counter in zip(bookings, counters, strict=True):
        booking.counter = counter
    Booking.objects.bulk_update(bookings, ["counter"])
    _move(locked, State.QUEUED, why=locked.why if locked.why != BankEntry.Why.EXACT else BankEntry.Why.UNKNOWN)
    _log(locked, "bank_entry.taken_back", by, at, orders=", ".join(one.order.code for one in bookings), amount=locked.amount)
    return locked


@transaction.atomic
def set_aside(*, entries: Sequence[BankEntry], reason: str, by: Actor, at: datetime) -> int:
    """Mark entries as none of ours; a reversal takes along what it reverses. Returns how many were.

    Raises:
        Invalid: no reason.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why it is not ours."), code="reason_missing", field="reason")
    pks = {entry.pk for entry in entries} | {entry.reverses_id for entry in entries if entry.reverses_id}
    queued = BankEntry.objects.select_for_update(of=("self",)).filter(pk__in=pks, state=State.QUEUED)
    waiting = list(queued.select_related("account__partner"))
    BankEntry.objects.filter(pk__in=[one.pk for one in waiting]).update(state=State.ASIDE, note=reason[:200])
    for entry in waiting:
        _log(entry, "bank_entry.aside", by, at, amount=entry.amount, reason=reason[:200])
    return len(waiting)


@transaction.atomic
def undo_aside(*, entry: BankEntry, by: Actor, at: datetime) -> BankEntry:
    """Put an entry back into the queue.

    Raises:
        Stale: it is not set aside.
    """
    locked = _locked(entry, State.ASIDE)
    _move(locked, State.QUEUED, note="")
    _log(locked, "bank_entry.back", by, at, amount=locked.amount)
    return locked


def owe_back(*, entry: BankEntry, by: Actor, at: datetime) -> list[Refund]:
    """Promise back what the entry's orders hold above their cost, to the account it came from."""
    made = []
    for booking in queries.live_bookings(entry):
        with transaction.atomic():
            refund = refunds.owe_surplus(order=booking.order, by=by, at=at, way=Refund.Way.BANK)
            if refund is None:
                continue
            if entry.other_account:
                try:
                    with transaction.atomic():
                        refunds.give_account(
                            refund=refund, account=entry.other_account, holder=entry.name or booking.order.name, bank="", by=by, at=at
                        )
                except Refused:
                    pass  # the bank wrote it in a form that cannot be paid to; the refund waits for a better one
            made.append(refund)
    if not made:
        raise Invalid(_("Its orders hold nothing above what they cost."), code="no_surplus")
    return made


def _locked(entry: BankEntry, state: str) -> BankEntry:
    locked = BankEntry.objects.select_for_update(of=("self",)).select_related("account__partner").get(pk=entry.pk)
    if locked.state != state:
        raise Stale
    return locked


def _move(entry: BankEntry, state: str, **facts: str) -> None:
    entry.state = state
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=["state", *facts])


def _log(entry: BankEntry, action: str, by: Actor, at: datetime, **after: object) -> None:
    history.log(by=by, at=at, action=action, subject=entry, partner=entry.account.partner, after=after)
