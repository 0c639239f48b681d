"""Reading the taxonomy."""

from typing import Any

from exhibitors.crafts.models import Craft


def grouped() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the crafts as a grouped choice: (group's name, [(id, name)]), in the taxonomy's order. One statement."""
    names: dict[int, str] = {}
    rows: dict[int, list[tuple[int, str]]] = {}
    for craft in Craft.objects.all():
        if craft.group_id is None:
            names[craft.pk] = craft.name
            rows.setdefault(craft.pk, [])
        else:
            rows.setdefault(craft.group_id, []).append((craft.pk, craft.name))
    return [(names[group][:1].upper() + names[group][1:], crafts) for group, crafts in rows.items() if group in names and crafts]


def choices(empty: Any) -> list[tuple[Any, Any]]:
    """Return `grouped` with an empty choice before it."""
    return [("", empty), *grouped()]
