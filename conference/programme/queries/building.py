"""The whole programme as one document: what a release freezes, and what the public page and every export read.

Names are kept in all languages. Numbers, guids and UIDs never change; `sequence` of a session grows whenever calendars must
learn of a change, also of its end.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from common.languages import Language
from conference.programme.models import Hall, Session, Slot
from conference.programme.queries.desk import planned
from conference.programme.queries.facts import days_of
from ticketing.events.models import Event

FORMAT = "programme/1"


def _texts(row: Any, name: str) -> dict[str, str]:
    return {language: text for language in Language.values if (text := getattr(row, f"{name}_{language}"))}


def document_of(event: Event, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the programme as it stands in the draft, going on from the document of the release `before`."""
    sessions = [session for session in planned(event) if hasattr(session, "slot")]
    sessions.sort(key=lambda one: (one.slot.starts_at, one.slot.hall.position if one.slot.hall else -1, one.number))
    said = [_session(event, one, one.slot) for one in sessions]
    speakers = {one.speaker_id: one.speaker for session in sessions for one in session.appearances.all()}
    return {
        "format": FORMAT,
        "zone": event.zone,
        "days": [[day.start.isoformat(), day.end.isoformat()] for day in days_of(event)],
        "halls": [{"id": hall.pk, "name": _texts(hall, "name"), "capacity": hall.capacity} for hall in Hall.objects.filter(event=event)],
        "tracks": [
            {"id": track.pk, "name": _texts(track, "name"), "colour": track.colour} for track in _once(one.track for one in sessions)
        ],
        "kinds": [{"id": kind.pk, "name": _texts(kind, "name")} for kind in _once(one.kind for one in sessions)],
        "speakers": [
            {
                "id": one.pk,
                "guid": str(one.guid),
                "name": one.name,
                "name_other": one.name_other,
                "country": one.country,
                "organisation": _texts(one, "organisation"),
                "biography": _texts(one, "biography"),
            }
            for one in sorted(speakers.values(), key=lambda one: (one.name, one.pk))
        ],
        "sessions": _numbered(said, before),
        "gone": _gone(said, before),
    }


def _once(rows: Iterable[Any]) -> list[Any]:
    found = {row.pk: row for row in rows if row is not None}
    return sorted(found.values(), key=lambda row: (row.position, row.pk))


def _session(event: Event, session: Session, slot: Slot) -> dict[str, Any]:
    return {
        "number": session.number,
        "guid": str(session.guid),
        "title": _texts(session, "title"),
        "abstract": _texts(session, "abstract"),
        "kind": session.kind_id,
        "track": session.track_id,
        "language": session.language,
        "interpreted_into": list(session.interpreted_into),
        "hall": slot.hall_id,
        "start": slot.starts_at.astimezone(event.tz).isoformat(),
        "end": slot.ends_at.astimezone(event.tz).isoformat(),
        "speakers": [{"id": one.speaker_id, "is_chair": one.is_chair} for one in session.appearances.all()],
        "is_break": session.is_break,
    }


def _numbered(said: list[dict[str, Any]], before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Add each session's sequence: as before where it is the same, one more where anything about it is another."""
    known = {one["number"]: one for one in [*(before or {}).get("gone", []), *(before or {}).get("sessions", [])]}
    found = []
    for one in said:
        last = known.get(one["number"])
        is_same = last is not None and {**last, "sequence": 0} == {**one, "sequence": 0}
        found.append({**one, "sequence": 0 if last is None else last["sequence"] + (not is_same)})
    return found


def _gone(said: list[dict[str, Any]], before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return what calendars were once told of and shall take out: cancelled, or without a place again."""
    here = {one["number"] for one in said}
    old = [one for one in (before or {}).get("gone", []) if one["number"] not in here]
    new = [
        {**one, "sequence": one["sequence"] + 1, "is_gone": True} for one in (before or {}).get("sessions", []) if one["number"] not in here
    ]
    return sorted([*old, *new], key=lambda one: one["number"])
