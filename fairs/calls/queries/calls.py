"""Reads of calls."""

from datetime import datetime

from fairs.calls.models import Call
from fairs.calls.rules import Phase, Times, phase
from ticketing.events.models import Event


def call_of(event: Event) -> Call | None:
    """Return the event's call, with the event given; None where none is set up yet."""
    call = Call.objects.filter(event=event).first()
    if call is not None:
        call.event = event
    return call


def phase_of(call: Call, at: datetime) -> Phase:
    """Return what the call is to a maker at a moment; closed for good once the event is cancelled or over."""
    event = call.event
    if event.state == Event.State.DRAFT:
        return Phase.HIDDEN
    found = phase(Times(call.opens_at, call.closes_at, call.late_until, call.is_published), at)
    is_on = event.state in (Event.State.PUBLISHED, Event.State.MOVED) and at < event.ends_at
    is_running = is_on and not event.partner.suspended_on(at.astimezone(event.tz).date())
    return found if is_running or found is Phase.HIDDEN else Phase.CLOSED
