"""The grid of proposals: what it is searched, filtered and sorted by, and the columns of its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold
from conference.proposals import queries
from conference.proposals.models import Proposal, ProposalCall, ReviewCriterion, ReviewPhase
from conference.proposals.queries import Result
from ticketing.events.deskwork import whole
from ticketing.events.sheets import Column

SORTS = ("", "result", "spread", "title", "newest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the grid is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    state: str = ""
    kind: int | None = None
    track: int | None = None
    language: str = ""
    sort: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        state, language, sort = said.get("state", ""), said.get("language", ""), said.get("sort", "")
        return cls(
            words=said.get("q", "").strip()[:100],
            state=state if state in Proposal.State.values else "",
            kind=whole(said.get("kind", "")),
            track=whole(said.get("track", "")),
            language=language if language in Language.values else "",
            sort=sort if sort in SORTS else "",
            said={name: value for name, value in said.items() if name != "page" and value},
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.state or self.kind or self.track or self.language)


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal with its authors and what its reviews came to."""

    proposal: Proposal
    authors: str
    result: Result


def lines(call: ProposalCall, wanted: Wanted, at: datetime) -> list[Line]:
    """Return the proposals asked for, in order. Four statements, however many there are."""
    phase = queries.last_phase(call, at)
    results = queries.results(phase) if phase else {}
    found = Proposal.objects.filter(call=call).select_related("kind", "track").prefetch_related("authors")
    exact = {"state": wanted.state, "kind": wanted.kind, "track": wanted.track, "language": wanted.language}
    found = found.filter(**{name: value for name, value in exact.items() if value}).order_by("number")
    rows = [Line(one, ", ".join(author.name for author in one.authors.all()), results.get(one.pk, Result())) for one in found]
    words = fold(wanted.words).split()
    return _sorted([row for row in rows if all(word in _text(row) for word in words)] if words else rows, wanted.sort)


def _text(row: Line) -> str:
    one = row.proposal
    people = " ".join(f"{author.name} {author.name_other} {author.organisation} {author.email}" for author in one.authors.all())
    return fold(f"{one.number} {one.title} {people} {one.kind} {one.track or ''}")


def _sorted(rows: list[Line], sort: str) -> list[Line]:
    def highest_first(value: Decimal | None) -> tuple[bool, Decimal]:
        return (value is None, -(value or Decimal(0)))

    if sort == "result":
        return sorted(rows, key=lambda row: highest_first(row.result.value))
    if sort == "spread":
        return sorted(rows, key=lambda row: highest_first(row.result.spread))
    if sort == "title":
        return sorted(rows, key=lambda row: fold(row.proposal.title))
    if sort == "newest":
        return sorted(rows, key=lambda row: row.proposal.submitted_at or row.proposal.created_at, reverse=True)
    return rows


COLUMNS: Sequence[Column] = [
    Column(_("No."), lambda row: row.proposal.number),
    Column(_("Title"), lambda row: row.proposal.title),
    Column(_("Authors"), lambda row: row.authors),
    Column(_("E-mail"), lambda row: ", ".join(author.email for author in row.proposal.authors.all())),
    Column(_("Organisation"), lambda row: ", ".join(filter(None, (author.organisation for author in row.proposal.authors.all())))),
    Column(_("Kind"), lambda row: str(row.proposal.kind)),
    Column(_("Minutes"), lambda row: row.proposal.kind.minutes),
    Column(_("Track"), lambda row: str(row.proposal.track or "")),
    Column(_("Language"), lambda row: row.proposal.get_language_display()),
    Column(_("State"), lambda row: row.proposal.get_state_display()),
    Column(_("The authors were told"), lambda row: row.proposal.get_shown_state_display()),
    Column(_("Sent"), lambda row: row.proposal.submitted_at),
    Column(_("Result"), lambda row: row.result.value),
    Column(_("Spread"), lambda row: row.result.spread),
    Column(_("Reviews given"), lambda row: row.result.reviews),
    Column(_("Stood aside"), lambda row: row.result.aside),
    Column(_("Abstract"), lambda row: row.proposal.abstract),
    Column(_("Needs"), lambda row: row.proposal.needs),
    Column(_("Reason, told to the authors"), lambda row: row.proposal.answer),
    Column(_("Internal note"), lambda row: row.proposal.note),
]


def review_columns(phase: ReviewPhase) -> list[Column]:
    """Return the columns of the file of a phase's reviews; a review comes with its proposal, reviewer and scores."""

    def points(criterion: ReviewCriterion) -> Any:
        return lambda one: next((score.points for score in one.scores.all() if score.criterion_id == criterion.pk), None)

    return [
        Column(_("No."), lambda one: one.proposal.number),
        Column(_("Title"), lambda one: one.proposal.title),
        Column(_("Reviewer"), lambda one: str(one.reviewer)),
        *(Column(criterion.name, points(criterion)) for criterion in queries.criteria_of(phase)),
        Column(_("Result"), lambda one: one.value),
        Column(_("Stood aside"), lambda one: str(_("yes")) if one.has_conflict else ""),
        Column(_("Comment for the committee"), lambda one: one.comment),
        Column(_("Words for the authors"), lambda one: one.feedback),
    ]
