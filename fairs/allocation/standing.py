"""What the allocation adds to an application's two pages; `config.standing` puts them together."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from fairs.allocation import queries
from fairs.calls.models import Application

SHORT = 3
"""So many sentences stand on the maker's page; the rest, with the map, on a page of its own."""


def of_maker(_request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Why this stall, or why none yet; nothing before the maker has been told."""
    if not queries.is_told(application):
        return None
    told = queries.reasons_for(application, get_language() or "lv")
    if not told:
        return None
    return {"template": "fairs/allocation/_maker.html", "told": told[:SHORT], "more": len(told) > SHORT, "application": application}


def of_desk(_request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """The place in the version in force, else in the newest finished one, and why."""
    event = application.call.event
    plan = queries.published(event) or queries.finished(event).first()
    if plan is None:
        return None
    told = queries.reasons_in(plan, application, get_language() or "lv", names_shown=True)
    if not told:
        return None
    return {"template": "fairs/allocation/_desk.html", "told": told, "plan": plan, "application": application, "event": event}
