"""Who may see somebody's place on the list: they themselves by the secret link, and staff through the event."""

from django.http import Http404

from ticketing.events.models import Event
from ticketing.waiting.models import Wait


def by_link(secret: str) -> Wait:
    """Return whose secret link it is.

    Raises:
        Http404: nobody's.
    """
    found = Wait.objects.select_related("event__partner", "event__site", "order").filter(secret=secret).first()
    if found is None:
        raise Http404
    return found


def at_event(event: Event, number: int) -> Wait:
    """Return somebody on the event's list, for staff.

    Raises:
        Http404: nobody has this number here.
    """
    found = Wait.objects.select_related("event__partner", "order", "moved_by").filter(event=event, number=number).first()
    if found is None:
        raise Http404
    found.event = event
    return found
