"""Selling and taking money at the gate: an order, its payment and its entries, from one phone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from ticketing.billing import operations as billing
from ticketing.billing import queries as ledger
from ticketing.door import operations as door
from ticketing.door.models import Device
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.tickets import queries as tickets
from ticketing.tills import operations as till_operations
from ticketing.tills import queries as tills

AT_ONCE = ("cash", "terminal")
"""Ways to pay at the gate that are booked as soon as somebody says so."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A walk-in order, and what the gate said to each of its tickets, by the scan's nonce."""

    order: Order
    entries: Mapping[UUID, door.Answer]


class NothingOwed(Refused):
    """The order has been paid, has lapsed or was cancelled."""

    code = "nothing_owed"

    def __init__(self) -> None:
        super().__init__(_("Nothing is owed for this ticket any more. Scan it again."))


def _said_by(device: Device) -> str:
    return f"device {device.name}"


def sell(
    *,
    device: Device,
    key: str,
    product: int,
    variation: int | None,
    count: int,
    name: str,
    request_key: UUID,
    language: str,
    at: datetime,
    pays: str = "cash",
    enters: bool = True,
) -> Sale:
    """Sell `count` tickets, and let their holders in at the phone's gate. Safe to repeat with the same `request_key`.

    Each step is a transaction of its own: what was begun is finished by repeating it.

    Args:
        key: the phone's own key, with which it scans.
        name: of the holder, or "".
        pays: "cash" and "terminal" (the bank's card terminal) are booked at once; "transfer" is owed until the organiser's bank
            tells of it, by the order's code.
        enters: False places the order alone, so that its payment code can be shown first.

    Raises:
        catalogue.quotas.SoldOut: too few places are left.
        Refused: the event or the product is not sold now.
        tills.operations.NoShift: the phone's till has no open shift that could take the money.
    """
    by = _said_by(device)
    if pays in AT_ONCE and not Order.objects.filter(request_key=request_key, event=device.event_id).exists():
        _till(device)  # refused before anything is sold
    order = orders.hold(
        event=device.event,
        wants=[orders.Want(product, variation, count)],
        request_key=request_key,
        language=language,
        by=by,
        at=at,
        is_walk_in=True,
    )
    holders = {line.pk: orders.Holder(name=name) for line in order.lines.all()}
    order = orders.place(order=order, buyer=orders.Buyer(email="", name=name), holders=holders, by=by, at=at)
    if pays in AT_ONCE:
        _pay_rest(order, pays, device, by, at)
        order.refresh_from_db()
    entries = {}
    for ticket in tickets.with_code().filter(order_line__order=order).order_by("pk"):
        nonce = uuid.uuid5(request_key, str(ticket.pk))
        if enters:
            entries[nonce] = door.scan(key=key, code=tickets.code(ticket), nonce=nonce, at=at, anyway=pays not in AT_ONCE)
    return Sale(order, entries)


def take_cash(*, device: Device, order: Order, amount: Decimal, at: datetime, pays: str = "cash") -> Order:
    """Record that all an order owes was paid at the gate, in cash or at the card terminal.

    Args:
        amount: what the phone showed; nothing is booked if it is not what is owed now.

    Raises:
        NothingOwed: the order does not wait for money (any more).
        Refused: it owes another amount (`amount_changed`).
        tills.operations.NoShift: the phone's till has no open shift that could take the money.
    """
    owed = ledger.owed(order)
    if not owed:
        raise NothingOwed
    if owed != amount:
        raise Refused(_("Another amount is owed now. Scan the ticket again."), code="amount_changed")
    _pay_rest(order, pays, device, _said_by(device), at)
    return order


def _till(device: Device) -> int | None:
    """Return the till that the phone's money goes into, None where it has none.

    Raises:
        tills.operations.NoShift: it has no open shift.
    """
    till = tills.till_of(device)
    if till is None:
        return None
    till_operations.shift_for(till)
    return till.pk


def _pay_rest(order: Order, pays: str, device: Device, by: str, at: datetime) -> None:
    owed = ledger.owed(order)
    if owed:
        # the reference is the same for whoever repeats this, and recorded once
        billing.record(
            order=order, provider=pays, amount=owed, reference=f"{order.code}-gate-{owed}", by=by, at=at, note=by, till=_till(device)
        )
