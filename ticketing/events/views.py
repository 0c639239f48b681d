"""What everybody sees of all events: the calendar and its feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Partner
from common.languages import Language
from ticketing.events import access, ical, queries, wording
from ticketing.events.models import Event

PER_PAGE = 24
FEED = 300
"""Entries of the feed; calendars fetch it again and again."""

TONES = {Event.State.MOVED: "warn", Event.State.CANCELLED: "bad"}


@dataclass(frozen=True, slots=True)
class Card:
    """An event in the list."""

    event: Event
    starts_at: datetime
    ends_at: datetime
    kind: str
    place: str
    hours: str
    elsewhere: str
    state_label: str
    state_tone: str


def _card(event: Event, now: datetime) -> Card:
    starts_at, ends_at = event.starts_at.astimezone(event.tz), event.ends_at.astimezone(event.tz)
    opening = wording.opening(event.starts_at, event.ends_at, event.tz) if starts_at.date() == ends_at.date() else None
    label, tone = "", ""
    if event.state in TONES:
        label, tone = str(event.get_state_display()), TONES[Event.State(event.state)]
    elif access.is_locked(event, now.astimezone(event.tz).date()):
        label, tone = _("on hold"), "warn"
    elif event.mode != Event.Mode.IN_PERSON:
        label, tone = str(event.get_mode_display()), "info"
    site = event.site
    return Card(
        event=event,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=capfirst(event.get_kind_display()),
        place=f"{site.name}, {site.settlement or site.municipality.name}" if site else "",
        hours=f"{opening.hours} {opening.zone}" if opening else "",
        elsewhere=opening.elsewhere if opening else "",
        state_label=label,
        state_tone=tone,
    )


def _months(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    grouped = groupby(cards, key=lambda card: card.starts_at.replace(day=1).date())
    return [(wording.month(month), list(of_month)) for month, of_month in grouped]


def _options(name: str, label: str, anything: str, choices: Iterable[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    options = [{"value": "", "label": anything, "selected": not chosen}]
    options += [{"value": value, "label": capfirst(text), "selected": value == chosen} for value, text in choices]
    return {"name": name, "label": label, "options": options}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All partners' events, by month. Asking for what does not exist (a kind, a page) shows what comes nearest."""
    now = timezone.now()
    kind = request.GET.get("kind", "") if request.GET.get("kind") in Event.Kind.values else ""
    country = request.GET.get("country", "") if request.GET.get("country") in Partner.Country.values else ""
    words, past = request.GET.get("q", "")[:80], request.GET.get("past") == "1"
    events = queries.calendar(at=now, kind=kind, country=country, words=words, past=past)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    request.shown_events = list(page)  # rooms above add their links to them (config.public)
    context = {
        "page_obj": page,
        "months": _months(_card(event, now) for event in page),
        "words": words,
        "past": past,
        "is_filtered": bool(kind or country or words),
        "filters": [
            _options("kind", _("Kind"), _("All kinds"), Event.Kind.choices, kind),
            _options("country", _("Country"), _("Both countries"), Partner.Country.choices, country),
        ],
    }
    return render(request, "ticketing/events/calendar.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All events to come, for subscribing in a calendar program, which has no cookie: the address names the language."""
    now, asked = timezone.now(), request.GET.get("language", "")
    events = queries.calendar(at=now).prefetch_related("days")[:FEED]
    language = asked if asked in Language.values else translation.get_language()
    with translation.override(language):
        name = _("Crafts fairs, trainings and a conference")
    return _calendar_file(ical.ics(events, language=language, at=now, name=name), "gadatirgus.ics")


@require_safe
def add_to_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, for one's own calendar."""
    event = access.public_event(slug)
    return _calendar_file(ical.ics([event], language=translation.get_language(), at=timezone.now()), f"{event.slug}.ics")


def _calendar_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, max-age=600"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
