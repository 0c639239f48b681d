"""What all of the organiser's pages about proposals share: a row of tabs, and who may change anything."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from conference.proposals import queries
from conference.proposals.models import ProposalCall

form_page = require_http_methods(["GET", "HEAD", "POST"])


def around(request: HttpRequest, call: ProposalCall, here: str) -> dict[str, Any]:
    """Return what every page shows: the room's own tabs with how many decisions wait, and whether the reader may change things."""
    slug = call.event.slug
    waiting = queries.to_publish(call).count()
    pages = (
        ("proposals", _("The list"), None),
        ("proposals_call", _("Call"), None),
        ("reviews", _("Review"), None),
        ("proposals_publish", _("Decisions"), waiting or None),
        ("proposals_letters", _("Letters"), None),
    )
    return {
        "call": call,
        "room_tabs": [
            {"label": label, "url": reverse(f"desk:{name}", args=[slug]), "active": name == here, "count": count}
            for name, label, count in pages
        ],
        "waiting": waiting,
        "may_run": may_run(request),
    }


def may_run(request: HttpRequest) -> bool:
    """Tell whether the reader may decide and change."""
    return Capability.EDIT_EVENT in request.desk.allowed
