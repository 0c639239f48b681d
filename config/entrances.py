"""Ways from an event's public page into the rooms above ticketing, which it cannot know itself: its call for proposals, and the like."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.proposals import standing as proposals

Entrance = Callable[[str, datetime], dict[str, str] | None]

ENTRANCES: tuple[Entrance, ...] = (proposals.of_event,)
"""Functions of the event's slug and the moment, in the order shown; each returns `{"label": …, "url": …}`, or None."""


def entrances(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_entrances` on `events:detail`."""
    here = request.resolver_match
    if here is None or here.view_name != "events:detail":
        return {}
    found = (entrance(here.kwargs["slug"], timezone.now()) for entrance in ENTRANCES)
    return {"event_entrances": [one for one in found if one]}
