"""What a proposal lacks, and what its authors are given back of the reviews."""

from conference.proposals import rules
from conference.proposals.models import Proposal, Review
from conference.proposals.queries.calls import tracks


def missing(proposal: Proposal) -> list[tuple[str, str]]:
    """Return what a proposal lacks to be sent, as (step, stable word). Two statements."""
    contents = rules.Contents(
        title=proposal.title,
        abstract=proposal.abstract,
        language=proposal.language,
        authors=[(one.name, one.email, one.speaks) for one in proposal.authors.all()],
        needs_track=proposal.track_id is None and tracks(proposal.call.event).exists(),
        has_track=proposal.track_id is not None,
    )
    return rules.missing(contents, proposal.call.languages)


def feedback(proposal: Proposal) -> list[str]:
    """Return what reviewers say to the authors, without names; nothing before the decision is told."""
    return [] if proposal.shown_state in (Proposal.State.DRAFT, Proposal.State.SUBMITTED) else words_for_authors(proposal)


def words_for_authors(proposal: Proposal) -> list[str]:
    """Return the words reviewers wrote for the authors, told or not."""
    said = Review.objects.filter(proposal=proposal, has_conflict=False).exclude(feedback="")
    # in no order that tells who: by the text itself
    return sorted(said.values_list("feedback", flat=True))
