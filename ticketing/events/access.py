"""Who may see and do what at an event. Every view and API operation fetches its event here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.people.models import Person
from accounts.roles.models import Role
from accounts.roles.rules import Capability, capabilities
from ticketing.events.models import Event, EventRole


def capabilities_at(person: Person, event: Event) -> frozenset[Capability]:
    """Return what the person may do at the event; nothing for an outsider."""
    if person.is_superuser:
        return frozenset(Capability)
    at_partner = Role.objects.filter(person=person, partner=event.partner_id).values_list("kind")
    at_event = EventRole.objects.filter(person=person, event=event).values_list("kind")
    return capabilities({kind for (kind,) in at_partner.union(at_event)})


def event_for(person: Person, slug: str, capability: Capability) -> Event:
    """Return the event for somebody who may do `capability` there.

    Raises:
        Http404: no such event, or the person has nothing to do with it.
        PermissionDenied: an insider without this right.
    """
    return desk_for(person, slug, capability).event


@dataclass(frozen=True, slots=True)
class Desk:
    """An event as one person finds it at the desk."""

    event: Event
    allowed: frozenset[Capability]


def desk_for(person: Person, slug: str, capability: Capability) -> Desk:
    """As `event_for`, with everything the person may do there. Two statements."""
    event = Event.objects.select_related("partner", "site").filter(slug=slug).first()
    if event is None:
        raise Http404
    allowed = capabilities_at(person, event)
    if not allowed:
        raise Http404
    if capability not in allowed:
        raise PermissionDenied
    return Desk(event, allowed)


def at_desk(capability: Capability) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a page below /desk/<slug>/: sign-in, then `desk_for`; the view is given the event instead of its slug.

    `request.desk` keeps what was found, so that the navigation need not ask again; `view.capability` names the right.
    """

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponseBase:
            desk = desk_for(request.user, slug, capability)
            request.desk = desk
            return view(request, desk.event, **more)

        guarded.capability = capability
        return login_required(guarded)

    return guard


def public_event(slug: str) -> Event:
    """Return an event that everybody may see.

    Raises:
        Http404: no such event, or still a draft.
    """
    event = Event.objects.public().select_related("partner", "site__municipality").filter(slug=slug).first()
    if event is None:
        raise Http404
    return event


def is_locked(event: Event, on: date) -> bool:
    """Tell whether the event may be seen but not changed or sold, its partner being suspended."""
    return event.partner.suspended_on(on)


def is_bookable(event: Event, at: datetime) -> bool:
    """Tell whether the event sells anything at all at `at`: public, not over, its partner not suspended."""
    is_open = event.state in (Event.State.PUBLISHED, Event.State.MOVED) and at < event.ends_at
    return is_open and not is_locked(event, at.astimezone(event.tz).date())
