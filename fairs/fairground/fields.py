"""What stands on a ground, under the names that the editor, the files and the table use, and how a value of each is checked.

Names are short (`x`, `width`); columns say their unit (`x_m`, `width_m`). References go by the zone's code and the board's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from fairs.fairground.models import Amenity, Board, Entrance, Lane, Stall, Tap, Zone

_PLACE = {"x": "x_m", "y": "y_m"}
_RECT = {**_PLACE, "width": "width_m", "depth": "depth_m", "rotation": "rotation"}


def _same(*names: str) -> dict[str, str]:
    return dict(zip(names, names, strict=True))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its table, its list in a document, the name it is known by, its columns by name."""

    model: type[models.Model]
    plural: str
    key: str
    columns: Mapping[str, str]


KINDS: Mapping[str, Kind] = {
    "zone": Kind(Zone, "zones", "code", {**_same("code", "name_lv", "name_ru", "name_en", "purpose"), **_RECT}),
    "lane": Kind(Lane, "lanes", "", {"use": "kind", "name": "name", **_RECT}),
    "board": Kind(Board, "boards", "name", {**_same("name", "limit_kw", "simultaneity"), **_PLACE}),
    "tap": Kind(Tap, "taps", "name", {**_same("name"), **_PLACE}),
    "entrance": Kind(Entrance, "entrances", "name", {**_same("name", "vehicles_at_once", "minutes_each"), **_PLACE}),
    "amenity": Kind(Amenity, "amenities", "", {"what": "kind", "name": "name", **_PLACE}),
    "stall": Kind(
        Stall, "stalls", "number",
        {
            **_same("number", "row", "position"), **_RECT,
            **_same(
                "zone", "open_sides", "board", "power_kw", "has_water", "allows_fire", "allows_noise", "is_covered", "is_accessible",
                "is_dead_end", "vehicle_max_m", "price_class", "is_fixed", "is_blocked", "block_reason", "held_for", "held_until",
            ),
        },
    ),
}  # fmt: skip
"""In the order in which they are written: what a stall points at comes before it."""

REFERENCES = {"zone": "code", "board": "name"}
MOST_METRES = Decimal(2000)
LEAST: Mapping[str, Decimal] = {
    "width": Decimal("0.2"),
    "depth": Decimal("0.2"),
    "limit_kw": Decimal("0.1"),
    "simultaneity": Decimal("0.05"),
}
MOST: Mapping[str, Decimal] = {"simultaneity": Decimal(1), "open_sides": Decimal(4), "vehicle_max_m": Decimal(30), "power_kw": Decimal(500)}
_METRES = {"x", "y", "width", "depth"}
_AT_LEAST_ONE = {"vehicles_at_once", "minutes_each"}


def needed(kind: str) -> list[str]:
    """Return the names that a new thing must have a value for: where it lies, and what has no usual value."""
    found = {name: KINDS[kind].model._meta.get_field(column) for name, column in KINDS[kind].columns.items()}
    return [name for name, column in found.items() if isinstance(column, models.DecimalField) and not column.has_default()]


class Wrong(Exception):
    """A value that cannot be taken; `name` is its field, the text says what to do."""

    def __init__(self, name: str, text: str):
        super().__init__(text)
        self.name = name


def column_of(kind: str, name: str) -> models.Field:
    """Return the column behind a name.

    Raises:
        Wrong: there is no such name.
    """
    column = KINDS[kind].columns.get(name)
    if column is None:
        raise Wrong(name, _("“%(name)s” is not known here.") % {"name": str(name)[:40]})
    found: Any = KINDS[kind].model._meta.get_field(column)
    return cast(models.Field, found)


def label_of(kind: str, name: str) -> str:
    """Return what a field is called in the active language."""
    return str(column_of(kind, name).verbose_name)


def clean(kind: str, name: str, value: Any) -> Any:
    """Return a value as its column keeps it; a reference stays a text.

    Raises:
        Wrong: unknown name, wrong type, out of limits.
    """
    column = column_of(kind, name)
    if isinstance(value, list | dict):
        raise Wrong(name, _("This change cannot be read."))
    if isinstance(value, str) and any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in value):
        raise Wrong(name, _("There is a character in it that is none."))
    if name in REFERENCES and kind == "stall":
        return str(value or "").strip()[:40]
    try:
        if isinstance(column, models.DecimalField):
            return _decimal(column, name, value)
        if isinstance(column, models.BooleanField):
            return _flag(value)
        if isinstance(column, models.DateTimeField):
            return _moment(column, value)
        if isinstance(column, models.IntegerField):
            value = _whole(name, value)
        text = value.strip() if isinstance(value, str) else value
        return column.clean(text, None) if text not in ("", None) else _empty(column)
    except ValidationError as error:
        raise Wrong(name, " ".join(error.messages)) from error


def _empty(column: models.Field) -> Any:
    if not column.blank:
        raise ValidationError(_("This must not be empty."))
    return None if column.null else ""


def _decimal(column: models.DecimalField, name: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value).strip().replace(",", ".") or "0")
    except InvalidOperation as error:
        raise ValidationError(_("“%(value)s” is not a number.") % {"value": str(value)[:20]}) from error
    least = LEAST.get(name, -MOST_METRES if name in ("x", "y") else Decimal(0))
    most = MOST.get(name, MOST_METRES)
    if name == "rotation" and number.is_finite():
        number %= 360
    if not number.is_finite() or not least <= number <= most:
        raise ValidationError(_("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most})
    cleaned: Decimal = number.quantize(Decimal(1).scaleb(-column.decimal_places))
    return cleaned % 360 if name == "rotation" else cleaned


def _whole(name: str, value: Any) -> int:
    try:
        number = int(str(value).strip() or 0)
    except ValueError as error:
        raise ValidationError(_("“%(value)s” is not a whole number.") % {"value": str(value)[:20]}) from error
    least, most = int(name in _AT_LEAST_ONE), int(MOST.get(name, Decimal(32_767)))
    if not least <= number <= most:
        raise ValidationError(_("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most})
    return number


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in ("1", "true", "yes", "jā", "да", "x", "+"):
        return True
    if word in ("", "0", "false", "no", "nē", "нет", "-", "none"):
        return False
    raise ValidationError(_("Write 1 for yes and 0 for no."))


def _moment(column: models.Field, value: Any) -> datetime | None:
    if value in ("", None):
        return None
    moment: datetime = column.clean(value if isinstance(value, datetime) else str(value), None)
    return moment


def plain(value: Any) -> Any:
    """Return a column's value as JSON writes it: numbers, texts, true or false, a moment in ISO 8601."""
    if isinstance(value, Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else value


def default_of(kind: str, name: str) -> Any:
    """Return the plain value a thing has where nothing is said."""
    if name in REFERENCES and kind == "stall":
        return ""
    column = column_of(kind, name)
    return plain(column.get_default()) if column.has_default() else ""
