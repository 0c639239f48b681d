"""What a reviewer sees: their list, and one proposal at a time; blind, unless the phase is not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from accounts.people.models import Person
from common.languages import fold
from common.masking import masked
from conference.proposals.models import Author, Proposal, ProposalCall, ProposalFile, Review, Reviewer, ReviewPhase, ReviewTask
from conference.proposals.queries.conflicts import conflicts, hidden_words
from conference.proposals.queries.results import judged


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal on a reviewer's list: by its number, with what may be known of it and what they gave."""

    number: int
    title: str
    kind: str
    track: str
    language: str
    state: str
    value: Decimal | None
    comment: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One proposal as a reviewer reads it. `authors` and `documents` are empty while blind; `withheld` counts what is kept back."""

    number: int
    title: str
    kind: str
    minutes: int
    track: str
    language: str
    abstract: str
    authors: Sequence[Author]
    pictures: Sequence[ProposalFile]
    documents: Sequence[ProposalFile]
    withheld: int


@dataclass(frozen=True, slots=True)
class OtherReview:
    """What another reviewer said, without who."""

    value: Decimal | None
    comment: str


def seats(person: Person) -> QuerySet[Reviewer]:
    """Return where a person reviews, the newest event first."""
    return Reviewer.objects.filter(person=person).select_related("call__event").order_by("-call__event__starts_at")


def reviewing(call: ProposalCall, person: Person) -> Reviewer | None:
    """Return the person's place among the call's reviewers."""
    return Reviewer.objects.filter(call=call, person=person).select_related("person").first()


def phase_at(call: ProposalCall, at: datetime) -> ReviewPhase | None:
    """Return the phase that is open, or else the last one that was, to look back on; None before the first."""
    begun = list(ReviewPhase.objects.filter(call=call, opens_at__lte=at).order_by("opens_at", "pk"))
    found = next((one for one in reversed(begun) if one.closes_at > at), begun[-1] if begun else None)
    if found is not None:
        found.call = call
    return found


def mine(phase: ReviewPhase, reviewer: Reviewer) -> list[Row]:
    """Return the reviewer's proposals by number; those with a conflict that was found are not even named. Six statements at most."""
    found = judged(phase).select_related("kind", "track").prefetch_related("authors")
    if phase.is_assigned:
        found = found.filter(pk__in=ReviewTask.objects.filter(phase=phase, reviewer=reviewer).values("proposal"))
    proposals = list(found)
    barred = conflicts(phase.call, [reviewer], proposals)
    given = {review.proposal_id: review for review in Review.objects.filter(phase=phase, reviewer=reviewer)}
    rows = []
    for one in proposals:
        ground, review = barred.get((one.pk, reviewer.pk), ""), given.get(one.pk)
        if ground not in ("", "declared"):
            continue
        state = "aside" if ground else "done" if review and review.value is not None else "todo"
        rows.append(
            Row(
                number=one.number,
                title=_plain(phase, one, one.title),
                kind=str(one.kind),
                track=str(one.track or ""),
                language=one.language,
                state=state,
                value=review.value if review and state == "done" else None,
                comment=review.comment if review and state == "done" else "",
            )
        )
    return rows


def _plain(phase: ReviewPhase, proposal: Proposal, text: str) -> str:
    return masked(text, *hidden_words(proposal.authors.all())) if phase.is_blind else text


def counts(rows: Iterable[Row]) -> Counter[str]:
    """Return how many rows there are in each state."""
    return Counter(row.state for row in rows)


def found_rows(rows: Sequence[Row], words: str, state: str) -> list[Row]:
    """Keep the rows in a state that hold every word in what the reviewer may know: number, title, kind, track, their own comment."""
    wanted = fold(words).split()
    return [
        row
        for row in rows
        if (not state or row.state == state)
        and all(word in fold(f"{row.number} {row.title} {row.kind} {row.track} {row.comment}") for word in wanted)
    ]


def following(rows: Sequence[Row], number: int) -> int | None:
    """Return the next proposal without a review after a number, from the beginning again at the end."""
    todo = [row.number for row in rows if row.state == "todo"]
    return next((n for n in todo if n > number), todo[0] if todo else None)


def sheet(phase: ReviewPhase, proposal: Proposal) -> Sheet:
    """Return a proposal as the phase lets it be read. Two statements.

    While blind, names are taken out of the text, and documents are kept back: what a paper or a slide says inside, and who
    its program says wrote it, cannot be taken out. Pictures are drawn anew when they come in, so that nothing is left in them.
    """
    files = list(proposal.files.all())
    documents = [file for file in files if file.kind != ProposalFile.Kind.PICTURE]
    return Sheet(
        number=proposal.number,
        title=_plain(phase, proposal, proposal.title),
        kind=str(proposal.kind),
        minutes=proposal.kind.minutes,
        track=str(proposal.track or ""),
        language=proposal.language,
        abstract=_plain(phase, proposal, proposal.abstract),
        authors=() if phase.is_blind else list(proposal.authors.all()),
        pictures=pictures(proposal),
        documents=() if phase.is_blind else documents,
        withheld=len(documents) if phase.is_blind else 0,
    )


def pictures(proposal: Proposal) -> list[ProposalFile]:
    """Return a proposal's pictures in order."""
    return [file for file in proposal.files.all() if file.kind == ProposalFile.Kind.PICTURE]


def others(phase: ReviewPhase, proposal: Proposal, reviewer: Reviewer) -> list[OtherReview]:
    """Return what others gave, where the phase shows that to those who gave their own."""
    reviews = list(Review.objects.filter(phase=phase, proposal=proposal, has_conflict=False, value__isnull=False).order_by("value"))
    if not phase.sees_others or not any(one.reviewer_id == reviewer.pk for one in reviews):
        return []
    return [OtherReview(one.value, one.comment) for one in reviews if one.reviewer_id != reviewer.pk]
