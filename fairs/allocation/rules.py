"""What may happen to a plan, and in which order things matter when stalls are given."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

MOVES: Mapping[str, frozenset[str]] = {
    "queued": frozenset({"running", "cancelled", "failed"}),
    "running": frozenset({"running", "done", "failed", "cancelled"}),  # again, when its worker died
    "done": frozenset({"published", "cancelled"}),
    "published": frozenset({"superseded"}),
    "failed": frozenset(),
    "cancelled": frozenset(),
    "superseded": frozenset(),
}

SILENCE = timedelta(minutes=3)
"""A computation whose worker gave no sign of life for so long is taken over by another."""

SECONDS: Mapping[str, float] = {"quick": 10.0, "thorough": 60.0, "proof": 480.0}
"""Time of each budget. The longest stays below the task queue's limit for one task, reasons included."""

_COMFORT = {
    "wish_points": 1, "claims_kept": 800, "extra_stalls": 500, "beside_met": 800, "unwanted_neighbours": -1000,
    "same_craft_neighbours": -600,
}  # fmt: skip

PUBLISHED: tuple[Mapping[str, int], ...] = ({"quota_shortfall": -1}, {"placed_value": 1}, _COMFORT, {"justified_envy": -1})
"""The order we publish unless a fair decides otherwise (docs/allocation.md)."""

STRICT: tuple[Mapping[str, int], ...] = (
    {"quota_shortfall": -1}, {"placed_value": 1}, {"extra_stalls": 1}, {"wish_points": 1}, {"claims_kept": 1}, {"beside_met": 1},
    {"unwanted_neighbours": -1}, {"same_craft_neighbours": -1}, {"justified_envy": -1},
)  # fmt: skip

SIGNS: Mapping[str, int] = {term: -1 if weight < 0 else 1 for level in PUBLISHED for term, weight in level.items()}
"""Every term an organiser may weigh, and whether it is wanted (1) or not (-1)."""

LARGEST_WEIGHT = 10_000
MOST_LEDGER_POINTS = 5


def may_move(before: str, after: str) -> bool:
    """Tell whether a plan in state `before` may become `after`."""
    return after in MOVES[before]


def may_begin(state: str, beat_at: datetime | None, at: datetime) -> bool:
    """Tell whether a worker may begin to compute: nobody is at it, or whoever was has died."""
    return state == "queued" or (state == "running" and (beat_at is None or at - beat_at > SILENCE))


def levels_of(preset: str, own: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return the levels of a preset, or the organiser's own; the published order where these are empty."""
    chosen = STRICT if preset == "strict" else own if preset == "own" and own else PUBLISHED
    return [dict(level) for level in chosen]


def own_levels(places: Mapping[str, tuple[int, int]]) -> list[dict[str, int]]:
    """Return levels from each term's place (1 is most important, 0 leaves it out) and weight, however places are numbered."""
    used = sorted({place for place, weight in places.values() if place > 0 and weight > 0})
    return [
        {term: SIGNS[term] * weight for term, (at, weight) in places.items() if at == place and weight > 0 and term in SIGNS}
        for place in used
    ]


def places_of(levels: Sequence[Mapping[str, float]]) -> dict[str, tuple[int, float]]:
    """Return each term's place and weight, the reverse of `own_levels`."""
    return {term: (place, weight) for place, level in enumerate(levels, 1) for term, weight in level.items()}
