"""Who reviews, and what: appointed for a call, given proposals by hand or evenly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people import operations as people
from common.errors import Refused
from conference.proposals import mails, queries, rules
from conference.proposals.models import ProposalCall, Review, Reviewer, ReviewPhase, ReviewTask
from ticketing.events.operations import refuse_if_locked


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to review. The organisation is one of the things conflicts of interest are found by."""

    email: str
    name: str = ""
    organisation: str = ""
    language: str = "lv"


@transaction.atomic
def appoint(*, call: ProposalCall, who: Newcomer, by: Actor, at: datetime) -> Reviewer:
    """Add a reviewer and write to them with a link to their desk.

    Raises:
        Refused: they review already (`reviews_already`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    person = people.add(email=who.email, name=who.name, language=who.language, at=at)
    reviewer, is_new = Reviewer.objects.get_or_create(call=call, person=person, defaults={"organisation": who.organisation.strip()})
    if not is_new:
        raise Refused(_("%(name)s reviews already.") % {"name": person}, code="reviews_already", field="email")
    reviewer.call = call
    _log(reviewer, by, at, "reviewer.appointed", after={"reviewer": str(reviewer)})
    mails.invited(reviewer, at=at)
    return reviewer


@transaction.atomic
def describe(*, reviewer: Reviewer, organisation: str, by: Actor, at: datetime) -> Reviewer:
    """Change what conflicts of a reviewer are found by. Points given where there is a conflict now count no longer.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(reviewer.call.event, at)
    before, after = history.changes(reviewer, {"organisation": organisation.strip()})
    if after:
        reviewer.organisation = organisation.strip()
        reviewer.save(update_fields=["organisation"])
        _log(reviewer, by, at, "reviewer.changed", before=before, after=after)
    return reviewer


@transaction.atomic
def invite_again(*, reviewer: Reviewer, by: Actor, at: datetime) -> None:
    """Write to a reviewer once more, with a fresh link to their desk.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(reviewer.call.event, at)
    mails.invited(reviewer, at=at, again=True)


@transaction.atomic
def dismiss(*, reviewer: Reviewer, by: Actor, at: datetime) -> None:
    """Take a reviewer away who has said nothing yet.

    Raises:
        Refused: they have given reviews, which stay with their name (`scored`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(reviewer.call.event, at)
    if Review.objects.filter(reviewer=reviewer).exists():
        raise Refused(_("%(name)s has given reviews, so they stay.") % {"name": reviewer}, code="scored")
    _log(reviewer, by, at, "reviewer.dismissed", before={"reviewer": str(reviewer)})
    reviewer.delete()


@transaction.atomic
def assign(*, phase: ReviewPhase, pairs: Collection[tuple[int, int]], by: Actor, at: datetime) -> int:
    """Let a phase's tasks be exactly these (proposal, reviewer) pairs; return how many there are then.

    A pair with a conflict of interest is left out. What was reviewed already stays assigned.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(phase.call.event, at)
    ReviewPhase.objects.select_for_update().get(pk=phase.pk)
    proposals = list(queries.judged(phase))
    reviewers = list(Reviewer.objects.filter(call=phase.call).select_related("person"))
    barred = queries.conflicts(phase.call, reviewers, proposals)
    possible = {(one.pk, who.pk) for one in proposals for who in reviewers} - barred.keys()
    done = set(Review.objects.filter(phase=phase).values_list("proposal", "reviewer"))
    before = set(ReviewTask.objects.filter(phase=phase).values_list("proposal", "reviewer"))
    wanted = (set(pairs) & possible) | (before & done)
    for proposal, reviewer in before - wanted:
        ReviewTask.objects.filter(phase=phase, proposal=proposal, reviewer=reviewer).delete()
    ReviewTask.objects.bulk_create(ReviewTask(phase=phase, proposal_id=one, reviewer_id=who) for one, who in sorted(wanted - before))
    if before != wanted:
        event = phase.call.event
        sides = {"before": {"tasks": len(before)}, "after": {"tasks": len(wanted)}}
        history.log(by=by, at=at, action="review.assigned", subject=phase, partner=event.partner, event=event, **sides)
    return len(wanted)


@transaction.atomic
def assign_evenly(*, phase: ReviewPhase, each: int, by: Actor, at: datetime) -> int:
    """Give each proposal as many reviewers as wanted, all with about as much to do; return how many tasks came new.

    Nothing given already is taken away, and nobody is given what they have a conflict with.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    proposals = list(queries.judged(phase))
    reviewers = list(Reviewer.objects.filter(call=phase.call).select_related("person"))
    given = set(ReviewTask.objects.filter(phase=phase).values_list("proposal", "reviewer"))
    added = rules.balanced(
        [one.pk for one in proposals],
        [who.pk for who in reviewers],
        each=each,
        barred=queries.conflicts(phase.call, reviewers, proposals).keys(),
        given=given,
    )
    assign(phase=phase, pairs={*given, *added}, by=by, at=at)
    return len(added)


def _log(reviewer: Reviewer, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = reviewer.call.event
    history.log(by=by, at=at, action=action, subject=reviewer, partner=event.partner, event=event, **sides)
