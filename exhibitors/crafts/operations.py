"""Loading the taxonomy of crafts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from exhibitors.crafts.models import Craft

DATA = Path(__file__).resolve().parent.parent / "data" / "crafts.json"


@transaction.atomic
def load(path: Path = DATA) -> int:
    """Bring the crafts up to date with the data file and return how many there are. Crafts gone from the file stay."""
    rows = json.loads(path.read_text())
    groups: dict[str, Craft] = {}
    for position, row in enumerate(rows):
        code = row["code"]
        craft, _is_new = Craft.objects.update_or_create(
            code=code, defaults={**_facts(row), "position": position, "group": groups.get(code.partition("-")[0]) if "-" in code else None}
        )
        if "-" not in code:
            groups[code] = craft
    return len(rows)


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    names = {f"name_{language}": row[language] for language in ("lv", "ru", "en")}
    flags = {flag: row.get(flag, False) for flag in ("is_food", "has_fire", "is_noisy", "is_dusty")}
    return {**names, **flags}
