"""The table of stalls as a file: the columns of `exchange`, so that it can be changed in a spreadsheet and read in again."""

from collections.abc import Sequence
from typing import Any

from fairs.fairground.exchange import COLUMNS
from fairs.fairground.fields import KINDS, REFERENCES
from fairs.fairground.models import Stall
from ticketing.events.sheets import Column


def columns() -> Sequence[Column]:
    """Return the columns of the file of stalls."""
    return [Column(name, _value(name)) for name in COLUMNS]


def _value(name: str) -> Any:
    if name in REFERENCES:
        return lambda stall: getattr(getattr(stall, name), REFERENCES[name]) if getattr(stall, f"{name}_id") else ""
    column = KINDS["stall"].columns[name]
    return lambda stall: _plain(stall, column)


def _plain(stall: Stall, column: str) -> Any:
    value = getattr(stall, column)
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
