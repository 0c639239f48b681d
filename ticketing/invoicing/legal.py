"""What the law wants papers to say. The wording is data with validity, in `data/legal_texts.json`, to be kept by an accountant."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "legal_texts.json"


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    for row in rows:
        row["from"] = date.fromisoformat(row.get("from", "0001-01-01"))
        row["until"] = date.fromisoformat(row.get("until", "9999-12-31"))
    return tuple(rows)


def text(key: str, *, country: str, on: date, language: str) -> str:
    """Return what a country's law has a paper say on a day, in a language; "" where it asks for nothing.

    `until` in the data is the first day on which a text no longer holds.
    """
    for row in _rows():
        if row["key"] == key and row["country"] == country and row["from"] <= on < row["until"]:
            return row[language]
    return ""
