"""Changing things on a ground: many at once, all or none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.history.operations import Actor, log
from common.errors import Invalid, Refused
from fairs.fairground.fields import KINDS, REFERENCES, Wrong, clean, label_of, needed, plain
from fairs.fairground.models import Ground, Stall
from fairs.fairground.operations.locking import take

MOST_EDITS = 6000
MOST_THINGS = 5000
LOGGED = 20
"""So many things are told one by one in the log; of more, only how many."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the ground's new version, and the keys of new things by the names they were sent under."""

    version: int
    ids: Mapping[str, int]


@transaction.atomic
def apply(*, ground: Ground, edits: Sequence[Mapping[str, Any]], by: Actor, at: datetime, version: int | None = None) -> Outcome:
    """Apply edits to a ground, all or none.

    An edit is `{"kind": "stall", "id": 7, "set": {"x": 3.5}}`, `{"kind": "stall", "new": "n1", "set": {…}}` or
    `{"kind": "stall", "id": 7, "delete": true}`; kinds and names are those of `fields.KINDS`.

    Args:
        ground: the ground.
        edits: what to do; at most `MOST_EDITS`.
        by: who does it.
        at: when.
        version: the version the edits were made at, if another shall be refused.

    Raises:
        Stale: the ground is at another version.
        Invalid: a value that cannot be taken; `facts` has `edit` (its place in the list), `field`, and `thing` where known.
        Refused: `in_use`: something to be removed is wished for or given; `doubled`: a number is used twice.
    """
    if len(edits) > MOST_EDITS:
        raise Invalid(_("That is too much at once. Send at most %(most)d changes.") % {"most": MOST_EDITS}, code="too_many")
    ground = take(ground, at, version)
    work = _Work(ground)
    for place, edit in enumerate(edits):
        work.read(place, edit)
    ids = {name: key for word in KINDS for name, key in work.write(word).items()}
    log(by=by, at=at, action="ground.changed", subject=ground, event=ground.event, before=work.told(0), after=work.told(1))
    return Outcome(ground.version, ids)


class _Work:
    """The edits of one call, sorted by kind and checked, then written."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.new: dict[str, list[tuple[int, str, dict[str, Any]]]] = defaultdict(list)
        self.changed: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.gone: dict[str, set[int]] = defaultdict(set)
        self.places: dict[tuple[str, int], int] = {}
        self.diary: list[tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]] = []
        self.references: dict[str, dict[str, int]] = {}

    def read(self, place: int, edit: Mapping[str, Any]) -> None:
        kind, values = str(edit.get("kind")), edit.get("set") or {}
        if kind not in KINDS or not isinstance(values, Mapping):
            raise _wrong(place, "", _("This change cannot be read."))
        if edit.get("new") is not None:
            self.new[kind].append((place, str(edit["new"])[:40], self._cleaned(place, kind, values)))
            return
        key = edit.get("id")
        if not isinstance(key, int) or isinstance(key, bool):
            raise _wrong(place, "", _("This change cannot be read."))
        self.places[kind, key] = place
        if edit.get("delete"):
            self.gone[kind].add(key)
        else:
            self.changed[kind].setdefault(key, {}).update(self._cleaned(place, kind, values))

    def _cleaned(self, place: int, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {name: clean(kind, name, value) for name, value in values.items()}
        except Wrong as wrong:
            name = label_of(kind, wrong.name) if wrong.name in KINDS[kind].columns else wrong.name
            raise _wrong(place, wrong.name, f"{name}: {wrong}", thing=str(values.get(KINDS[kind].key, ""))) from wrong

    def write(self, word: str) -> dict[str, int]:
        """Write one kind: away, changed, new. Return the keys of new things."""
        kind = KINDS[word]
        rows = getattr(self.ground, kind.plural)
        self._remove(word, rows)
        kept = {key: values for key, values in self.changed[word].items() if key not in self.gone[word] and values}
        present = rows.in_bulk(kept) if kept else {}
        if missing := kept.keys() - present.keys():
            raise _wrong(self.places[word, min(missing)], "", _("Somebody else has removed what you changed."))
        made = [(place, name, kind.model(ground=self.ground)) for place, name, _values in self.new[word]]
        if self.new[word] and rows.count() + len(made) > MOST_THINGS:
            raise Invalid(_("A ground holds %(most)d things of a kind.") % {"most": MOST_THINGS}, code="too_many")
        before = {key: {name: self._now(word, row, name) for name in kept[key]} for key, row in present.items()}
        for key, row in present.items():
            self._fill(word, self.places[word, key], row, kept[key])
        for (place, _name, row), (_place, _same, values) in zip(made, self.new[word], strict=True):
            if kind.key and not values.get(kind.key):
                raise _wrong(place, kind.key, _("Give it a name or number."))
            if lacking := [name for name in needed(word) if name not in values]:
                raise _wrong(place, lacking[0], f"{label_of(word, lacking[0])}: {_('This must not be empty.')}")
            self._fill(word, place, row, values)
        self._check_doubled(word, present.values(), [row for _place, _name, row in made])
        self._save(word, rows, present, kept)
        created = kind.model._default_manager.bulk_create([row for _place, _name, row in made])
        for key, row in present.items():
            self.diary.append((str(row), before[key], {name: self._now(word, row, name) for name in kept[key]}))
        self.diary += [(str(row), None, {"added": word}) for row in created]
        return {name: row.pk for (_place, name, _row), row in zip(made, created, strict=True)}

    def _remove(self, word: str, rows: Any) -> None:
        if not self.gone[word]:
            return
        leaving = list(rows.filter(pk__in=self.gone[word]))
        refuse_if_used(KINDS[word].model, leaving)
        rows.filter(pk__in=[row.pk for row in leaving]).delete()
        self.diary += [(str(row), {"removed": word}, None) for row in leaving]

    def _fill(self, word: str, place: int, row: Any, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if word == "stall" and name in REFERENCES:
                setattr(row, f"{name}_id", self._referred(place, name, value))
            else:
                setattr(row, KINDS[word].columns[name], value)
        if isinstance(row, Stall):
            if row.held_for and row.held_until is None:
                raise _wrong(place, "held_until", _("Say until when stall %(number)s is kept.") % {"number": row.number})
            if not row.is_blocked:
                row.block_reason = row.block_reason if "block_reason" in values else ""

    def _referred(self, place: int, name: str, value: str) -> int | None:
        if not value:
            return None
        known = self.references.get(name)
        if not known:
            known = dict(getattr(self.ground, KINDS[name].plural).values_list(REFERENCES[name], "pk"))
            self.references[name] = known
        if value not in known:
            text = _("There is no zone “%(name)s”.") if name == "zone" else _("There is no power board “%(name)s”.")
            raise _wrong(place, name, text % {"name": value})
        return known[value]

    def _check_doubled(self, word: str, changed: Iterable[Any], made: Sequence[Any]) -> None:
        kind = KINDS[word]
        renamed = [row for row in changed if kind.key in self.changed[word].get(row.pk, {})]
        if not kind.key or not (renamed or made):
            return
        column = kind.columns[kind.key]
        others = getattr(self.ground, kind.plural).exclude(pk__in=[row.pk for row in renamed]).values_list(column, flat=True)
        counted = Counter([*others, *(getattr(row, column) for row in [*renamed, *made])])
        if doubled := sorted(name for name, n in counted.items() if n > 1):
            raise Refused(
                _("Used twice: %(names)s. Give each its own.") % {"names": ", ".join(doubled[:10])},
                code="doubled",
                facts={"names": doubled},
            )

    def _save(self, word: str, rows: Any, present: Mapping[int, Any], kept: Mapping[int, Mapping[str, Any]]) -> None:
        if not present:
            return
        kind = KINDS[word]
        columns = {kind.columns[name] for values in kept.values() for name in values}
        if word == "stall" and "is_blocked" in columns:
            columns.add("block_reason")
        if kind.key and kind.columns[kind.key] in columns:  # two that swap their numbers would meet half-way
            rows.filter(pk__in=present).update(**{kind.columns[kind.key]: Concat(Value("~"), Cast("pk", models.CharField()))})
        kind.model._default_manager.bulk_update(list(present.values()), sorted(columns), batch_size=200)

    def _now(self, word: str, row: Any, name: str) -> Any:
        if word == "stall" and name in REFERENCES:
            return getattr(row, f"{name}_id")
        return plain(getattr(row, KINDS[word].columns[name]))

    def told(self, side: int) -> dict[str, Any]:
        """Return one side of the diary, for the log: 0 as it was, 1 as it is."""
        if len(self.diary) > LOGGED:
            return {"changed": len(self.diary)} if side else {}
        return {name: sides[side] for name, *sides in self.diary if sides[side] is not None}


def _wrong(place: int, field: str, text: str, thing: str = "") -> Invalid:
    return Invalid(text, field=field, facts={"edit": place, "field": field, "thing": thing})


IN_USE = gettext_lazy("%(names)s: wished for by a maker or given to one. Block the stall instead, or free it first.")


def used(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Return the keys of those that rows of other rooms point at: wishes, plans, pins, given stalls."""
    keys, found = list(keys), set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model in _upper_models():
            name = relation.field.name
            manager = relation.related_model._base_manager
            found |= set(manager.filter(**{f"{name}__in": keys}).values_list(name, flat=True))
    return found


def _upper_models() -> set[Any]:
    own = f"{__package__.rpartition('.')[0]}."
    return {model for model in apps.get_models() if not model.__module__.startswith(own)}


def refuse_if_used(model: type[models.Model], leaving: Sequence[Any]) -> None:
    """Refuse to remove what a maker's wish or stall hangs on.

    Raises:
        Refused: with the names of those in use.
    """
    held = used(model, [row.pk for row in leaving])
    if held:
        names = ", ".join(sorted(str(row) for row in leaving if row.pk in held)[:12])
        raise Refused(IN_USE % {"names": names}, code="in_use", facts={"ids": sorted(held)})
