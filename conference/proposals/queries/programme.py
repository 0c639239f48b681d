"""What a programme is made of: the accepted proposals, as the room above reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from conference.proposals.models import Author, Proposal, ProposalFile
from ticketing.events.models import Event

COMING = (Proposal.State.ACCEPTED, Proposal.State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that becomes a session. `is_confirmed`: its speaker said yes; `away`: when none of its speakers' can be missed."""

    proposal: Proposal
    speakers: Sequence[Author]
    minutes: int
    is_told: bool
    is_confirmed: bool
    away: Sequence[tuple[datetime, datetime]]


def accepted(event: Event) -> list[Accepted]:
    """Return the event's accepted and confirmed proposals by number, with their kind, track and speaking authors. Two statements.

    Those accepted but not told yet are among them (`is_told` False), so that a programme can be laid out before decisions go out.
    """
    rows = (
        Proposal.objects.filter(call__event=event, state__in=COMING)
        .select_related("kind", "track")
        .prefetch_related("authors")
        .order_by("number")
    )
    return [
        Accepted(
            proposal=one,
            speakers=[author for author in one.authors.all() if author.speaks],
            minutes=one.kind.minutes,
            is_told=one.shown_state in COMING,
            is_confirmed=one.state == Proposal.State.CONFIRMED,
            away=unavailable(one),
        )
        for one in rows
    ]


def unavailable(proposal: Proposal) -> list[tuple[datetime, datetime]]:
    """Return the periods in which the proposal's speakers cannot come."""
    return [(datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in proposal.unavailable]


def published_files(event: Event) -> QuerySet[ProposalFile]:
    """Return the papers and slides of confirmed proposals whose authors agreed to publish them, by proposal."""
    return (
        ProposalFile.objects.filter(proposal__call__event=event, proposal__state=Proposal.State.CONFIRMED, may_publish=True)
        .exclude(kind=ProposalFile.Kind.PICTURE)
        .select_related("proposal")
        .order_by("proposal__number", "pk")
    )
