"""Phases of review: when, by which criteria, blind or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from common.languages import Language
from conference.proposals.models import ProposalCall, Review, ReviewCriterion, ReviewPhase
from ticketing.events.operations import refuse_if_locked

MOST_CRITERIA = 10
FIXED = ("is_blind", "is_assigned", "average", "points_max")
"""What stays once somebody has scored; the end of a phase may always be moved."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion as it should be: names by language, and weight."""

    names: Mapping[str, str]
    weight: Decimal = Decimal(1)


@transaction.atomic
def save_phase(
    *,
    call: ProposalCall,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
    criteria: Sequence[Wanted] | None = None,
    phase: ReviewPhase | None = None,
) -> ReviewPhase:
    """Set up a phase, or change one. `criteria` None leaves them as they are.

    Raises:
        Invalid: it ends before it begins, overlaps another phase, has no criterion or more than ten.
        Refused: its rules or criteria change once somebody has scored (`scored`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    one = ReviewPhase.objects.select_for_update().get(pk=phase.pk) if phase else ReviewPhase(call=call)
    opens_at, closes_at = facts.get("opens_at", one.opens_at), facts.get("closes_at", one.closes_at)
    if closes_at <= opens_at:
        raise Invalid(_("The phase ends after it begins."), code="closes_before_opening", field="closes_at")
    beside = ReviewPhase.objects.filter(call=call, opens_at__lt=closes_at, closes_at__gt=opens_at).exclude(pk=one.pk)
    if beside.exists():
        raise Invalid(_("Another phase is open at the same time. One after the other."), code="phases_overlap", field="opens_at")
    before, after = history.changes(one, facts) if phase else ({}, dict(facts))
    is_scored = phase is not None and Review.objects.filter(phase=one, has_conflict=False).exists()
    if is_scored and (any(name in after for name in FIXED) or (criteria is not None and _differ(one, criteria))):
        raise Refused(_("Reviews were given already, so the rules of the phase stay. Its dates can be moved."), code="scored")
    for name, value in facts.items():
        setattr(one, name, value)
    if phase is None:
        one.position = (ReviewPhase.objects.filter(call=call).aggregate(last=Max("position"))["last"] or 0) + 1
    one.save()
    if criteria is not None and not is_scored:
        _write(one, criteria)
    if after or criteria is not None:
        _log(call, one, by, at, "review.phase_saved", before=before, after=after)
    one.call = call
    return one


@transaction.atomic
def remove_phase(*, phase: ReviewPhase, by: Actor, at: datetime) -> None:
    """Take a phase away in which nobody has said anything.

    Raises:
        Refused: there are reviews (`scored`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(phase.call.event, at)
    if Review.objects.filter(phase=phase).exists():
        raise Refused(_("Reviews were given in this phase, so it stays."), code="scored")
    _log(phase.call, phase, by, at, "review.phase_removed", before={"name": phase.name})
    phase.delete()


def _differ(phase: ReviewPhase, criteria: Sequence[Wanted]) -> bool:
    columns = [f"name_{language}" for language in Language.values]
    present = [
        (*(name or "" for name in names), weight)
        for *names, weight in ReviewCriterion.objects.filter(phase=phase).values_list(*columns, "weight")
    ]
    return present != [(*(one.names.get(language) or "" for language in Language.values), one.weight) for one in criteria]


def _write(phase: ReviewPhase, criteria: Sequence[Wanted]) -> None:
    if not 0 < len(criteria) <= MOST_CRITERIA:
        raise Invalid(_("Between one and %(n)s criteria.") % {"n": MOST_CRITERIA}, code="how_many_criteria")
    ReviewCriterion.objects.filter(phase=phase).delete()
    for position, one in enumerate(criteria):
        names: dict[str, Any] = {f"name_{language}": name or None for language, name in one.names.items()}
        ReviewCriterion.objects.create(phase=phase, position=position, weight=one.weight, **names)


def _log(call: ProposalCall, phase: ReviewPhase, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    history.log(by=by, at=at, action=action, subject=phase, partner=call.event.partner, event=call.event, **sides)
