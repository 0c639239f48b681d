"""The guide for a volunteer's first day at a gate: one page, in the language asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from common import pdf
from ticketing.door.rules import Reason
from ticketing.events import wording
from ticketing.events.models import Event


def guide(event: Event, *, address: str, words: Mapping[Reason, Any], language: str, at: datetime) -> bytes:
    """Return the guide as PDF.

    Args:
        address: of the scanner page, as a volunteer types it.
        words: what the phone says for each reason, lazily translated.
    """
    with translation.override(language):
        dates = wording.dates(event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date())
        reasons = {
            Reason.USED: _("Time and gate of the first entry stand below. A minute ago at your gate? Then it is the same guest."),
            Reason.WRONG_PRODUCT: _("Send them to the gate that the screen names."),
            Reason.TOO_EARLY: _("Tell them the hour on the screen; they can wait."),
            Reason.QUESTIONS: _("The phone shows what the organiser asks: ask it, tap the answers, and they are in."),
            Reason.UNPAID: _("Call the supervisor, who takes the money on the phone."),
            Reason.REPLACED: _("Ask for the newest ticket in their mail; this one was handed on."),
            Reason.FORGED: _("Call the supervisor, keep the guest beside you, let the next one come."),
        }
        context = {
            "language": language,
            "title": _("At the gate: your first day"),
            "event": event.title,
            "about": dates,
            "address": address,
            "words": {"ok": words[Reason.OK]},
            "reasons": [(words[reason], what) for reason, what in reasons.items()],
        }
        html = render_to_string("pdf/door_guide.html", context)
    return pdf.render(html, css=["pdf/door_guide.css"], at=at, tagged=True)
