"""How many came, where, and when: for the organiser's live page and the phones' counters."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMinute

from ticketing.door.models import Device, Gate, Scan
from ticketing.door.queries.clashes import undecided
from ticketing.door.queries.presence import AreaCount, areas
from ticketing.events.models import Event
from ticketing.tickets.models import Ticket

_ADMITTED = Q(verdict="admit", undone_at=None)
_ENTRY, _EXIT = Q(direction="entry"), Q(direction="exit")


@dataclass(frozen=True, slots=True)
class GateCount:
    """`entries` and `exits` since the event's midnight, `refused` likewise; `last_minutes` are entries of the last 15."""

    id: int
    name: str
    is_active: bool
    entries: int
    exits: int
    refused: int
    last_minutes: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Entries in the quarter of an hour that starts at `start` (in the event's zone)."""

    start: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """`seen_at` is the last time the phone asked anything, or scanned. `state` is waiting, paired, expired or revoked."""

    id: int
    name: str
    gate: str
    rights: str
    state: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Live:
    sold: int
    admitted: int
    gates: list[GateCount]
    areas: list[AreaCount]
    arrivals: list[Arrivals]
    last_scans: list[Scan]
    devices: list[DeviceLine]
    clashes: int


def midnight(event: Event, at: datetime) -> datetime:
    """Return the start of the event's local day that holds `at`."""
    return datetime.combine(at.astimezone(event.tz).date(), time.min, event.tz)


def sold(event: Event) -> int:
    """Return how many valid tickets admit somebody."""
    return Ticket.objects.filter(event=event, state=Ticket.State.VALID, product__admits=True).count()


def admitted(event: Event) -> int:
    """Return how many different tickets have come in at least once."""
    return Scan.objects.filter(_ADMITTED, _ENTRY, event=event).aggregate(n=Count("ticket", distinct=True))["n"]


def gates(event: Event, at: datetime) -> list[GateCount]:
    """Return today's counts per gate."""
    today = Q(scans__at__gte=midnight(event, at))
    in_ = today & Q(scans__verdict="admit", scans__undone_at=None, scans__direction="entry")
    counted = Gate.objects.filter(event=event).annotate(
        entries=Count("scans", filter=in_),
        exits=Count("scans", filter=today & Q(scans__verdict="admit", scans__undone_at=None, scans__direction="exit")),
        refused=Count("scans", filter=today & Q(scans__verdict="refuse")),
        last_minutes=Count("scans", filter=in_ & Q(scans__at__gte=at - timedelta(minutes=15))),
    )
    return [GateCount(g.pk, g.name, g.is_active, g.entries, g.exits, g.refused, g.last_minutes) for g in counted]


def arrivals(event: Event, at: datetime) -> list[Arrivals]:
    """Return today's entries per quarter of an hour, oldest first, empty quarters in between included."""
    minutes = (
        Scan.objects.filter(_ADMITTED, _ENTRY, event=event, at__gte=midnight(event, at))
        .order_by()
        .annotate(minute=TruncMinute("at", tzinfo=event.tz))
        .values_list("minute")
        .annotate(n=Count("id"))
    )
    quarters: Counter[datetime] = Counter()
    for minute, n in minutes:
        quarters[minute.replace(minute=minute.minute // 15 * 15)] += n
    if not quarters:
        return []
    first, last = min(quarters), max(quarters)
    steps = int((last - first) / timedelta(minutes=15)) + 1
    starts = (first + timedelta(minutes=15 * step) for step in range(steps))
    return [Arrivals(start, quarters[start]) for start in starts]


def last_scans(event: Event, limit: int = 20) -> list[Scan]:
    """Return the newest scans with ticket, product, gate and phone loaded."""
    return list(Scan.objects.filter(event=event).select_related("ticket__product", "gate", "device").order_by("-at", "-id")[:limit])


def _state(device: Device, at: datetime) -> str:
    if device.revoked_at:
        return "revoked"
    if device.pairing_hash:
        return "waiting" if device.pairing_until and device.pairing_until > at else "expired"
    return "paired"


def devices(event: Event, at: datetime) -> list[DeviceLine]:
    """Return the event's phones with when they were last heard of."""
    found = Device.objects.filter(event=event).select_related("gate").annotate(scanned_at=Max("scans__received_at"))
    return [
        DeviceLine(d.pk, d.name, d.gate.name, d.rights, _state(d, at), max(filter(None, (d.last_seen_at, d.scanned_at)), default=None))
        for d in found
    ]


def live(event: Event, at: datetime) -> Live:
    """Return everything the live page shows, in nine queries however many gates and phones there are."""
    return Live(
        sold=sold(event),
        admitted=admitted(event),
        gates=gates(event, at),
        areas=areas(event, at),
        arrivals=arrivals(event, at),
        last_scans=last_scans(event),
        devices=devices(event, at),
        clashes=undecided(event),
    )
