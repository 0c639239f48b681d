"""Reads of the door: live counts, the phones' snapshot, search by name."""

from ticketing.door.queries.clashes import Clash, clash_of, clashes, paired, undecided
from ticketing.door.queries.configuration import Configuration, configuration, questions
from ticketing.door.queries.live import (
    Arrivals,
    DeviceLine,
    GateCount,
    Live,
    admitted,
    arrivals,
    devices,
    gates,
    last_scans,
    live,
    queues,
    sold,
)
from ticketing.door.queries.presence import AreaCount, areas, crowd
from ticketing.door.queries.search import Found, search
from ticketing.door.queries.snapshot import PassedLine, Snapshot, TicketLine, snapshot

__all__ = [
    "AreaCount",
    "Arrivals",
    "Clash",
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
    "clash_of",
    "clashes",
    "configuration",
    "crowd",
    "devices",
    "gates",
    "last_scans",
    "live",
    "paired",
    "questions",
    "queues",
    "search",
    "snapshot",
    "sold",
    "undecided",
]  # fmt: skip
