"""Who may open a jury's desk: its jurors, and in a blind round nobody who could look up whose the applications are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.people.models import Person
from accounts.roles.rules import Capability
from fairs.calls.models import Call
from fairs.calls.queries import call_of
from fairs.jury import queries
from fairs.jury.models import Juror, Round
from ticketing.events.access import desk_for
from ticketing.events.models import Event

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Seat:
    """A juror's place: the fair, its call, and the round to score in, or else the last one they sat in (None: none yet)."""

    juror: Juror
    call: Call
    event: Event
    one: Round | None

    @property
    def is_blind(self) -> bool:
        return self.one is None or self.one.is_blind


def seat_for(person: Person, slug: str) -> Seat:
    """Return the person's seat on a fair's jury.

    Raises:
        Http404: no such fair, or nothing to do with it.
        PermissionDenied: an insider who does not sit on the jury; a juror of a blind round who sees names as an organiser.
    """
    desk = desk_for(person, slug, Capability.JUDGE)
    call = call_of(desk.event)
    if call is None:
        raise Http404
    juror = queries.seat(call, person)
    if juror is None:
        raise PermissionDenied
    juror.call = call
    seat = Seat(juror, call, desk.event, queries.round_of(juror))
    if seat.is_blind and Capability.SEE_APPLICATIONS in desk.allowed:
        raise PermissionDenied
    return seat


def at_jury(view: View) -> View:
    """Guard a page below /jury/<slug>/: sign-in, then `seat_for`; the view is given the seat instead of the slug."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponseBase:
        response = view(request, seat_for(request.user, slug), **more)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    guarded.capability = Capability.JUDGE
    return login_required(guarded)
