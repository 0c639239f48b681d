"""The programme as everybody sees it: its released version, on screen, in calendars and for other programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.languages import Language, default_language
from common.publicity import queries as publicity
from conference.programme import documents, frab, ical, stars, texts
from conference.programme.access import part_of, person_of, released
from conference.programme.changes import Change
from conference.programme.models import Release
from conference.programme.released import Part, Programme, only, read
from ticketing.events import wording
from ticketing.events.models import Event

YEAR = 365 * 24 * 3600
CHANGES = 10
"""Versions whose changes are told on one page."""


def _language() -> str:
    return get_language() or default_language()


def _asked_language(request: HttpRequest) -> str:
    """Return the language of a file: calendars and programs have no cookie, so the address may name it."""
    asked = request.GET.get("language", "")
    return asked if asked in Language.values else _language()


@dataclass(frozen=True, slots=True)
class Card:
    """A session in a list."""

    part: Part
    languages: str
    is_starred: bool
    is_now: bool
    is_over: bool


def _cards(parts: Iterable[Part], starred: Iterable[int], now: datetime) -> list[Card]:
    mine = set(starred)
    return [
        Card(part, texts.spoken(part.language, part.interpreted_into), part.number in mine, part.start <= now < part.end, part.end <= now)
        for part in parts
    ]


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _starred(request: HttpRequest, event: Event) -> list[int]:
    return stars.read(request.COOKIES.get(stars.cookie_of(event.number), ""))


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole programme by day, or what one asks for of it."""
    event, release, shown = released(slug, _language())
    asked = {name: request.GET.get(name, "") for name in ("hall", "track", "kind", "language", "day")}
    parts = only(
        shown.sessions, hall=_whole(asked["hall"]), track=_whole(asked["track"]), kind=_whole(asked["kind"]),
        language=asked["language"] if asked["language"] in Language.values else "",
    )  # fmt: skip
    return _list(request, event, release, shown, parts, {"asked": asked, "filters": _filters(shown, asked), "is_mine": False})


@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody has starred, with a calendar of it."""
    event, release, shown = released(slug, _language())
    numbers = [number for number in _starred(request, event) if number in shown.by_number]
    parts = [part for part in shown.sessions if part.number in set(numbers)]
    calendar = reverse("learn:my_calendar", args=[slug, stars.written(numbers)]) if numbers else ""
    return _list(request, event, release, shown, parts, {"asked": {}, "filters": [], "is_mine": True, "my_calendar": calendar})


def _list(
    request: HttpRequest, event: Event, release: Release, shown: Programme, parts: Iterable[Part], more: dict[str, Any]
) -> HttpResponse:
    now, starred = timezone.now(), _starred(request, event)
    days = list(shown.by_day)
    asked_day = more["asked"].get("day", "")
    cards = _cards(parts, starred, now)
    by_day = [(on, _by_start(card for card in cards if card.part.day == on)) for on in days if asked_day in ("", on.isoformat())]
    context = {
        **more,
        "event": event,
        "release": release,
        "days": [(on, texts.day(on), found) for on, found in by_day if found],
        "day_pills": _day_pills(days, asked_day),
        "is_narrowed": any(value for name, value in more["asked"].items() if name != "day"),
        "zone": wording.zone_words(event.tz),
        "star_count": len([number for number in starred if number in shown.by_number]),
        "coming": _coming(shown, now),
        "publicity": publicity.notice_for(
            on=now.astimezone(event.tz).date(), country=event.partner.country, publisher=event.partner.name, language=_language()
        ),
    }
    response = render(request, "conference/programme/programme.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def _by_start(cards: Iterable[Card]) -> list[tuple[datetime, list[Card]]]:
    """Return sessions that begin together, together."""
    return [(start, list(group)) for start, group in groupby(cards, key=lambda card: card.part.start)]


def _day_pills(days: list[Any], asked: str) -> list[dict[str, Any]]:
    if len(days) < 2:
        return []
    found = [{"label": _("All days"), "url": "?", "active": not asked}]
    return found + [{"label": texts.day(on), "url": f"?day={on.isoformat()}", "active": asked == on.isoformat()} for on in days]


def _coming(shown: Programme, now: datetime) -> dict[str, list[Part]]:
    """Return what is on now and what begins next, while the event is on."""
    running = [part for part in shown.sessions if part.start <= now < part.end]
    later = [part.start for part in shown.sessions if part.start > now]
    begins = min(later) if later and (running or min(later).date() == now.astimezone(min(later).tzinfo).date()) else None
    return {"now": running, "next": [part for part in shown.sessions if part.start == begins] if begins else []}


def _filters(shown: Programme, asked: dict[str, str]) -> list[dict[str, Any]]:
    spoken = {part.language for part in shown.sessions} | {one for part in shown.sessions for one in part.interpreted_into}
    rows: list[tuple[str, Any, Any, list[tuple[str, str]]]] = [
        ("track", _("Track"), _("All tracks"), [(str(one.id), one.name) for one in shown.tracks]),
        ("hall", _("Room"), _("All rooms"), [(str(one.id), one.name) for one in shown.halls]),
        ("kind", _("Kind"), _("All kinds"), [(str(one.id), one.name) for one in shown.kinds]),
        ("language", _("In language"), _("All languages"), [(code, str(label)) for code, label in Language.choices if code in spoken]),
    ]
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": "", "label": everything, "selected": not asked[name]},
                *({"value": value, "label": text, "selected": asked[name] == value} for value, text in options),
            ],
        }
        for name, label, everything, options in rows
        if len(options) > 1
    ]


@require_safe
def session(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One session."""
    event, _release, shown = released(slug, _language())
    part = part_of(shown, number)
    [card] = _cards([part], _starred(request, event), timezone.now())
    context = {"event": event, "card": card, "part": part, "when": texts.when(part.start, part.end), "zone": wording.zone_words(event.tz)}
    response = render(request, "conference/programme/session.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def speakers(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who speaks."""
    event, _release, shown = released(slug, _language())
    people = [(one, shown.of_speaker(one.guid)) for one in shown.speakers]
    return render(request, "conference/programme/speakers.html", {"event": event, "people": people})


@require_safe
def speaker(request: HttpRequest, slug: str, guid: UUID) -> HttpResponse:
    """One speaker, with their sessions."""
    event, _release, shown = released(slug, _language())
    person = person_of(shown, str(guid))
    cards = _cards(shown.of_speaker(person.guid), _starred(request, event), timezone.now())
    context = {"event": event, "person": person, "cards": [(texts.when(card.part.start, card.part.end), card) for card in cards]}
    return render(request, "conference/programme/speaker.html", context)


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What each version has changed."""
    event, _release, _shown = released(slug, _language())
    found = list(Release.objects.filter(event=event)[: CHANGES + 1])
    told = []
    for release, before in zip(found, [*found[1:], None], strict=True):
        after, old = read(release.document, _language()), read(before.document, _language()) if before else None
        # of the first version everything would be new
        lines = [texts.change(Change(*one), old, after) for one in release.changes] if release.number > 1 else []
        told.append((release, lines))
    return render(request, "conference/programme/changes.html", {"event": event, "told": told[:CHANGES]})


@require_POST
def star(request: HttpRequest, slug: str) -> HttpResponse:
    """Star a session or take the star away; the list stays in the visitor's browser."""
    event, _release, shown = released(slug, _language())
    number = _whole(request.POST.get("session", ""))
    numbers = {one for one in _starred(request, event) if one in shown.by_number}
    if number in shown.by_number:
        numbers ^= {number}
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = reverse("learn:programme", args=[slug])
    response = redirect(back)
    # its script reads and writes it too, so that stars work without a network
    response.set_cookie(
        stars.cookie_of(event.number), stars.written(numbers), max_age=YEAR, path=reverse("learn:programme", args=[slug]),
        secure=request.is_secure(), samesite="Lax",
    )  # fmt: skip
    return response


# --- files ----------------------------------------------------------------------------------------------------------


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_safe
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme in the frab form, for conference apps."""
    event, release, shown = released(slug, _asked_language(request))
    return _file(frab.schedule_xml(event, shown, release.number), "application/xml; charset=utf-8", "schedule.xml")


@require_safe
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as JSON."""
    event, release, shown = released(slug, _asked_language(request))
    return _file(frab.schedule_json(event, shown, release.number), "application/json; charset=utf-8", "schedule.json")


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme for subscribing in a calendar program."""
    event, release, shown = released(slug, _asked_language(request))
    return _calendar(event, release, [*shown.sessions, *shown.gone], event.title)


@require_safe
def my_calendar(request: HttpRequest, slug: str, numbers: str) -> HttpResponse:
    """The starred sessions, which the address itself names, for one's own calendar."""
    event, release, shown = released(slug, _asked_language(request))
    wanted = set(stars.read(numbers))
    parts = [part for part in [*shown.sessions, *shown.gone] if part.number in wanted]
    return _calendar(event, release, parts, _("My programme: %(title)s") % {"title": event.title})


def _calendar(event: Event, release: Release, parts: Iterable[Part], name: str) -> HttpResponse:
    where = str(event.site) if event.site else ""
    content = ical.ics(event, parts, name=name, released_at=release.released_at, where=where)
    return _file(content, "text/calendar; charset=utf-8", f"{event.slug}.ics")


@require_safe
def programme_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme to print, a day on each sheet; drawn once for each version and language."""
    language = _asked_language(request)
    event, release, shown = released(slug, language)
    key = f"programme-pdf:{release.pk}:{language}"
    content = cache.get(key)
    if content is None:
        content = documents.programme_pdf(event, shown, version=release.number, language=language, at=release.released_at)
        cache.set(key, content, YEAR)
    return _file(content, "application/pdf", f"{event.slug}-{language}.pdf")


@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker that keeps the programme on a phone; other bytes as soon as another version is released."""
    event, release, _shown = released(slug, _language())
    page = reverse("learn:programme", args=[slug])
    kept = {
        "name": f"programme-{event.number}",
        "version": f"{release.number}",
        "page": page,
        "mine": reverse("learn:my_programme", args=[slug]),
    }
    script = static("js/programme/worker.js")
    response = HttpResponse(
        f"self.KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(script)});\n", content_type="text/javascript; charset=utf-8"
    )
    patch_cache_control(response, no_cache=True)
    return response
