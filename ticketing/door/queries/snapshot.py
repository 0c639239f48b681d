"""The tickets a phone keeps so that it can judge without a network: once in whole, then only what has changed."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Max, Q, QuerySet

from ticketing.catalogue.models import Product
from ticketing.door.models import Device, Scan
from ticketing.tickets.models import Ticket

PAGE = 20_000
_MANY = 5_000
"""Of so many tickets that passed since, all are sent: one pass over the table is cheaper than so many look-ups."""
_SETTLED = timedelta(seconds=30)
"""Rows can become visible a little after their time stamp, so the newest half minute is always sent again."""
_START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket as the phone needs it; `name` is empty where the phone may not search. `note` asks for a look, `to_ask` for answers."""

    serial: int
    state: str
    generation: int
    product: int
    window: int
    note: str
    name: str
    to_ask: bool = False


@dataclass(frozen=True, slots=True)
class PassedLine:
    """The latest admission of a ticket into an area, all that a gate needs to know. Without `slot`: there is none any more."""

    serial: int
    area: int
    slot: str = ""
    is_exit: bool = False
    at: datetime = _START
    gate: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page of changes, by serial. `next` is the cursor to ask with; `more` that there is another page right now."""

    tickets: list[TicketLine]
    passed: list[PassedLine]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where a phone knows: tickets by change and serial, scans by their number, undone ones by time."""

    changed_at: datetime = _START
    serial: int = 0
    scan: int = 0
    since: datetime = _START

    def __str__(self) -> str:
        text = f"{self.changed_at.timestamp():.6f} {self.serial} {self.scan} {self.since.timestamp():.6f}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read a cursor back; anything unreadable means from the beginning, which is slower and never wrong."""
        try:
            changed_at, serial, scan, since = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split()
            moments = [datetime.fromtimestamp(float(moment), UTC) for moment in (changed_at, since)]
            return cls(moments[0], int(serial) % 2**62, int(scan) % 2**62, moments[1])
        except (ValueError, OverflowError, OSError):
            return cls()


def _tickets(device: Device, cursor: Cursor) -> QuerySet[Ticket]:
    """The event's tickets and those of other events that one of its gates opens for, changed after the cursor."""
    elsewhere = list(Product.objects.filter(gates__event=device.event_id).exclude(event=device.event_id).values_list("pk", flat=True))
    ours = Q(event=device.event_id) | Q(product__in=elsewhere) if elsewhere else Q(event=device.event_id)
    later = Q(changed_at__gt=cursor.changed_at) | Q(changed_at=cursor.changed_at, pk__gt=cursor.serial)
    return Ticket.objects.filter(ours, later).order_by("changed_at", "pk")


def _lines(device: Device, cursor: Cursor) -> list[tuple[datetime, TicketLine]]:
    named = device.rights == Device.Rights.SUPERVISOR
    columns = ("changed_at", "pk", "state", "generation", "product_id", "window_id", "attention", "name", "to_ask")
    rows = _tickets(device, cursor).values_list(*columns)[: PAGE + 1]
    return [
        (changed, TicketLine(serial, state, generation, product, window or 0, note, name if named else "", to_ask))
        for changed, serial, state, generation, product, window, note, name, to_ask in rows
    ]


def _admissions(device: Device) -> QuerySet[Scan]:
    return Scan.objects.filter(event=device.event_id, verdict="admit", undone_at=None)


def _latest(scans: QuerySet[Scan]) -> dict[tuple[int, int], PassedLine]:
    rows = scans.order_by("at", "pk").values_list("ticket_id", "area_id", "slot", "direction", "at", "gate_id")
    return {
        (ticket, area): PassedLine(ticket, area, slot, direction == Scan.Direction.EXIT, at, gate)
        for ticket, area, slot, direction, at, gate in rows.iterator(chunk_size=5000)
    }


def _passed(device: Device, cursor: Cursor) -> Iterable[PassedLine]:
    """Who passed since the cursor, or was taken back."""
    if cursor.scan == 0:
        return _latest(_admissions(device)).values()
    touched = Scan.objects.filter(event=device.event_id, pk__gte=cursor.scan, verdict="admit").values_list("ticket_id", "area_id")
    undone = Scan.objects.filter(event=device.event_id, undone_at__gt=cursor.since).values_list("ticket_id", "area_id")
    pairs = {*touched.order_by(), *undone.order_by()}
    scans = _admissions(device)
    if len(pairs) <= _MANY:
        scans = scans.filter(ticket__in={ticket for ticket, _area in pairs})
    latest = _latest(scans)
    return [latest.get(pair, PassedLine(*pair)) for pair in pairs]


def _settled_scan(device: Device, cursor: Cursor, at: datetime) -> int:
    """Return the number from which scans must be sent next time; 0 is only in the cursor of a phone that knows nothing."""
    settled = Scan.objects.filter(event=device.event_id, pk__gte=cursor.scan, received_at__lte=at - _SETTLED)
    return max(cursor.scan, (settled.aggregate(last=Max("pk"))["last"] or 0) + 1)


def snapshot(device: Device, cursor: str, at: datetime) -> Snapshot:
    """Return what has changed since `cursor` ("" for everything), at most `PAGE` tickets of it."""
    known = Cursor.read(cursor)
    lines = _lines(device, known)
    more, lines = len(lines) > PAGE, lines[:PAGE]
    tickets = sorted((line for _changed, line in lines), key=lambda line: line.serial)
    if more:  # who passed comes with the last page
        changed, line = lines[-1]
        return Snapshot(tickets, [], str(Cursor(changed, line.serial, known.scan, known.since)), more=True)
    newest = lines[-1][0] if lines else known.changed_at
    scan = _settled_scan(device, known, at)
    passed = sorted(_passed(device, known), key=lambda line: (line.serial, line.area))
    settled = at - _SETTLED
    following = Cursor(newest, lines[-1][1].serial if lines else known.serial, scan, settled)
    if newest > settled:
        following = Cursor(settled, 0, scan, settled)
    return Snapshot(tickets, passed, str(following), more=False)
