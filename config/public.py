"""What rooms above ticketing add to the calendar and to an event's public page: links and sections of theirs, put together here.

The view keeps what it shows as `request.shown_events`.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.evidence import standing as evidence
from conference.learning import standing as learning
from conference.programme.queries import released_among
from conference.proposals import standing as proposals
from fairs.fairmap.queries import maps_of
from ticketing.events.models import Event

Section = Callable[[HttpRequest, Event], dict[str, Any] | None]
Entrance = Callable[[str, datetime], dict[str, str] | None]

SECTIONS: tuple[Section, ...] = (learning.of_event, evidence.of_event)
"""What stands on the page of an event that is no fair: `{"template": …, …}` to include with it as `section`, or None."""

ENTRANCES: tuple[Entrance, ...] = (proposals.of_event,)
"""What an event's page asks for above everything else, for its slug at a moment: `{"label": …, "url": …}`, or None."""


def links(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_links`, for each event's key its links (label, url, icon). One statement each for fairs and others."""
    events = getattr(request, "shown_events", ())
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    mapped = maps_of(events) if events else set()
    others = [event for event in events if event.kind != Event.Kind.FAIR]
    planned = released_among(others) if others else set()
    for event in events:
        if event.pk in planned:
            found[event.pk].append({"label": _("Programme"), "url": reverse("learn:programme", args=[event.slug]), "icon": "calendar"})
        if event.pk in mapped:
            found[event.pk].append({"label": _("Map of the fair"), "url": reverse("calls:map", args=[event.slug]), "icon": "map-pin"})
    return {"event_links": found} if events else {}


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_sections` on an event's public page."""
    if request.resolver_match is None or request.resolver_match.view_name != "events:detail":
        return {}
    shown = [event for event in getattr(request, "shown_events", ()) if event.kind != Event.Kind.FAIR]
    return {"event_sections": [found for event in shown for section in SECTIONS if (found := section(request, event))]}


def entrances(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_entrances` on an event's public page."""
    here = request.resolver_match
    if here is None or here.view_name != "events:detail":
        return {}
    found = (entrance(here.kwargs["slug"], timezone.now()) for entrance in ENTRANCES)
    return {"event_entrances": [one for one in found if one]}
