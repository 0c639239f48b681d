"""The decisions that wait to be told, and the letters of a call as the outbox keeps them: the proof of sending."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import about
from common.outbox import queries as outbox
from common.outbox.models import Message
from conference.proposals import rules
from conference.proposals.models import Proposal, ProposalCall
from ticketing.events.models import Event

KINDS: Mapping[str, Any] = {
    "proposal.begun": _("link to the proposal"),
    "proposal.received": _("proposal received"),
    "proposal.coauthor": _("named as co-author"),
    "proposal.accepted": _("accepted"),
    "proposal.reserve": _("in reserve"),
    "proposal.rejected": _("not accepted"),
    "proposal.confirmed": _("confirmed by the speaker"),
    "proposal.withdrawn": _("withdrawn"),
    "review.opened": _("invitation to review"),
    "review.reminder": _("reviews are missing"),
}
"""What authors and reviewers are written to about, by the kind of message."""

WHICH: Mapping[str, Any] = {"": _("All"), "under_way": _("Going out"), "sent": _("Gone out"), "trouble": _("To be looked at")}
"""Quick filters of letters."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "under_way": (Message.State.WAITING, Message.State.QUEUED, Message.State.SENDING),
    "sent": (Message.State.SENT,),
    "trouble": (Message.State.FAILED, Message.State.DOUBTFUL),
}


def to_publish(call: ProposalCall) -> QuerySet[Proposal]:
    """Return the decided proposals whose authors have not been told, by number, with their authors."""
    decided = Proposal.objects.filter(call=call, state__in=rules.DECISIONS).exclude(state=F("shown_state"))
    return decided.select_related("kind", "track").prefetch_related("authors").order_by("number")


def _ours(event: Event) -> QuerySet[Message]:
    return outbox.within(about(event)).filter(Q(kind__startswith="proposal.") | Q(kind__startswith="review."))


def letters(event: Event, words: str = "", which: str = "", kind: str = "") -> QuerySet[Message]:
    """Return the event's letters to authors and reviewers, newest first, whose address and subject hold every word."""
    found = _ours(event)
    for word in words.split():
        found = found.filter(Q(to__icontains=word) | Q(subject__icontains=word))
    if which:
        found = found.filter(state__in=_STATES[which])
    return found.filter(kind=kind) if kind else found


def letter_counts(event: Event) -> dict[str, int]:
    """Return how many letters each quick filter finds. One statement."""
    states = dict(_ours(event).order_by().values_list("state").annotate(n=Count("pk")))
    counted = {which: sum(states.get(state, 0) for state in kept) for which, kept in _STATES.items()}
    return {"": sum(states.values()), **counted}
