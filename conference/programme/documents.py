"""The programme on paper: a day on each sheet, rooms as columns; and a sign for the door of each room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from common import pdf
from common.publicity.queries import Strip, notice_for
from conference.programme import texts
from conference.programme.released import Part, Place, Programme
from ticketing.events import wording
from ticketing.events.models import Event

CSS = ["pdf/programme.css"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One day on one sheet: the rooms in use, and for each beginning what starts where; `wide` is what everybody shares."""

    day: str
    halls: Sequence[Place]
    rows: Sequence[dict[str, Any]]


def _sheets(programme: Programme) -> list[Sheet]:
    found = []
    for parts in programme.by_day.values():
        halls = [hall for hall in programme.halls if any(part.hall == hall and not _is_shared(part) for part in parts)]
        rows = []
        for start in sorted({part.start for part in parts}):
            here = [part for part in parts if part.start == start]
            cells = [[part for part in here if part.hall == hall and not _is_shared(part)] for hall in halls]
            shared = [part for part in here if _is_shared(part) or part.hall is None]
            rows.append({"start": start, "shared": shared, "cells": cells if any(cells) else []})
        found.append(Sheet(texts.day(parts[0].start), halls, rows))
    return found


def _is_shared(part: Part) -> bool:
    return part.is_break or part.hall is None


def programme_pdf(event: Event, programme: Programme, *, version: int, language: str, at: datetime) -> bytes:
    """Return a released programme to print. The same arguments give the same bytes."""
    with translation.override(language):
        context = {**_frame(event, language, at), "version": version, "sheets": _sheets(programme), "title": _("Programme")}
        return pdf.render(render_to_string("pdf/programme/programme.html", context), css=CSS, at=at)


def door_signs_pdf(event: Event, programme: Programme, *, hall: int | None, language: str, at: datetime) -> bytes:
    """Return a sign for each day and room, or those of one room, in large letters."""
    with translation.override(language):
        signs = []
        for place in programme.halls:
            if hall is not None and place.id != hall:
                continue
            for parts in programme.by_day.values():
                own = [part for part in parts if part.hall == place]
                if any(not part.is_break for part in own):
                    signs.append({"hall": place, "day": texts.day(parts[0].start), "parts": own})
        context = {**_frame(event, language, at), "signs": signs, "title": _("Door signs")}
        return pdf.render(render_to_string("pdf/programme/signs.html", context), css=CSS, at=at)


def _frame(event: Event, language: str, at: datetime) -> dict[str, Any]:
    notice: Strip | None = notice_for(
        on=at.astimezone(event.tz).date(), country=event.partner.country, publisher=event.partner.name, language=language
    )
    site = ", ".join(filter(None, [event.site.name, event.site.settlement])) if event.site else ""
    return {
        "language": language,
        "event": event,
        "about": " · ".join(
            filter(None, [wording.dates(event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date()), site])
        ),
        "organiser": event.partner.legal_name or event.partner.name,
        "released": wording.moment(at, event.tz),
        "zone": wording.zone_words(event.tz),
        "notice": notice,
    }
