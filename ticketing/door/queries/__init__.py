"""Reads of the door: live counts, the phones' snapshot, search by name."""

from ticketing.door.queries.configuration import Configuration, configuration
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
from ticketing.door.queries.snapshot import PassedLine, Snapshot, TicketLine, snapshot

__all__ = [
    "AreaCount",
    "Arrivals",
    "Configuration",
    "DeviceLine",
    "Found",
    "GateCount",
    "Live",
    "PassedLine",
    "Snapshot",
    "TicketLine",
    "admitted",
    "areas",
    "arrivals",
    "clashes",
    "configuration",
    "devices",
    "gates",
    "last_scans",
    "live",
    "search",
    "snapshot",
    "sold",
]  # fmt: skip
