"""The evidence of one event as PDF, in English whatever the reader's language is: figures, list with proofs, photographs."""

import io
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from common import pdf
from conference.evidence import queries
from conference.evidence.models import EvidencePhoto
from conference.presence.rules import HalfDay
from exhibitors.profiles.rules import passport_spelling
from ticketing.events import paper, wording
from ticketing.events.models import Event

SIDE = 1100
"""The longest side of a printed picture: 200 dots an inch at half a page's width."""


def evidence(event: Event, *, at: datetime) -> bytes:
    """Return the evidence of an event."""
    with translation.override("en"):
        found = queries.figures(event)
        shots = list(queries.photos(event))
        context: dict[str, Any] = {
            "figures": found,
            "across": queries.across(event),
            "halves": [half_name(half) for half in found.halves],
            "by_half": [(half_name(half), count) for half, count in found.by_half],
            "days": [f"{day.date}, {day.hours}" for day in wording.openings(event)],
            "rows": [{"row": row, "latin": passport_spelling(row.enrolment.name)} for row in found.rows],
            "hours": found.minutes // 60,
            "photos": [{"src": f"photo:{one.pk}", "about": one.get_about_display(), "caption": one.caption} for one in shots],
        }
        title = _("Evidence of the event")
    pictures = {f"photo:{one.pk}": _picture(one) for one in shots}
    return paper.render(
        "conference/evidence", event=event, title=title, language="en", at=at, context=context, pictures=pictures, is_wide=True
    )


def half_name(half: HalfDay) -> str:
    """Return a half-day in few words of the active language, for the head of a column."""
    return f"{wording.brief_day(half.day)} " + (_("2nd half") if half.is_second else _("1st half"))


def _picture(photo: EvidencePhoto) -> pdf.Photo:
    """Return a stored picture as small as print needs it; an empty one where its file is gone."""
    try:
        with photo.file.open("rb") as file, Image.open(file) as source:
            source.draft("RGB", (SIDE, SIDE))
            source.thumbnail((SIDE, SIDE))
            shown = source.convert("RGB")
    except OSError:
        shown = Image.new("RGB", (4, 3), (238, 230, 212))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=82)
    return pdf.Photo(f"photo{photo.pk}", shown.width, shown.height, out.getvalue())
