"""A whole ground as one plain document, `gadatirgus-ground/1`: what is exported, imported, copied, kept as a template and edited."""

from collections.abc import Mapping
from typing import Any

from fairs.fairground.fields import KINDS, REFERENCES, default_of, plain
from fairs.fairground.models import Ground

FORMAT = "gadatirgus-ground/1"
GROUND = {
    "width": "width_m", "depth": "depth_m", "north": "north_deg", "lane_min": "lane_min_m", "gap_min": "gap_min_m",
    "fire_gap": "fire_gap_m", "neighbour": "neighbour_m", "water_max": "water_max_m",
}  # fmt: skip
"""The ground's own values by their names in a document; metres, north in degrees."""


def of(ground: Ground, *, with_ids: bool = False) -> dict[str, Any]:
    """Return everything on the ground. Seven statements.

    Args:
        ground: the ground.
        with_ids: give each thing its key and leave out what is as by default; for the editor, not for a file.
    """
    found: dict[str, Any] = {"format": FORMAT, "ground": {name: plain(getattr(ground, column)) for name, column in GROUND.items()}}
    names: dict[str, dict[int, str]] = {}
    for word, kind in KINDS.items():
        rows = list(getattr(ground, kind.plural).all())
        if word in REFERENCES:
            names[word] = {row.pk: getattr(row, REFERENCES[word]) for row in rows}
        found[kind.plural] = [_written(word, row, names, with_ids) for row in rows]
    return found


def _written(word: str, row: Any, names: Mapping[str, Mapping[int, str]], with_ids: bool) -> dict[str, Any]:
    values = {name: _value(word, row, name, column, names) for name, column in KINDS[word].columns.items()}
    if not with_ids:
        return values
    return {"id": row.pk, **{name: value for name, value in values.items() if value != _default(word, name)}}


def _value(word: str, row: Any, name: str, column: str, names: Mapping[str, Mapping[int, str]]) -> Any:
    if word == "stall" and name in REFERENCES:
        return names[name].get(getattr(row, f"{name}_id"), "")
    return plain(getattr(row, column))


def _default(word: str, name: str) -> Any:
    found = _DEFAULTS.get((word, name))
    if found is None:
        found = _DEFAULTS[word, name] = default_of(word, name)
    return found


_DEFAULTS: dict[tuple[str, str], Any] = {}


def defaults() -> dict[str, dict[str, Any]]:
    """Return what each kind of thing is where nothing is said, by name."""
    return {word: {name: default_of(word, name) for name in kind.columns} for word, kind in KINDS.items()}
