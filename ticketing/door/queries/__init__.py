"""Reads of the door: live counts, the phones' snapshot, search by name."""

from ticketing.door.queries.live import (
    AreaCount,
    Arrivals,
    DeviceLine,
    GateCount,
    Live,
    admitted,
    areas,
    arrivals,
    clashes,
    devices,
    gates,
    last_scans,
    live,
    sold,
)
from ticketing.door.queries.search import Found, search
from ticketing.door.queries.snapshot import Snapshot, TicketLine, UsedLine, snapshot

__all__ = [
    "AreaCount", "Arrivals", "DeviceLine", "Found", "GateCount", "Live", "Snapshot", "TicketLine", "UsedLine", "admitted", "areas",
    "arrivals", "clashes", "devices", "gates", "last_scans", "live", "search", "snapshot", "sold",
]  # fmt: skip
