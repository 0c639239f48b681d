"""One function per letter to authors and reviewers. All go into the outbox of the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.history.operations import about
from accounts.people import links
from accounts.people.mails import one_time_url
from common.outbox import operations as outbox
from common.outbox.models import Message
from conference.proposals import queries
from conference.proposals.models import Author, Proposal, Reviewer, ReviewPhase


def page_url(proposal: Proposal) -> str:
    """Return the proposal's secret address."""
    return settings.SITE_URL + reverse("learn:proposal", args=[proposal.secret])


def _write(proposal: Proposal, author: Author, kind: str, at: datetime, *, key: str = "", **more: Any) -> Message:
    event = proposal.call.event
    return outbox.write(
        key=f"{kind}:{proposal.pk}:{author.pk}:{key or f'{at.timestamp():.0f}'}",
        kind=kind,
        about=about(proposal),
        within=about(event),
        to=author.email,
        reply_to=event.contact_email,
        language=author.language,
        template=kind.replace(".", "/"),
        context=_context(proposal, author, more),
        at=at,
    )


def _context(proposal: Proposal, author: Author, more: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every letter to an author knows. Whoever has the link may change everything, so only the first author gets it."""
    is_first = author.position == 0
    return {
        "proposal": proposal,
        "event": proposal.call.event,
        "call": proposal.call,
        "author": author,
        "is_first": is_first,
        "link": page_url(proposal) if is_first else "",
        **more,
    }


def begun(proposal: Proposal, *, at: datetime, again: bool = False) -> Message:
    """This is the link to your proposal; keep it."""
    return _write(proposal, proposal.authors.all()[0], "proposal.begun", at, key="" if again else "begun", again=again)


def received(proposal: Proposal, *, at: datetime) -> list[Message]:
    """We have your proposal; and to the co-authors: you are named in it."""
    first, *rest = proposal.authors.all()
    return [
        _write(proposal, first, "proposal.received", at, key="received"),
        *(_write(proposal, other, "proposal.coauthor", at, key="named", first=first) for other in rest),
    ]


def decided(proposal: Proposal, *, at: datetime) -> list[Message]:
    """This is the decision, with the reason and the reviewers' words; to every author."""
    more: dict[str, Any] = {"feedback": queries.words_for_authors(proposal)}
    return [_write(proposal, author, f"proposal.{proposal.state}", at, **more) for author in proposal.authors.all()]


def sample(proposal: Proposal) -> tuple[str, str]:
    """Return subject and text of the decision's letter to the first author, as it would go out now."""
    first = proposal.authors.all()[0]
    context = _context(proposal, first, {"feedback": queries.words_for_authors(proposal)})
    return outbox.preview(template=f"proposal/{proposal.state}", language=first.language, context=context)


def confirmed(proposal: Proposal, *, at: datetime) -> list[Message]:
    """Thank you, you are in the programme; this is where slides go."""
    return [_write(proposal, author, "proposal.confirmed", at, key="confirmed") for author in proposal.authors.all()]


def withdrawn(proposal: Proposal, *, at: datetime) -> list[Message]:
    """The proposal was taken back."""
    return [_write(proposal, author, "proposal.withdrawn", at, key="withdrawn") for author in proposal.authors.all()]


def invited(reviewer: Reviewer, *, at: datetime, again: bool = False) -> Message:
    """You review for this event; this link opens your desk without a password."""
    phases = list(ReviewPhase.objects.filter(call=reviewer.call))
    return _to_reviewer(reviewer, "review.opened", f"{at.timestamp():.0f}" if again else "invited", at, phases=phases)


def reminder(phase: ReviewPhase, reviewer: Reviewer, left: int, *, at: datetime) -> Message:
    """So many are left, and the phase ends soon. Once for each end a phase was given."""
    return _to_reviewer(reviewer, "review.reminder", f"{phase.pk}:{phase.closes_at:%Y%m%d%H%M}", at, phase=phase, left=left)


def _to_reviewer(reviewer: Reviewer, kind: str, key: str, at: datetime, **more: Any) -> Message:
    event, person = reviewer.call.event, reviewer.person
    desk = reverse("review:desk", args=[event.slug])
    return outbox.write(
        key=f"{kind}:{reviewer.pk}:{key}",
        kind=kind,
        about=about(reviewer),
        within=about(event),
        to=person.email,
        reply_to=event.contact_email,
        language=person.language,
        template=kind.replace(".", "/"),
        context={
            "event": event,
            "person": person,
            "link": one_time_url(person, until=at + links.INVITATION, next_url=desk),
            **more,
        },
        at=at,
    )
