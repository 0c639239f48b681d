"""Reads of calls: their kinds and tracks, and when they take proposals."""

from datetime import datetime

from django.db.models import QuerySet

from conference.proposals import rules
from conference.proposals.models import ProposalCall, SessionKind, Track
from ticketing.events.models import Event


def call_of(event: Event) -> ProposalCall | None:
    """Return the event's call for proposals."""
    found = ProposalCall.objects.filter(event=event).first()
    if found is not None:
        found.event = event
    return found


def phase_of(call: ProposalCall, at: datetime) -> rules.Phase:
    """Return what the call is at a moment; hidden too while its event is."""
    is_shown = call.is_published and call.event.state not in (Event.State.DRAFT, Event.State.CANCELLED)
    return rules.phase(call.opens_at, call.closes_at, at, is_published=is_shown)


def open_calls(at: datetime) -> QuerySet[ProposalCall]:
    """Return the calls that take proposals now or will, those closing first on top."""
    public = Event.objects.public().exclude(state=Event.State.CANCELLED)
    return ProposalCall.objects.filter(is_published=True, closes_at__gt=at, event__in=public).select_related("event").order_by("closes_at")


def kinds(event: Event) -> QuerySet[SessionKind]:
    """Return the kinds of session that may be proposed, in order."""
    return SessionKind.objects.filter(event=event, is_proposable=True)


def tracks(event: Event) -> QuerySet[Track]:
    """Return the event's tracks, in order."""
    return Track.objects.filter(event=event)
