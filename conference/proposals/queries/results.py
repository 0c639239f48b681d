"""What reviews came to, and how far each reviewer is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from conference.proposals import rules
from conference.proposals.models import Proposal, ProposalCall, Review, ReviewCriterion, Reviewer, ReviewPhase, ReviewTask
from conference.proposals.queries.conflicts import conflicts

NOT_REVIEWED = (Proposal.State.DRAFT, Proposal.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Result:
    """What one proposal's reviews in one phase came to."""

    value: Decimal | None = None
    spread: Decimal | None = None
    reviews: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reviewer is in a phase: reviews given, proposals to review, stood aside."""

    reviewer: Reviewer
    done: int
    total: int
    aside: int

    @property
    def behind(self) -> int:
        return self.total - self.done


def criteria_of(phase: ReviewPhase) -> list[ReviewCriterion]:
    """Return the phase's criteria in order."""
    return list(ReviewCriterion.objects.filter(phase=phase))


def judged(phase: ReviewPhase) -> QuerySet[Proposal]:
    """Return the proposals a phase reviews, by number: those sent; in a later phase without what was turned down before it."""
    found = Proposal.objects.filter(call=phase.call_id).exclude(state__in=NOT_REVIEWED)
    earlier = ReviewPhase.objects.filter(call=phase.call_id, closes_at__lte=phase.opens_at)
    if earlier.exists():
        reviewed = Review.objects.filter(phase=phase).values("proposal")
        found = found.filter(~Q(state=Proposal.State.REJECTED) | Q(pk__in=reviewed))
    return found.order_by("number")


def last_phase(call: ProposalCall, at: datetime) -> ReviewPhase | None:
    """Return the phase whose results count at a moment: the last one that has begun."""
    found = ReviewPhase.objects.filter(call=call, opens_at__lte=at).order_by("-opens_at", "-pk").first()
    if found is not None:
        found.call = call
    return found


def results(phase: ReviewPhase) -> Mapping[int, Result]:
    """Return the result of each proposal that has any review in the phase. One statement; conflicts count nothing."""
    worths: dict[int, list[Decimal]] = defaultdict(list)
    aside: dict[int, int] = defaultdict(int)
    for proposal, value, has_conflict in Review.objects.filter(phase=phase).values_list("proposal", "value", "has_conflict"):
        if has_conflict:
            aside[proposal] += 1
        elif value is not None:
            worths[proposal].append(value)
    return {
        pk: Result(rules.result(worths[pk], phase.average), rules.spread(worths[pk]), len(worths[pk]), aside[pk])
        for pk in {*worths, *aside}
    }


def reviews(phase: ReviewPhase) -> list[Review]:
    """Return a phase's reviews by proposal, with reviewer and scores. Two statements."""
    found = Review.objects.filter(phase=phase).select_related("proposal", "reviewer__person").prefetch_related("scores")
    return list(found.order_by("proposal__number", "reviewer"))


def progress(phase: ReviewPhase) -> Sequence[Progress]:
    """Return how far each reviewer is, found conflicts left out. As many statements for fifty reviewers as for one."""
    reviewers = list(Reviewer.objects.filter(call=phase.call_id).select_related("person"))
    proposals = list(judged(phase))
    barred = conflicts(phase.call, reviewers, proposals)
    tasks = _tasks(phase) if phase.is_assigned else None
    done = set(Review.objects.filter(phase=phase, has_conflict=False, value__isnull=False).values_list("proposal", "reviewer"))
    return [_progress(reviewer, {one.pk for one in proposals}, barred, tasks, done) for reviewer in reviewers]


def _tasks(phase: ReviewPhase) -> set[tuple[int, int]]:
    return set(ReviewTask.objects.filter(phase=phase).values_list("proposal", "reviewer"))


def _progress(
    reviewer: Reviewer,
    proposals: Collection[int],
    barred: Mapping[tuple[int, int], str],
    tasks: Collection[tuple[int, int]] | None,
    done: Collection[tuple[int, int]],
) -> Progress:
    mine = {pk for pk in proposals if tasks is None or (pk, reviewer.pk) in tasks}
    free = {pk for pk in mine if (pk, reviewer.pk) not in barred}
    return Progress(reviewer, sum((pk, reviewer.pk) in done for pk in free), len(free), len(mine) - len(free))
