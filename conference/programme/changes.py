"""What differs between two documents of a programme, session by session. Plain: knows no tables."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Document = Mapping[str, Any]


class Change(NamedTuple):
    """One difference. `kind`: "new", "gone", "moved" (another time), "hall", "title", "speakers", "language", "text".

    `before` and `after` are as the documents have them: [start, end], the id of a hall, titles by language, ids of speakers.
    """

    kind: str
    number: int
    before: Any = None
    after: Any = None


def differences(before: Document | None, after: Document) -> list[Change]:
    """Return what has changed, by session: new ones and those that are gone with their place, the rest point by point."""
    olds = {one["number"]: one for one in (before or {}).get("sessions", [])}
    news = {one["number"]: one for one in after["sessions"]}
    found: list[Change] = []
    for number in sorted(olds.keys() | news.keys()):
        old, new = olds.get(number), news.get(number)
        if old is None and new is not None:
            found.append(Change("new", number, None, [new["start"], new["end"], new["hall"]]))
        elif new is None and old is not None:
            found.append(Change("gone", number, [old["start"], old["end"], old["hall"]]))
        elif old is not None and new is not None:
            found += [Change(kind, number, _of(old, keys), _of(new, keys)) for kind, keys in _POINTS if _of(old, keys) != _of(new, keys)]
    return found


_POINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("moved", ("start", "end")),
    ("hall", ("hall",)),
    ("title", ("title",)),
    ("speakers", ("speakers",)),
    ("language", ("language", "interpreted_into")),
    ("text", ("abstract", "kind", "track", "is_break")),
)


def _of(session: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    if keys == ("speakers",):
        return [one["id"] for one in session["speakers"]]
    return session[keys[0]] if len(keys) == 1 else [session[key] for key in keys]


def has_changed(before: Document | None, after: Document) -> bool:
    """Tell whether anything that everybody sees is another: sessions, or names of halls, tracks, kinds and speakers."""
    if before is None:
        return True
    return any(before.get(key) != after.get(key) for key in ("sessions", "gone", "halls", "tracks", "kinds", "speakers", "days", "zone"))
