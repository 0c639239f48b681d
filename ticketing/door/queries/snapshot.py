"""What a phone keeps so that it can judge without a network."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ticketing.catalogue.models import Product
from ticketing.door.models import Device, Gate, Scan
from ticketing.events.models import Window
from ticketing.tickets.models import SigningKey, Ticket

PAGE = 2000
_SETTLED = timedelta(seconds=30)
"""Rows can become visible a little after their time stamp, so the newest half minute is always sent again."""


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket as the phone needs it; `name` is empty where the phone may not search."""

    serial: int
    state: str
    generation: int
    product: int
    window: int
    attention: bool
    name: str


@dataclass(frozen=True, slots=True)
class UsedLine:
    """One admission: which ticket took which slot of which area, when, where; `undone` when it was taken back."""

    nonce: str
    serial: int
    area: int
    slot: str
    is_exit: bool
    at: datetime
    gate: int
    undone: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page of changes. `next` is the cursor to ask with; `more` that there is another page right now."""

    device: Device
    gates: list[Gate]
    products: list[Product]
    windows: list[Window]
    keys: list[SigningKey]
    tickets: list[TicketLine]
    used: list[UsedLine]
    next: str
    more: bool


def _cursor(changed_at: datetime, pk: int, scans_from: datetime) -> str:
    text = f"{changed_at.timestamp():.6f} {pk} {scans_from.timestamp():.6f}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _parsed(cursor: str) -> tuple[datetime, int, datetime]:
    """Read a cursor back; anything unreadable means from the beginning, which is slower and never wrong."""
    try:
        changed_at, pk, scans_from = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split()
        return datetime.fromtimestamp(float(changed_at), UTC), int(pk) % 2**62, datetime.fromtimestamp(float(scans_from), UTC)
    except (ValueError, OverflowError, OSError):
        start = datetime(2000, 1, 1, tzinfo=UTC)
        return start, 0, start


def _tickets(device: Device, after: datetime, pk: int) -> QuerySet[Ticket]:
    """The event's tickets and those of other events that one of its gates opens for, changed after the cursor."""
    elsewhere = Product.objects.filter(gates__event=device.event_id).exclude(event=device.event_id).values("pk")
    return (
        Ticket.objects.filter(Q(event=device.event_id) | Q(product__in=elsewhere))
        .filter(Q(changed_at__gt=after) | Q(changed_at=after, pk__gt=pk))
        .select_related("product", "window")
        .order_by("changed_at", "pk")
    )


def _used(device: Device, since: datetime) -> Iterable[Scan]:
    return Scan.objects.filter(Q(received_at__gt=since) | Q(undone_at__gt=since), event=device.event_id, verdict="admit").order_by("pk")


def _changes(device: Device, cursor: str, at: datetime) -> dict[str, Any]:
    after, pk, scans_from = _parsed(cursor)
    names = device.rights == Device.Rights.SUPERVISOR
    rows = list(_tickets(device, after, pk)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if more:
        following = _cursor(rows[-1].changed_at, rows[-1].pk, scans_from)
    else:
        newest = rows[-1].changed_at if rows else after
        following = _cursor(min(newest, at - _SETTLED), 0, at - _SETTLED)
    return {
        "tickets": [
            TicketLine(t.pk, t.state, t.generation, t.product_id, t.window_id or 0, bool(t.attention), t.name if names else "")
            for t in rows
        ],
        "used": [] if more else [_line(scan) for scan in _used(device, scans_from)],
        "next": following,
        "more": more,
    }


def _line(scan: Scan) -> UsedLine:
    is_exit, undone = scan.direction == Scan.Direction.EXIT, scan.undone_at is not None
    return UsedLine(scan.nonce.hex, scan.ticket_id, scan.area_id, scan.slot, is_exit, scan.at, scan.gate_id, undone)


def snapshot(device: Device, cursor: str, at: datetime, *, tickets: bool = True) -> Snapshot:
    """Return the configuration and what has changed since `cursor` ("" for everything), at most `PAGE` tickets of it.

    Without `tickets` it is the configuration alone, and the cursor stays where it is.
    """
    event = device.event
    changed = _changes(device, cursor, at) if tickets else {"tickets": [], "used": [], "next": cursor, "more": False}
    return Snapshot(
        device=device,
        gates=list(Gate.objects.filter(event=event).select_related("area").prefetch_related("products")),
        products=list(Product.objects.filter(Q(event=event) | Q(gates__event=event)).distinct()),
        windows=list(event.windows.all()),
        keys=list(SigningKey.objects.filter(Q(event=event) | Q(event__products__gates__event=event)).select_related("event").distinct()),
        **changed,
    )
