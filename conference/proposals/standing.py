"""What stands about proposals on pages of other rooms."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from conference.proposals import queries


def of_event(slug: str, at: datetime) -> dict[str, str] | None:
    """Return the way from an event's public page to its call, while that takes proposals. One statement."""
    call = queries.open_calls(at).filter(event__slug=slug, opens_at__lte=at).first()
    return {"label": _("Call for proposals"), "url": reverse("learn:proposals_call", args=[slug])} if call else None
