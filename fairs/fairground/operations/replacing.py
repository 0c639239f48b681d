"""Taking over a document: what it would change, as edits, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history.operations import Actor
from common.errors import Invalid
from fairs.fairground import document
from fairs.fairground.fields import KINDS, Wrong, clean, default_of, label_of, needed, plain
from fairs.fairground.models import Ground
from fairs.fairground.operations.editing import MOST_THINGS, Outcome, apply
from fairs.fairground.operations.setting_up import change

_NOT_NEGATIVE = {"lane_min", "gap_min", "fire_gap", "neighbour", "water_max"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking over a document does: edits for `apply`, the ground's own values, what is wrong with it (place, text)."""

    edits: tuple[Mapping[str, Any], ...]
    ground: Mapping[str, Any]
    wrong: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, str], ...]
    """For the eye: what is done (added, changed, removed), with what, and how."""


def compare(ground: Ground, wanted: Mapping[str, Any], *, removes: bool = True) -> Difference:
    """Return what would change. A name that a thing of the document does not have is left as it is.

    Args:
        ground: the ground to be changed.
        wanted: a document (see `document`); kinds it does not name are left alone.
        removes: take away what the document does not have, of the kinds it names.
    """
    present = document.of(ground, with_ids=True)
    edits: list[Mapping[str, Any]] = []
    wrong: list[tuple[str, str]] = []
    lines: list[tuple[str, str, str]] = []
    for word, kind in KINDS.items():
        if kind.plural not in wanted:
            continue
        rows = wanted[kind.plural]
        if not isinstance(rows, list) or len(rows) > MOST_THINGS or not all(isinstance(row, dict) for row in rows):
            wrong.append((kind.plural, _("This is not a list of at most %(most)d things.") % {"most": MOST_THINGS}))
            continue
        before = {_key(word, row, place): row for place, row in enumerate(present[kind.plural])}
        seen: set[str] = set()
        for place, row in enumerate(rows):
            at = str(row.get("_line") or f"{kind.plural} {place + 1}")
            values = _checked(word, {name: value for name, value in row.items() if name not in ("_line", "id")}, at, wrong)
            key = _key(word, {**row, **values}, place)
            if not key or key in seen:
                if key:
                    wrong.append((at, _("Used twice: %(names)s. Give each its own.") % {"names": key}))
                elif kind.key not in row:  # one that is there but empty was told above
                    wrong.append((at, _("Give it a name or number.")))
                continue
            seen.add(key)
            if key not in before:
                lacking = [name for name in needed(word) if name not in row]
                wrong += [(at, f"{label_of(word, name)}: {_('This must not be empty.')}") for name in lacking]
            _compare_one(word, key, values, before.get(key), edits, lines)
        if removes:
            for key, row in before.items():
                if key not in seen:
                    edits.append({"kind": word, "id": row["id"], "delete": True})
                    lines.append(("removed", _name(word, row, key), ""))
    return Difference(tuple(edits), _own(wanted, wrong), tuple(wrong), tuple(lines))


def _key(word: str, row: Mapping[str, Any], place: int) -> str:
    return str(row.get(KINDS[word].key, "")).strip() if KINDS[word].key else f"{place + 1}"


def _name(word: str, row: Mapping[str, Any], key: str) -> str:
    return f"{KINDS[word].model._meta.verbose_name} {row.get('name') or key}" if word != "stall" else key


def _checked(word: str, row: Mapping[str, Any], at: str, wrong: list[tuple[str, str]]) -> dict[str, Any]:
    values = {}
    for name, value in row.items():
        try:
            values[name] = clean(word, name, value)
        except Wrong as error:
            label = label_of(word, name) if name in KINDS[word].columns else name
            wrong.append((at, f"{label}: {error}"))
    return values


def _compare_one(
    word: str, key: str, values: Mapping[str, Any], before: Mapping[str, Any] | None, edits: list[Any], lines: list[tuple[str, str, str]]
) -> None:
    after = {name: plain(value) for name, value in values.items()}
    if before is None:
        edits.append({"kind": word, "new": f"{word} {key}", "set": after})
        lines.append(("added", _name(word, after, key), ""))
        return
    was = {name: before.get(name, default_of(word, name)) for name in after}
    changed = {name: value for name, value in after.items() if value != was[name]}
    if changed:
        edits.append({"kind": word, "id": before["id"], "set": changed})
        told = "; ".join(f"{label_of(word, name)}: {was[name]} → {value}" for name, value in changed.items())
        lines.append(("changed", _name(word, {**before, **after}, key), told))


def _own(wanted: Mapping[str, Any], wrong: list[tuple[str, str]]) -> dict[str, Any]:
    said = wanted.get("ground") or {}
    if not isinstance(said, dict):
        wrong.append(("ground", _("This change cannot be read.")))
        return {}
    found = {}
    for name, column in document.GROUND.items():
        if name in said:
            field: Any = Ground._meta.get_field(column)
            value = None if said[name] == "" else str(said[name])  # a number as it is written: 0.1 is no binary fraction
            try:
                found[column] = field.clean(value, None)
                if name in _NOT_NEGATIVE and found[column] < 0:
                    raise ValidationError(_("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": 99})
            except ValidationError as error:
                wrong.append(("ground", f"{field.verbose_name}: {' '.join(error.messages)}"))
    return found


@transaction.atomic
def load(
    *, ground: Ground, wanted: Mapping[str, Any], by: Actor, at: datetime, removes: bool = True, version: int | None = None
) -> Outcome:
    """Make the ground what the document says.

    Raises:
        Invalid: something in the document cannot be taken.
        Stale, Refused: as `apply`.
    """
    found = compare(ground, wanted, removes=removes)
    if found.wrong:
        raise Invalid("; ".join(f"{place}: {text}" for place, text in found.wrong[:5]), code="wrong_document")
    outcome = apply(ground=ground, edits=_in_order(found.edits), by=by, at=at, version=version)
    if found.ground:
        changed = change(ground=ground, facts=found.ground, by=by, at=at)
        outcome = Outcome(changed.version, outcome.ids)
    return outcome


def _in_order(edits: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(edits, key=lambda edit: "delete" not in edit)
