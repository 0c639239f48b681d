"""Cards that stand on the stalls: the number, who it is, what they make."""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from common import pdf
from fairs.calls.models import Application
from fairs.offers.documents.paper import other_name
from ticketing.events.models import Event


def stall_cards(event: Event, placed: Iterable[tuple[Application, str]], *, language: str, at: datetime) -> bytes:
    """Return a card on A5 for each maker, with the numbers of their stalls; a page that says so where there is none."""
    with translation.override(language):
        cards = [_card(event, application, stalls) for application, stalls in placed]
        title = _("Stall cards")
        html = render_to_string("pdf/fairs/stall_cards.html", {"language": language, "title": f"{title}: {event.title}", "cards": cards})
    return pdf.render(html, css=["pdf/paper.css"], at=at)


def _card(event: Event, application: Application, stalls: str) -> dict[str, str]:
    exhibitor = application.exhibitor
    other = other_name(exhibitor)
    return {
        "event": event.title,
        "stalls": stalls,
        "name": str(exhibitor),
        "legal": exhibitor.name if exhibitor.name != str(exhibitor) else "",  # who sells stands on the stall, whatever it is called
        "other": other if other != str(exhibitor) else "",
        "craft": str(application.craft or exhibitor.craft or application.product),
        "place": str(exhibitor.municipality or ""),
    }
