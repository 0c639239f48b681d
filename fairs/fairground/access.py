"""Who may fetch a ground. The event was opened to them already (`ticketing.events.access`)."""

from django.http import Http404

from fairs.fairground import queries
from fairs.fairground.models import Ground
from ticketing.events.models import Event


def fair_or_404(event: Event) -> Event:
    """Return the event if it is a fair.

    Raises:
        Http404: it is none.
    """
    if event.kind != Event.Kind.FAIR:
        raise Http404
    return event


def ground_for(event: Event) -> Ground:
    """Return the ground of a fair.

    Raises:
        Http404: the event is no fair, or has no ground yet.
    """
    ground = queries.ground_of(fair_or_404(event))
    if ground is None:
        raise Http404
    ground.event = event
    return ground
