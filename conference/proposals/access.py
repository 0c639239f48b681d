"""Who may open what: speakers by a secret link, reviewers their desk, and in a blind phase nobody who could look names up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.people.models import Person
from accounts.roles.rules import Capability
from conference.proposals import queries, rules
from conference.proposals.models import Proposal, ProposalCall, Reviewer, ReviewPhase
from ticketing.events.access import capabilities_at
from ticketing.events.models import Event

View = Callable[..., HttpResponseBase]


def call_for(event: Event) -> ProposalCall:
    """Return the call of an event's desk page, for somebody it was already opened to.

    Raises:
        Http404: it has no call yet.
    """
    call = queries.call_of(event)
    if call is None:
        raise Http404
    return call


def public_call(slug: str, at: datetime) -> ProposalCall:
    """Return a call that everybody may see.

    Raises:
        Http404: no such call, or not shown yet.
    """
    found = ProposalCall.objects.filter(event__slug=slug).select_related("event__partner", "event__site__municipality").first()
    if found is None or queries.phase_of(found, at) is rules.Phase.HIDDEN:
        raise Http404
    return found


def by_link(secret: str) -> Proposal:
    """Return the proposal of a secret link. One statement.

    Raises:
        Http404: no such link.
    """
    found = Proposal.objects.filter(secret=secret).select_related("call__event__partner", "call__event__site", "kind", "track").first()
    if found is None:
        raise Http404
    return found


def desk_proposal(call: ProposalCall, number: int) -> Proposal:
    """Return a proposal by its number, for staff of the call.

    Raises:
        Http404: no such proposal.
    """
    found = Proposal.objects.filter(call=call, number=number).select_related("kind", "track").first()
    if found is None:
        raise Http404
    found.call = call
    return found


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer's place: the event, its call, and the phase to review in or to look back on (None: none has begun)."""

    reviewer: Reviewer
    call: ProposalCall
    event: Event
    phase: ReviewPhase | None
    is_open: bool


def seat_for(person: Person, slug: str, at: datetime) -> Seat:
    """Return the person's place among an event's reviewers.

    Raises:
        Http404: no such event, or they do not review there.
        PermissionDenied: the phase is blind and they see names as an organiser.
    """
    call = ProposalCall.objects.filter(event__slug=slug).select_related("event__partner").first()
    reviewer = queries.reviewing(call, person) if call else None
    if call is None or reviewer is None:
        raise Http404
    reviewer.call = call
    phase = queries.phase_at(call, at)
    if (phase is None or phase.is_blind) and Capability.SEE_ORDERS in capabilities_at(person, call.event):
        raise PermissionDenied
    return Seat(reviewer, call, call.event, phase, bool(phase and phase.opens_at <= at < phase.closes_at))


def at_review(view: View) -> View:
    """Guard a page below /review/<slug>/: sign-in, then `seat_for`; the view is given the seat instead of the slug."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponseBase:
        response = view(request, seat_for(request.user, slug, timezone.now()), **more)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return login_required(guarded)


def seat_proposal(seat: Seat, number: int) -> Proposal:
    """Return a proposal that this reviewer may read: on their list, and without a conflict that was found.

    Raises:
        Http404: not theirs.
    """
    if seat.phase is None or number not in {row.number for row in queries.mine(seat.phase, seat.reviewer)}:
        raise Http404
    return desk_proposal(seat.call, number)
