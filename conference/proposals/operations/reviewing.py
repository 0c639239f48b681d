"""What a reviewer does: points and words for one proposal, and standing aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from conference.proposals import queries, rules
from conference.proposals.models import Proposal, Review, ReviewCriterion, Reviewer, ReviewPhase, ReviewScore, ReviewTask
from ticketing.events.operations import refuse_if_locked

TEXT_LENGTH = 2000


class PhaseOver(Refused):
    """The phase is not open now."""

    code = "phase_over"


class NotYours(Refused):
    """The proposal is not reviewed in this phase, or not by this reviewer."""

    code = "not_yours"


class Conflicted(Refused):
    """A conflict of interest: no score. `facts["ground"]` is "declared", or how it was found."""

    code = "conflict"


@dataclass(frozen=True, slots=True)
class Said:
    """A whole review: points for every criterion, a comment for the committee, words for the authors."""

    points: Mapping[int, int]
    comment: str = ""
    feedback: str = ""


@transaction.atomic
def review(*, phase: ReviewPhase, reviewer: Reviewer, proposal: Proposal, said: Said, by: Actor, at: datetime) -> Review:
    """Save a review, as often as its reviewer likes until the phase closes. The phase is locked, so that nothing comes after its end.

    Raises:
        PhaseOver: the phase is not open.
        NotYours: not reviewed here, or assigned to others.
        Conflicted: a conflict of interest, declared or found.
        Invalid: a criterion without points (`points_missing`), points off the scale (`off_scale`), too long a text.
    """
    one = _opened(phase, at)
    _refuse_others(one, reviewer, proposal)
    ground = _ground(one, reviewer, proposal)
    if ground:
        raise Conflicted(_("A conflict of interest: you give no points here."), facts={"ground": ground})
    value = _worth(one, said)
    facts = {"value": value, "has_conflict": False, "comment": said.comment, "feedback": said.feedback, "changed_at": at}
    saved, is_new = Review.objects.update_or_create(phase=one, proposal=proposal, reviewer=reviewer, defaults=facts)
    before = {} if is_new else dict(saved.scores.values_list("criterion", "points"))
    if before != dict(said.points):
        saved.scores.all().delete()
        rows = (ReviewScore(review=saved, criterion_id=key, points=n, most=one.points_max) for key, n in said.points.items())
        ReviewScore.objects.bulk_create(rows)
        about = {"proposal": proposal.number, "reviewer": str(reviewer)}
        _log(one, by, at, "review.saved", {**about, "points": list(before.values())}, {**about, "points": list(said.points.values())})
    return saved


@transaction.atomic
def stand_aside(*, phase: ReviewPhase, reviewer: Reviewer, proposal: Proposal, by: Actor, at: datetime) -> Review:
    """Declare a conflict of interest, in every phase of the call; points given in this one are taken out.

    Raises:
        PhaseOver, NotYours: see `review`.
    """
    one = _opened(phase, at)
    _refuse_others(one, reviewer, proposal)
    facts = {"has_conflict": True, "value": None, "comment": "", "feedback": "", "changed_at": at}
    saved, _is_new = Review.objects.update_or_create(phase=one, proposal=proposal, reviewer=reviewer, defaults=facts)
    saved.scores.all().delete()
    _log(one, by, at, "review.aside", after={"proposal": proposal.number, "reviewer": str(reviewer)})
    return saved


@transaction.atomic
def come_back(*, phase: ReviewPhase, reviewer: Reviewer, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Take a declared conflict back, as one does who pressed the wrong button. One that was found stays.

    Raises:
        PhaseOver, NotYours: see `review`.
        Refused: nothing was declared in this phase (`no_conflict`).
    """
    one = _opened(phase, at)
    _refuse_others(one, reviewer, proposal)
    gone, _kinds = Review.objects.filter(phase=one, proposal=proposal, reviewer=reviewer, has_conflict=True).delete()
    if not gone:
        raise Refused(_("You have declared no conflict here."), code="no_conflict")
    _log(one, by, at, "review.back", after={"proposal": proposal.number, "reviewer": str(reviewer)})


def _opened(phase: ReviewPhase, at: datetime) -> ReviewPhase:
    found = ReviewPhase.objects.select_for_update(of=("self",)).select_related("call__event__partner").get(pk=phase.pk)
    refuse_if_locked(found.call.event, at)
    if not found.opens_at <= at < found.closes_at:
        raise PhaseOver(_("The time to review is over. Ask the organiser if you need more."))
    return found


def _refuse_others(phase: ReviewPhase, reviewer: Reviewer, proposal: Proposal) -> None:
    is_here = reviewer.call_id == phase.call_id and queries.judged(phase).filter(pk=proposal.pk).exists()
    is_given = not phase.is_assigned or ReviewTask.objects.filter(phase=phase, proposal=proposal, reviewer=reviewer).exists()
    if not (is_here and is_given):
        raise NotYours(_("This proposal is not yours to review now. Go on to the next."))


def _ground(phase: ReviewPhase, reviewer: Reviewer, proposal: Proposal) -> str:
    return queries.conflicts(phase.call, [reviewer], [proposal]).get((proposal.pk, reviewer.pk), "")


def _worth(phase: ReviewPhase, said: Said) -> Any:
    weights = dict(ReviewCriterion.objects.filter(phase=phase).values_list("pk", "weight"))
    if unknown := said.points.keys() - weights.keys():
        raise ValueError(f"not criteria of this phase: {sorted(unknown)}")
    for key in weights:
        if key not in said.points:
            raise Invalid(_("Give points for every criterion."), code="points_missing", field=f"c{key}")
        if not 1 <= said.points[key] <= phase.points_max:
            raise Invalid(_("Points go from 1 to %(most)s.") % {"most": phase.points_max}, code="off_scale", field=f"c{key}")
    for field, text in (("comment", said.comment), ("feedback", said.feedback)):
        if len(text) > TEXT_LENGTH:
            raise Invalid(_("There is room for %(n)s characters.") % {"n": TEXT_LENGTH}, code="text_too_long", field=field)
    return rules.worth(said.points, weights)


def _log(
    phase: ReviewPhase,
    by: Actor,
    at: datetime,
    action: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    event = phase.call.event
    history.log(by=by, at=at, action=action, subject=phase, partner=event.partner, event=event, before=before, after=after)
