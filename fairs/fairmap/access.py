"""Which plans everybody may see, and which pictures on them."""

from django.http import Http404

from exhibitors.works.models import Photo
from fairs.fairground.models import Ground
from fairs.fairmap import queries
from ticketing.events.access import public_event
from ticketing.events.models import Event


def public_ground(slug: str) -> Ground:
    """Return the ground of a fair whose plan its organiser shows to everybody. Two statements.

    Raises:
        Http404: no such fair, or its plan is not shown.
    """
    event = public_event(slug)
    ground = Ground.objects.filter(event=event, is_public=True).first() if event.kind == Event.Kind.FAIR else None
    if ground is None:
        raise Http404
    ground.event = event
    return ground


def public_picture(event: Event, pk: int) -> Photo:
    """Return a picture that a maker at the fair shows to everybody.

    Raises:
        Http404: no such picture, not public, or its maker is not on the map.
    """
    photo = Photo.objects.filter(pk=pk, removed_at=None, works__is_public=True).select_related("exhibitor").first()
    if photo is None or photo.exhibitor_id not in queries.who_takes_part(event):
        raise Http404
    return photo
