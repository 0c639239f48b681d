"""What stands on an event's public page beside what ticketing shows there, put together here as floors above cannot be asked from below.

A section is a function of the request and the event's slug that returns `{"template": …, …}` for the page to include with it
as `section`, or None where there is nothing to show.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from conference.learning import standing as learning

Section = Callable[[HttpRequest, str], dict[str, Any] | None]

SECTIONS: tuple[Section, ...] = (learning.of_event,)


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `event_sections` on an event's public page only."""
    here = request.resolver_match
    if here is None or here.view_name != "events:detail":
        return {}
    slug = here.kwargs["slug"]
    return {"event_sections": [shown for section in SECTIONS if (shown := section(request, slug))]}
