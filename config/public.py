"""What rooms above ticketing add to the calendar and to an event's public page: links of theirs, put together here.

The view keeps what it shows as `request.shown_events`.
"""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from fairs.fairmap.queries import maps_of


def links(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_links`, for each event's key its links (label, url, icon). One statement where fairs are shown."""
    events = getattr(request, "shown_events", ())
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    mapped = maps_of(events) if events else set()
    for event in events:
        if event.pk in mapped:
            found[event.pk].append({"label": _("Map of the fair"), "url": reverse("calls:map", args=[event.slug]), "icon": "map-pin"})
    return {"event_links": found} if events else {}
