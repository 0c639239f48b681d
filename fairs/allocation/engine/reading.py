"""Typed reading of one JSON object, every fault answered with a code and its place in the document."""

from typing import Any

from .errors import BadInput

MISSING = object()


class Record:
    """One JSON object and where it stands, such as `applicants[3]`."""

    def __init__(self, data: Any, place: str):
        if not isinstance(data, dict):
            raise BadInput("bad_type", place, "an object is expected here")
        self.data, self.place = data, place

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _get(self, key: str, default: Any) -> Any:
        if self.data.get(key) is not None:
            return self.data[key]
        if default is MISSING:
            raise BadInput("missing", self.at(key), "this field is required")
        return default

    def text(self, key: str, default: Any = MISSING) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise BadInput("bad_type", self.at(key), "a text is expected here")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise BadInput("bad_type", self.at(key), "true or false is expected here")
        return value

    def number(self, key: str, default: Any = MISSING, *, low: float | None = None, high: float | None = None) -> float:
        value = self._get(key, default)
        return check_number(value, self.at(key), low=low, high=high)

    def whole(self, key: str, default: Any = MISSING, *, low: int | None = None, high: int | None = None) -> int:
        value = self.number(key, default, low=low, high=high)
        if not isinstance(value, int):
            raise BadInput("bad_type", self.at(key), "a whole number is expected here")
        return value

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        value = self.items(key, default)
        for n, one in enumerate(value):
            if not isinstance(one, str):
                raise BadInput("bad_type", f"{self.at(key)}[{n}]", "a text is expected here")
        return tuple(value)

    def items(self, key: str, default: Any = ()) -> list:
        value = self._get(key, default)
        if not isinstance(value, list | tuple):
            raise BadInput("bad_type", self.at(key), "a list is expected here")
        return list(value)

    def record(self, key: str, default: Any = MISSING) -> "Record":
        return Record(self._get(key, default), self.at(key))

    def records(self, key: str, default: Any = ()) -> list["Record"]:
        return [Record(one, f"{self.at(key)}[{n}]") for n, one in enumerate(self.items(key, default))]

    def pairs(self, key: str) -> list[tuple[str, str]]:
        out = []
        for n, one in enumerate(self.items(key)):
            if not isinstance(one, list) or len(one) != 2 or not all(isinstance(x, str) for x in one):
                raise BadInput("bad_type", f"{self.at(key)}[{n}]", "a pair of ids is expected here")
            out.append((one[0], one[1]))
        return out


def check_number(value: Any, place: str, *, low: float | None = None, high: float | None = None) -> float:
    """The number itself, or a refusal (`bad_type`, `out_of_range`); NaN and infinities are no numbers here."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e12:
        raise BadInput("bad_type", place, "a number is expected here")
    if (low is not None and value < low) or (high is not None and value > high):
        raise BadInput("out_of_range", place, f"{value} is outside {low} to {high}")
    return int(value) if isinstance(value, float) and value.is_integer() else value
