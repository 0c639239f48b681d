"""The proceedings: papers and slides whose authors let us publish them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.evidence import queries
from conference.proposals.sending_files import send
from ticketing.events.access import public_event
from ticketing.events.models import Event


def _event(slug: str) -> Event:
    event = public_event(slug)
    if not queries.is_published(event, timezone.now()):
        raise Http404
    return event


@require_safe
def proceedings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the talks with their papers and slides."""
    event = _event(slug)
    return render(request, "conference/evidence/proceedings.html", {"event": event, "talks": queries.proceedings(event)})


@require_safe
def proceedings_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Send a paper or slides that may be published; a consent taken back takes the file away at once."""
    file = queries.published_file(_event(slug), pk)
    if file is None:
        raise Http404
    return send(file, name=file.name)
