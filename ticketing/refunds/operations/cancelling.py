"""What becomes of the money of cancelled orders, and the conditions that say so."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing import queries as papers
from ticketing.orders.models import Order
from ticketing.refunds import queries, rules, terms
from ticketing.refunds.models import Ladder, Refund
from ticketing.refunds.operations.keeping import keep, lock
from ticketing.refunds.operations.owing import owe_surplus

NOTHING = Decimal("0.00")

FAULTS = {
    "days_twice": _("Two rows have the same number of days."),
    "percent": _("A share is between 0 and 100 percent."),
    "days": _("Give between 0 and 730 days."),
    "fee": _("What is kept cannot be below nothing."),
    "rises": _("Whoever cancels later cannot get a larger share back."),
}


@transaction.atomic
def give_back(*, order: Order, amount: Decimal, was_paid: bool, whole: bool, by: Actor, at: datetime, way: str = "") -> Refund | None:
    """Settle the money of an order that was cancelled, or of a part of it that cost `amount`; return what is owed, if anything.

    Of a paid order the buyer gets what its conditions say, or everything where it is the organiser's doing (`whole`). Money that
    had come for an unpaid order goes back as it is. `way` is how whoever cancels wants it; left open, the usual one.
    """
    lock(order)
    cause = queries.cause(order, at)
    whole = whole or bool(cause)
    reason = cause or ("by_organiser" if whole else "cancelled")
    kept = NOTHING
    if was_paid and not whole:
        kept = amount - terms.back_at(order, amount, at)
        kept = max(min(kept, queries.free(order) - order.cost), NOTHING)
        keep(order, kept, at)
    _correct(order, amount - kept, reason, by, at)
    return owe_surplus(order=order, reason=reason, way=way, by=by, at=at)


def _correct(order: Order, amount: Decimal, reason: str, by: Actor, at: datetime) -> None:
    """Write a credit note over what is no longer owed, where the order has an invoice or receipt that says it is."""
    document = papers.correctable(order)
    if document is None or amount <= 0:
        return
    left = sum((group.gross for group in papers.left(document)), NOTHING)
    if left:
        with translation.override(document.language):
            words = str(Refund.REASONS[reason])
        invoicing.credit(order=order, amount=min(amount, left), reason=words, document=document, by=by, at=at)


@transaction.atomic
def set_ladder(*, event: Event, steps: Sequence[rules.Step], by: Person, at: datetime) -> Ladder:
    """Set the conditions for orders placed from now on; those placed before keep theirs.

    Raises:
        Invalid: the steps make no ladder; the code says which fault.
        Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    for fault in rules.faults(steps):
        raise Invalid(FAULTS[fault], code=fault)
    before = terms.written(terms.steps_of(event))
    ladder = Ladder.objects.create(event=event, steps=terms.written(steps), made_at=at, made_by=by)
    history.log(
        by=by,
        at=at,
        action="ladder.set",
        subject=event,
        partner=event.partner,
        event=event,
        before={"steps": before},
        after={"steps": ladder.steps},
    )
    return ladder
