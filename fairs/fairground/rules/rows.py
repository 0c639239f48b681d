"""A row of touching stalls, by numbers."""

from collections.abc import Mapping
from typing import Any

from fairs.fairground.rules.geometry import Rect


def row_edits(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the edits that add a row: `count` stalls from (x, y) on, running towards `direction` degrees, ends open on two sides.

    The stalls stand turned with the row, their fronts on its right-hand side as one walks along it.
    """
    origin = Rect(row["x"], row["y"], row["width"], row["depth"], row["direction"])
    edits = []
    for place in range(row["count"]):
        x, y = origin.at(place * row["width"], 0)
        is_end = row["count"] > 1 and place in (0, row["count"] - 1)
        values = {
            "number": f"{row['row']}{row['first'] + place}", "row": row["row"], "position": row["first"] + place, "x": round(x, 2),
            "y": round(y, 2), "width": row["width"], "depth": row["depth"], "rotation": row["direction"], "open_sides": 2 if is_end else 1,
        }  # fmt: skip
        values |= {name: row[name] for name in ("zone", "board", "power_kw", "price_class")}
        edits.append({"kind": "stall", "new": f"n{place}", "set": values})
    return edits
