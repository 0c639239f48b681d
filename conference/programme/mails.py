"""The letter to speakers when a version of the programme is released. It goes into the outbox of the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.history.operations import about
from common.outbox import operations as outbox
from conference.programme import ical, texts
from conference.programme.changes import Change
from conference.programme.models import Release, Speaker
from conference.programme.released import Part, read

TELLING = ("new", "gone", "moved", "hall")
"""Changes that a speaker must know of; a new wording of the abstract is none of them."""


def tell(release: Release, before: Mapping[str, Any] | None, changes: Sequence[Change], *, at: datetime) -> int:
    """Write to every speaker with an address whose sessions are new, gone, or at another time or place; returns how many."""
    concerned = affected(before, release.document, changes)
    people = Speaker.objects.filter(pk__in=concerned).exclude(email="")
    for speaker in people:
        _write(release, before, speaker, concerned[speaker.pk], at)
    return len(people)


def affected(before: Mapping[str, Any] | None, after: Mapping[str, Any], changes: Sequence[Change]) -> dict[int, list[Change]]:
    """Return the changes that speakers must know of, by the key of the speaker."""
    sessions = {one["number"]: one for one in [*(before or {}).get("sessions", []), *after["sessions"]]}
    found: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind in TELLING:
            for one in sessions[change.number]["speakers"]:
                found[one["id"]].append(change)
    return dict(found)


def _write(release: Release, before: Mapping[str, Any] | None, speaker: Speaker, changes: Sequence[Change], at: datetime) -> None:
    event = release.event
    language = _language(release, before, changes)
    with translation.override(language):
        programme = read(release.document, language)
        old = read(before, language) if before else None
        own = [part for part in programme.sessions if any(one.id == speaker.pk for one in part.speakers)]
        gone = [part for part in programme.gone if any(one.number == part.number for one in changes)]
        lines = [texts.change(one, old, programme) for one in changes]
        where = str(event.site) if event.site else ""
        calendar = ical.ics(event, [*own, *gone], name=_("My sessions: %(title)s") % {"title": event.title}, released_at=at, where=where)
        message = outbox.write(
            key=f"programme.released:{release.pk}:{speaker.pk}",
            kind="programme.released",
            about=about(speaker),
            within=about(event),
            to=speaker.email,
            reply_to=event.contact_email,
            language=language,
            template="programme/released",
            context={
                "event": event,
                "speaker": speaker,
                "note": release.note,
                "lines": lines,
                "own": [_said(part) for part in own],
                "link": settings.SITE_URL + reverse("learn:programme", args=[event.slug]),
            },
            at=at,
            needs_attachments=True,
        )
    outbox.attach(message=message, files=[outbox.File(f"{event.slug}.ics", "text/calendar", calendar)], at=at)


def _language(release: Release, before: Mapping[str, Any] | None, changes: Sequence[Change]) -> str:
    """Return the language the speaker's first session is spoken in: the one they are sure to read."""
    sessions = {one["number"]: one for one in [*(before or {}).get("sessions", []), *release.document["sessions"]]}
    return str(sessions[changes[0].number]["language"])


def _said(part: Part) -> str:
    return f"{texts.when(part.start, part.end)}{f' · {part.hall.name}' if part.hall else ''}: {part.title}"
