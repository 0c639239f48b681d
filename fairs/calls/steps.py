"""An application as the pages about it need it: its steps with what each lacks, its price now, who may still change it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fairs.calls import queries
from fairs.calls.completeness import STEPS, Gap
from fairs.calls.models import Application
from fairs.calls.queries import Lacks
from fairs.calls.rules import Phase
from fairs.calls.wording import STEP_LABELS, gap_text, price_words
from ticketing.pricing import PriceListError

PAGES = tuple(step for step in STEPS if step != "who")
"""The pages of the form; "who" is the maker's profile."""

PROFILE_STEPS = {
    "contact": "reach",
    "address": "home",
    "residence": "home",
    "inn": "business",
    "ogrn": "business",
    "registration_number": "business",
}
"""The step of the profile on which something of "who" is filled in."""


def may_edit(application: Application, at: datetime) -> bool:
    """Tell whether its maker can still change the application on the web, as far as they have been told of it."""
    if queries.phase_of(application.call, at) not in (Phase.OPEN, Phase.LATE):
        return False
    is_sent = application.shown_state == Application.State.SUBMITTED
    return application.shown_state == Application.State.DRAFT or (is_sent and not queries.is_being_decided(application.call))


def may_withdraw(application: Application) -> bool:
    """Tell whether there is anything to take back, as far as the maker knows."""
    return application.shown_state == Application.State.DRAFT or application.shown_state in Application.STANDING


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing or worth a look, in words, and the page where it is mended."""

    text: str
    url: str
    is_blocking: bool


def lacks_in_words(application: Application, gaps: Iterable[Gap]) -> list[Lack]:
    """Return gaps in the reader's language, each with the page where it is filled in."""
    return [Lack(gap_text(gap), _page_of(application, gap), gap.is_blocking) for gap in gaps]


def _page_of(application: Application, gap: Gap) -> str:
    if gap.code in ("paper", "food_number", "alcohol_licence"):
        return reverse("maker:papers", args=[application.exhibitor_id])
    if gap.step == "who":
        return reverse("maker:step", args=[application.exhibitor_id, PROFILE_STEPS.get(gap.code, "who")])
    return reverse("calls:step", args=[application.pk, gap.step])


def lacks(application: Application) -> Lacks:
    """Return what one application lacks, without what concerns the organiser only."""
    return queries.lacks_of(application.call, [application], finds_twins=False)[application.pk]


def ladder(application: Application, here: str, missing: Iterable[Gap]) -> list[dict[str, Any]]:
    """Return the form's pages in order, each with its address and whether something is missing on it."""
    lacking = {gap.step for gap in missing}
    return [
        {
            "name": page,
            "title": STEP_LABELS[page],
            "url": reverse("calls:step", args=[application.pk, page]),
            "is_here": page == here,
            "lacks": page in lacking,
        }
        for page in PAGES
    ]


def price_now(application: Application, at: datetime, *, days: int | None = None) -> dict[str, Any]:
    """Return the price as the application stands, in words; `problem` says why there is none."""
    on = at.astimezone(application.call.event.tz).date()
    try:
        quote = queries.price_of(application, on=on, days=days)
    except PriceListError:
        return {"lines": [], "problem": _("The price list has no price for this much power. Ask the organiser.")}
    return price_words(quote.to_json() if quote else None)
