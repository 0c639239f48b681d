"""Who may see and do what at an event. Every view and API operation fetches its event here."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Person, Role
from accounts.roles.rules import Capability, capabilities
from ticketing.models import Event, EventRole


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
    event = Event.objects.select_related("partner", "site").filter(slug=slug).first()
    if event is None:
        raise Http404
    allowed = capabilities_at(person, event)
    if not allowed:
        raise Http404
    if capability not in allowed:
        raise PermissionDenied
    return event


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
