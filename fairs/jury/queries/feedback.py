"""What a maker is given back of the jury's work."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from fairs.calls.models import Application
from fairs.jury.queries.rounds import last_closed


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a maker is given back: each None or empty where the fair does not tell it."""

    value: Decimal | None
    median: Decimal | None
    scale_min: int
    scale_max: int
    comments: tuple[str, ...]


def feedback(application: Application) -> Feedback | None:
    """Return the jury's result and comments for the maker's page; None before decisions are published, or where nothing is told."""
    if application.shown_state in (Application.State.DRAFT, Application.State.SUBMITTED):
        return None
    one = last_closed(application.call)
    if one is None or not (one.gives_score or one.gives_median or one.gives_comments):
        return None
    protocol: dict[str, Any] = one.protocol or {}
    mine = next((entry for entry in protocol["entries"] if entry["application"] == application.pk), None)
    if mine is None or mine["value"] is None:
        return None
    values = sorted(Decimal(entry["value"]) for entry in protocol["entries"] if entry["value"] is not None)
    return Feedback(
        value=Decimal(mine["value"]) if one.gives_score else None,
        median=median(values).quantize(Decimal("0.01")) if one.gives_median else None,
        scale_min=one.scale_min,
        scale_max=one.scale_max,
        comments=tuple(text for text in mine["comments"].values() if text) if one.gives_comments else (),
    )
