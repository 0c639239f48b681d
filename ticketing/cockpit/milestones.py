"""The course of an event, from the first sale to the closing of its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from ticketing.events import wording
from ticketing.events.models import Event


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone for the timeline: `at` in words; `state` is "done", "current" (the next one) or ""."""

    label: Any
    at: str
    state: str


def of(event: Event, at: datetime) -> Sequence[Step]:
    """Return the milestones in the order they come. Two statements."""
    on_sale = event.products.filter(is_active=True, is_public=True).aggregate(opens=Min("sale_from"), closes=Max("sale_until"))
    days = list(event.days.all())
    moments: list[tuple[datetime | None, Any]] = [(on_sale["opens"], _("Sale opens")), (on_sale["closes"], _("Sale ends"))]
    for number, day in enumerate(days, 1):
        several = {"n": number}
        moments += [
            (day.setup_from, _("Set-up begins, day %(n)s") % several if len(days) > 1 else _("Set-up begins")),
            (day.opens_at, _("Doors open, day %(n)s") % several if len(days) > 1 else _("Doors open")),
            (day.closes_at, _("Doors close, day %(n)s") % several if len(days) > 1 else _("Doors close")),
            (day.takedown_until, _("Take-down ends, day %(n)s") % several if len(days) > 1 else _("Take-down ends")),
        ]
    known = sorted(((moment, label) for moment, label in moments if moment is not None), key=lambda step: step[0])
    upcoming = next((moment for moment, _label in known if moment > at), None)
    return [
        Step(label, wording.brief(moment, event.tz), "done" if moment <= at else "current" if moment == upcoming else "")
        for moment, label in known
    ]
