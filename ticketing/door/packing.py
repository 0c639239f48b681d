"""A snapshot as columns: what lies beside each other is alike, so that a hundred thousand tickets pack into little.

Serials go up and are sent as the step from the one before. A column of few values is sent as runs, `[value, count,
value, count, …]`. `static/door/packing.js` is the other half; docs/door.md describes the form.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from ticketing.door.queries import PassedLine, Snapshot, TicketLine

_STATES = {"unpaid": "u", "valid": "v", "cancelled": "c"}


def steps(numbers: Sequence[int]) -> list[int]:
    """Return the first number and the step to each later one."""
    return [*numbers[:1], *(later - number for number, later in pairwise(numbers))]


def runs(values: Iterable[Any]) -> list[Any]:
    """Return each value and how often it stands there in a row, flat."""
    return [part for value, group in groupby(values) for part in (value, sum(1 for _ in group))]


def _tickets(lines: Sequence[TicketLine]) -> dict[str, Any]:
    return {
        "serial": steps([line.serial for line in lines]),
        "state": runs(_STATES[line.state] for line in lines),
        "generation": runs(line.generation for line in lines),
        "product": runs(line.product for line in lines),
        "window": runs(line.window for line in lines),
        "ask": runs(int(line.to_ask) for line in lines),
        "note": {place: line.note for place, line in enumerate(lines) if line.note},
        "name": [line.name for line in lines] if any(line.name for line in lines) else [],
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _passed(lines: Sequence[PassedLine]) -> dict[str, Any]:
    base = min((_seconds(line.at) for line in lines if line.slot), default=0)
    return {
        "serial": steps([line.serial for line in lines]),
        "area": runs(line.area for line in lines),
        "slot": runs(line.slot for line in lines),
        "exit": runs(int(line.is_exit) for line in lines),
        "gate": runs(line.gate for line in lines),
        "base": base,
        "at": [_seconds(line.at) - base if line.slot else 0 for line in lines],
    }


def packed(snapshot: Snapshot) -> dict[str, Any]:
    """Return a page of changes as columns."""
    return {
        "format": 2,
        "tickets": _tickets(snapshot.tickets),
        "passed": _passed(snapshot.passed),
        "next": snapshot.next,
        "more": snapshot.more,
    }
