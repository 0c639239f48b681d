"""Reads of plans, of the instance they are computed from, and of who has which stall."""

from fairs.allocation.queries.building import IN_PLAY, PROMISED, built, guests_of, makers_in_play, rules_of
from fairs.allocation.queries.live import assigned, host_of, plans_waiting, published, reasons_for, reasons_in, stall_of
from fairs.allocation.queries.plans import (
    Row,
    allocation_of,
    compared,
    ledger,
    plan_of,
    plans_of,
    rows_of,
    stale_since,
    unplaced,
)
from fairs.allocation.queries.prices import price_of

__all__ = [
    "IN_PLAY", "PROMISED", "Row", "allocation_of", "assigned", "built", "compared", "guests_of", "host_of", "ledger",
    "makers_in_play", "plan_of", "plans_of", "plans_waiting", "price_of", "published", "reasons_for", "reasons_in", "rows_of",
    "rules_of", "stale_since", "stall_of", "unplaced",
]  # fmt: skip
