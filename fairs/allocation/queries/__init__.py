"""Reads of plans, of the instance they are computed from, and of who has which stall."""

from fairs.allocation.queries.building import IN_PLAY, PROMISED, built, guests_of, makers_in_play, rules_of
from fairs.allocation.queries.groups import crafts_of, groups_of, pins
from fairs.allocation.queries.live import (
    assigned,
    findings,
    findings_in,
    host_of,
    is_told,
    names_on_stalls,
    plans_waiting,
    published,
    reasons_for,
    reasons_in,
    stall_of,
)
from fairs.allocation.queries.plans import (
    Difference,
    Row,
    allocation_of,
    answer_of,
    compared,
    effects,
    finished,
    ledger,
    names_of,
    newest,
    pins_of,
    plan_of,
    plans_of,
    record,
    row_of,
    rows_of,
    stale_since,
    standing_of,
    supply,
    under_way,
    unplaced,
)
from fairs.allocation.queries.prices import price_of

__all__ = [
    "IN_PLAY", "PROMISED", "Difference", "Row", "allocation_of", "answer_of", "assigned", "built", "compared", "crafts_of", "effects",
    "findings", "findings_in", "finished", "groups_of", "guests_of", "host_of", "is_told", "ledger", "makers_in_play", "names_of",
    "names_on_stalls", "newest", "pins", "pins_of", "plan_of",
    "plans_of", "plans_waiting", "price_of", "published", "reasons_for", "reasons_in", "record", "row_of", "rows_of", "rules_of",
    "stale_since", "stall_of", "standing_of", "supply", "under_way", "unplaced",
]  # fmt: skip
