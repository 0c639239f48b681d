"""Loading the project's equipment from its data file."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from common.languages import Language
from places.equipment.models import Bookable
from places.sites.models import Room, Site

Row = Mapping[str, Any]
_PLAIN = (
    "kind", "craft", "condition", "needs_training", "needs_supervision", "open_to", "people_max", "setup_minutes",
    "cooldown_minutes", "use_minutes", "is_project_property",
)  # fmt: skip


@transaction.atomic
def load(*, rows: Iterable[Row]) -> int:
    """Add the things that are missing, by inventory number, and return how many were; what exists stays as people corrected it.

    Args:
        rows: as in `places/data/equipment.json`; a row's site and room (by its Latvian name) must be there.
    """
    sites = {site.code: site for site in Site.objects.all()}
    rooms = {(site_id, name): pk for site_id, name, pk in Room.objects.values_list("site_id", "name_lv", "pk")}
    known = set(Bookable.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    for row in new:
        site = sites[row["site"]]
        Bookable.objects.create(
            site=site,
            code=row["code"],
            room_id=rooms[site.pk, row["room"]] if "room" in row else None,
            cost=Decimal(row["cost"]) if "cost" in row else None,
            label_on=date.fromisoformat(row["label_on"]) if "label_on" in row else None,
            **{name: row[name] for name in _PLAIN if name in row},
            **{f"name_{language}": row["name"].get(language, "") for language in Language.values},
            **{f"notes_{language}": row.get("notes", {}).get(language, "") for language in Language.values},
        )
    return len(new)
