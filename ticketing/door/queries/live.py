"""How many came, where, and when: for the organiser's live page and the phones' counters."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMinute

from ticketing.door import rules
from ticketing.door.models import Device, Gate, Scan
from ticketing.door.queries.clashes import undecided
from ticketing.door.queries.presence import AreaCount, areas
from ticketing.door.rules import Queue
from ticketing.events.models import Event
from ticketing.tickets.models import Ticket

SILENT = 10
"""Minutes without a word from a paired phone."""
LOW = 20
"""Per cent of a phone's battery."""
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
    """Entries in the quarter of an hour that starts at `start` (in the event's zone).

    `entries` are those onto a site: who goes into a hall has come already. `by_gate` holds them all.
    """

    start: datetime
    entries: int
    by_gate: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """`seen_at` is the last time the phone asked anything, or scanned. `state` is waiting, paired, expired or revoked.

    `minutes` have passed since then; `battery` is in per cent, where its browser tells.
    """

    id: int
    name: str
    gate: str
    rights: str
    state: str
    seen_at: datetime | None
    minutes: int | None
    unsent: int
    battery: int | None

    @property
    def is_silent(self) -> bool:
        """Paired, and not heard of for so long that somebody should look at it."""
        return self.state == "paired" and self.minutes is not None and self.minutes >= SILENT

    @property
    def is_low(self) -> bool:
        return self.battery is not None and self.battery <= LOW


@dataclass(frozen=True, slots=True)
class Live:
    sold: int
    admitted: int
    gates: list[GateCount]
    queues: dict[int, Queue | None]
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


def queues(event: Event, at: datetime) -> dict[int, Queue | None]:
    """Return what is forecast of the queue at each gate that let somebody in lately."""
    lately = Scan.objects.filter(_ADMITTED, _ENTRY, event=event, at__gt=at - timedelta(minutes=rules.QUEUE_LOOKS_BACK), at__lte=at)
    entries = lately.order_by("at", "pk").values_list("gate_id", "device_id", "at")
    return {gate: rules.forecast(service) for gate, service in rules.services(entries.iterator(chunk_size=2000)).items()}


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
        .values_list("minute", "gate", "area__within")
        .annotate(n=Count("id"))
    )
    quarters: defaultdict[datetime, Counter[int]] = defaultdict(Counter)
    onto_sites: Counter[datetime] = Counter()
    for minute, gate, hall_of, n in minutes:
        start = minute.replace(minute=minute.minute // 15 * 15)
        quarters[start][gate] += n
        onto_sites[start] += 0 if hall_of else n
    if not quarters:
        return []
    first, last = min(quarters), max(quarters)
    steps = int((last - first) / timedelta(minutes=15)) + 1
    starts = [first + timedelta(minutes=15 * step) for step in range(steps)]
    return [Arrivals(start, onto_sites[start], quarters[start]) for start in starts]


def last_scans(event: Event, limit: int = 10) -> list[Scan]:
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
    return [_device(one, at) for one in found]


def _device(one: Any, at: datetime) -> DeviceLine:
    """Tell about a phone that has been annotated with `scanned_at`."""
    seen_at = max(filter(None, (one.last_seen_at, one.scanned_at)), default=None)
    minutes = max(int((at - seen_at).total_seconds() // 60), 0) if seen_at else None
    return DeviceLine(one.pk, one.name, one.gate.name, one.rights, _state(one, at), seen_at, minutes, one.unsent, one.battery)


def live(event: Event, at: datetime) -> Live:
    """Return everything the live page shows, in ten queries however many gates and phones there are."""
    return Live(
        sold=sold(event),
        admitted=admitted(event),
        gates=gates(event, at),
        queues=queues(event, at),
        areas=areas(event, at),
        arrivals=arrivals(event, at),
        last_scans=last_scans(event),
        devices=devices(event, at),
        clashes=undecided(event),
    )
