"""What stands on the maker's page beside the profile. Rooms of the floors above cannot be asked from below, so it is put together here.

A section is a function of the request and the person's exhibitors that returns `{"template": …, …}` for the page to include
with it as `section`, or None where there is nothing to show.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest

from exhibitors.models import Exhibitor
from exhibitors.profiles import queries
from fairs.calls import workshop as calls

Section = Callable[[HttpRequest, Sequence[Exhibitor]], dict[str, Any] | None]

SECTIONS: tuple[Section, ...] = (
    calls.applications,
    calls.open_calls,
)


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `maker_sections` on the maker's page only."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    if here != "maker:home" or not SECTIONS or not request.user.is_authenticated:
        return {}
    exhibitors = list(queries.kept_by(request.user))
    return {"maker_sections": [shown for section in SECTIONS if (shown := section(request, exhibitors))]}
