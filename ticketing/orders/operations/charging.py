"""Charging somebody what was agreed elsewhere: a fee with its own price, not bought from the shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.history import operations as history
from accounts.history.operations import Actor
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.orders import codes, mails
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations.paying import announce_paid
from ticketing.orders.operations.placing import Buyer
from ticketing.orders.operations.retrying import with_a_free_code


@dataclass(frozen=True, slots=True)
class Charge:
    """One line: what for (a product that admits nobody), how much with tax, at which rate.

    Where there is no rate, `tax_ground` says why ("outside", "exempt", "not_registered"). `specification` is what the amount is
    made of, part of a `pricing.Quote` as data, so that papers can state it.
    """

    product: Product
    amount: Decimal
    tax_rate: Decimal | None = None
    tax_ground: str = ""
    specification: Mapping[str, Any] = field(default_factory=dict)


@with_a_free_code
@transaction.atomic
def charge(
    *, event: Event, charges: Sequence[Charge], buyer: Buyer, language: str, until: datetime, request_key: UUID, by: Actor, at: datetime
) -> Order:
    """Place an order over fixed amounts, to be paid until a moment; the buyer gets the usual letter.

    Nothing is held or issued. An order over nothing is paid at once. `request_key` makes it safe to repeat: the second
    call finds the first one's order.
    """
    known = Order.objects.filter(request_key=request_key, event=event).first()
    if known is not None:
        return known
    total = sum((one.amount for one in charges), Decimal("0.00"))
    order = Order(
        event=event,
        code=codes.new_code(),
        secret=codes.new_secret(),
        request_key=request_key,
        state=Order.State.PLACED if total else Order.State.PAID,
        language=language,
        currency=event.currency,
        total=total,
        email=buyer.email,
        name=buyer.name,
        phone=buyer.phone,
        held_at=at,
        placed_at=at,
        expires_at=until if total else None,
        paid_at=None if total else at,
        closed_at=None if total else at,
    )
    order.search = order.folded
    order.save(force_insert=True)
    lines = [
        OrderLine(
            order=order,
            product=one.product,
            price=one.amount,
            tax_rate=one.tax_rate,
            tax_ground=one.tax_ground if one.tax_rate is None else "",
            specification=dict(one.specification),
        )
        for one in charges
    ]
    OrderLine.objects.bulk_create(lines)
    history.log(
        by=by, at=at, action="order.charged", subject=order, partner=event.partner, event=event, after={"total": total, "lines": len(lines)}
    )
    if total:
        mails.charged(order, lines=lines, at=at)
    else:
        announce_paid(order, lines=lines, by=by, at=at)
    return order
