"""The lists of a plan: search, sorting, the columns of their files; the drawing of the ground."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.languages import fold
from fairs.allocation.queries import Row
from fairs.fairground import queries as fairground
from ticketing.events.models import Event
from ticketing.events.sheets import Column


def found(rows: Iterable[Row], words: str) -> list[Row]:
    """Return the rows whose name, entry or stalls hold every word."""
    wanted = fold(words).split()
    return [row for row in rows if all(word in fold(f"{row.entry} {row.name} {row.place}") for word in wanted)]


def by_stall(rows: Iterable[Row]) -> list[Row]:
    """Return the placed makers in the order of their stalls."""
    return sorted((row for row in rows if row.stalls), key=lambda row: (row.stalls[0].row, row.stalls[0].position, row.stalls[0].number))


def columns() -> list[Column]:
    """Return the columns of a plan's file."""
    return [
        Column(_("Stall"), lambda row: row.place),
        Column(_("Entry"), lambda row: row.entry),
        Column(_("Maker"), lambda row: row.name),
        Column(_("Goods group"), lambda row: str(row.application.goods_group or "")),
        Column(_("Points"), lambda row: row.application.score),
        Column(_("Wish met"), lambda row: row.rank or None),
    ]


def drawing(event: Event, holders: Mapping[str, str], marked: Iterable[str] = ()) -> dict[str, Any] | None:
    """Return what the map draws: zones and stalls with their holder's words; None where there is no ground."""
    ground = fairground.ground_of(event)
    if ground is None:
        return None
    layout, chosen = fairground.layout(ground), set(marked)
    return {
        "width": layout.width,
        "depth": layout.depth,
        "zones": [_box(zone) | {"name": zone.name} for zone in layout.zones],
        "lanes": [_box(lane) | {"kind": lane.kind} for lane in layout.lanes],
        "stalls": [
            _box(stall)
            | {
                "number": stall.number,
                "who": holders.get(stall.number, ""),
                "tone": "closed" if stall.is_blocked else "marked" if stall.number in chosen else "taken" if stall.number in holders else "free",
            }
            for stall in layout.stalls
        ],
    }


def _box(thing: Any) -> dict[str, Any]:
    left, top = thing.x - thing.width / 2, thing.y - thing.depth / 2
    return {"x": thing.x, "y": thing.y, "left": left, "top": top, "width": thing.width, "depth": thing.depth, "rotation": thing.rotation}
