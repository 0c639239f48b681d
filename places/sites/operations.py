"""Loading sites and municipalities from data files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from common.languages import Language
from places.sites.models import Municipality, Room, Site

Row = Mapping[str, Any]
Table = TypeVar("Table", bound=models.Model)


@dataclass(frozen=True)
class Loaded:
    """How many rows were new, or written over."""

    municipalities: int
    sites: int
    rooms: int


@transaction.atomic
def load(*, municipalities: Iterable[Row], sites: Iterable[Row], overwrite: bool = False) -> Loaded:
    """Add the municipalities, sites and rooms that are missing. What exists is left as people have corrected it.

    Args:
        municipalities: rows as in `places/data/municipalities.json`, each after the one that succeeds it.
        sites: rows as in `places/data/sites.json`.
        overwrite: write over what exists as well.

    Raises:
        Invalid: a row names a municipality that is not there.
    """
    written = [_write(Municipality, {"code": row["code"]}, _municipality(row), overwrite)[1] for row in municipalities]
    new_sites, new_rooms = 0, 0
    for row in sites:
        site, is_written = _write(Site, {"code": row["code"]}, _site(row), overwrite)
        new_sites += is_written
        new_rooms += sum(_write(Room, {"site": site, "name_lv": room["name"]["lv"]}, _room(room), overwrite)[1] for room in row["rooms"])
    return Loaded(sum(written), new_sites, new_rooms)


def _write(table: type[Table], key: Row, values: Row, overwrite: bool) -> tuple[Table, bool]:
    if overwrite:
        return table._default_manager.update_or_create(**key, defaults=values)[0], True
    return table._default_manager.get_or_create(**key, defaults=values)


def _municipality(row: Row) -> Row:
    successor = _by_code(row["successor"]) if "successor" in row else None
    return {
        "name": row["name"],
        "country": row["country"],
        "valid_from": _day(row.get("from")),
        "valid_until": _day(row.get("until")),
        "successor": successor,
    }


def _site(row: Row) -> Row:
    return {
        **_in_all_languages("name", row["name"]),
        **_in_all_languages("settlement", row["settlement"]),
        **_in_all_languages("notes", row.get("notes", {})),
        "municipality": _by_code(row["municipality"]),
        "house": row.get("house", ""),
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
        "coordinates_source": row["source"],
        "coordinates_precision": row["precision"],
        "is_building_site": "building" in row["roles"],
        "is_equipment_place": "equipment" in row["roles"],
        "is_venue": "venue" in row["roles"],
        "zone": row.get("zone", "Europe/Riga"),
    }


def _room(row: Row) -> Row:
    return {
        **_in_all_languages("name", row["name"]),
        **_in_all_languages("notes", row.get("notes", {})),
        "capacity": row.get("capacity"),
        "work_stations": row.get("work_stations"),
        "is_heated": row.get("heated", False),
        "is_step_free": row.get("step_free", False),
        "width_m": Decimal(row["width"]) if "width" in row else None,
        "depth_m": Decimal(row["depth"]) if "depth" in row else None,
    }


def _in_all_languages(field: str, texts: Mapping[str, str]) -> Row:
    return {f"{field}_{language}": texts.get(language, "") for language in Language.values}


def _by_code(code: str) -> Municipality:
    found = Municipality.objects.filter(code=code).first()
    if found is None:
        raise Invalid(_("There is no municipality with the code %(code)s.") % {"code": code}, code="unknown_municipality")
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
