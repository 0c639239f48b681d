"""A released programme in the form that frab made common: schedule.xml and schedule.json, for other people's programs.

The form is the one of the public schema that conference apps are checked against (c3voc, "schedule.xml.xsd" and
"schema.json"): ids, guids and slugs are unique, times carry their offset. Breaks are no events in it.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.urls import reverse

from common.xlsx import plain_text
from conference.programme.released import Part, Place, Programme
from ticketing.events.models import Event

GENERATOR = "Gadatirgus"
SLOT = "00:05"


def _acronym(event: Event) -> str:
    return f"{event.slug.replace('-', '_'):_<4}"


def _length(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _slug(event: Event, part: Part) -> str:
    return f"{event.slug}-{part.number}"


def _address(event: Event, part: Part) -> str:
    return settings.SITE_URL + reverse("learn:session", args=[event.slug, part.number])


def _hall(part: Part) -> str:
    return part.hall.name if part.hall else "–"


def _days(programme: Programme) -> Iterator[tuple[int, date, datetime, datetime, list[tuple[str, list[Part]]]]]:
    """Yield each day: number, date, beginning and end, and its sessions by hall, halls in the programme's order."""
    opened = {start.date(): (start, end) for start, end in programme.days}
    for index, (on, parts) in enumerate(programme.by_day.items(), 1):
        shown = [part for part in parts if not part.is_break]
        names = [hall.name for hall in programme.halls] + ["–"]
        halls = [(name, found) for name in dict.fromkeys(names) if (found := [part for part in shown if _hall(part) == name])]
        start, end = opened.get(on, (parts[0].start, max(part.end for part in parts)))
        yield index, on, start, end, halls


def schedule_xml(event: Event, programme: Programme, version: int) -> bytes:
    """Return the programme as schedule.xml."""
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR, version="1")
    _text(root, "version", str(version))
    about = SubElement(root, "conference")
    days = list(_days(programme))
    for name, value in _about(event, programme, days).items():
        _text(about, name, value)
    for index, on, start, end, halls in days:
        day = SubElement(root, "day", index=str(index), date=on.isoformat(), start=start.isoformat(), end=end.isoformat())
        for hall, parts in halls:
            room = SubElement(day, "room", name=plain_text(hall))
            for part in parts:
                _event(room, event, part)
    if not days:
        SubElement(root, "day", index="1", date=programme.days[0][0].date().isoformat())
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _about(event: Event, programme: Programme, days: list[Any]) -> dict[str, str]:
    first = days[0][1] if days else programme.days[0][0].date()
    last = days[-1][1] if days else programme.days[-1][0].date()
    return {
        "title": event.title,
        "acronym": _acronym(event),
        "start": first.isoformat(),
        "end": last.isoformat(),
        "days": str(max(1, len(days))),
        "timeslot_duration": SLOT,
        "base_url": settings.SITE_URL,
        "time_zone_name": programme.zone,
    }


def _event(room: Element, event: Event, part: Part) -> None:
    node = SubElement(room, "event", id=str(part.number), guid=part.guid)
    for name, value in {
        "room": _hall(part),
        "title": part.title,
        "subtitle": "",
        "type": part.kind.name if part.kind else "",
        "date": part.start.isoformat(),
        "start": f"{part.start:%H:%M}",
        "duration": _length(part.minutes),
        "abstract": part.abstract,
        "slug": _slug(event, part),
        "track": part.track.name if part.track else "",
        "language": part.language,
        "description": "",
        "url": _address(event, part),
    }.items():
        _text(node, name, value)
    people = SubElement(node, "persons")
    for one in part.speakers:
        _text(people, "person", one.name).set("id", str(one.id))
    SubElement(node, "links")


def _text(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = plain_text(text)
    return node


def schedule_json(event: Event, programme: Programme, version: int) -> str:
    """Return the programme as schedule.json."""
    days = list(_days(programme))
    about = _about(event, programme, days)
    conference = {
        "acronym": about["acronym"],
        "title": event.title,
        "start": about["start"],
        "end": about["end"],
        "daysCount": int(about["days"]),
        "timeslot_duration": SLOT,
        "time_zone_name": programme.zone,
        "url": settings.SITE_URL + reverse("learn:programme", args=[event.slug]),
        "tracks": [{"name": one.name, "color": one.colour} for one in programme.tracks],
        "rooms": [_room(event, hall) for hall in programme.halls],
        "days": [
            {
                "index": index,
                "date": on.isoformat(),
                "day_start": start.isoformat(),
                "day_end": end.isoformat(),
                "rooms": {hall: [_in_json(event, part) for part in parts] for hall, parts in halls},
            }
            for index, on, start, end, halls in days
        ],
    }
    document = {
        "generator": {"name": GENERATOR, "version": "1"},
        "schedule": {"version": str(version), "base_url": settings.SITE_URL, "conference": conference},
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _room(event: Event, hall: Place) -> dict[str, Any]:
    # a hall has no guid of its own; one made of what never changes about it is as stable
    return {"name": hall.name, "guid": str(uuid5(NAMESPACE_URL, f"{event.slug}/hall/{hall.id}")), "capacity": hall.capacity}


def _in_json(event: Event, part: Part) -> dict[str, Any]:
    return {
        "id": part.number,
        "guid": part.guid,
        "date": part.start.isoformat(),
        "start": f"{part.start:%H:%M}",
        "duration": _length(part.minutes),
        "room": _hall(part),
        "slug": _slug(event, part),
        "url": _address(event, part),
        "title": part.title,
        "subtitle": "",
        "track": part.track.name if part.track else None,
        "type": part.kind.name if part.kind else "other",
        "language": part.language,
        "abstract": part.abstract,
        "description": "",
        "persons": [{"id": one.id, "guid": one.guid, "name": one.name, "biography": one.biography} for one in part.speakers],
        "links": [],
        "attachments": [],
    }
