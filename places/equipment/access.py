"""Who looks after which place, and whose booking is whose.

A keeper is named for a place, or manages the partner that owns a thing there. Everybody sees what a place has and when it is
busy; only its keepers see who comes and what for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Partner, Person
from accounts.roles.queries import kinds
from accounts.roles.rules import Capability, capabilities
from places.equipment.models import Bookable, Booking, PlaceKeeper
from places.sites.models import Site

View = Callable[..., HttpResponseBase]


def is_keeper(person: Person, site: Site, owner: Partner | None = None) -> bool:
    """Tell whether somebody looks after the place, or may edit the events of the partner `owner` that owns a thing there."""
    if person.is_superuser or PlaceKeeper.objects.filter(site=site, person=person).exists():
        return True
    return owner is not None and Capability.EDIT_EVENT in capabilities(kinds(person, owner))


def keeps(person: Person, site: Site) -> bool:
    """Tell whether somebody looks after the place or after anything that stands there."""
    if is_keeper(person, site):
        return True
    owners = Partner.objects.filter(pk__in=Bookable.objects.filter(site=site).values("owner"))
    return any(Capability.EDIT_EVENT in capabilities(kinds(person, owner)) for owner in owners)


def site_for(code: str) -> Site:
    """Return a place by its code in any case.

    Raises:
        Http404: no such place.
    """
    found = Site.objects.select_related("municipality").filter(code__iexact=code).first()
    if found is None:
        raise Http404
    return found


def of_keeper(view: View) -> View:
    """Let only keepers of the place `code` in, and hand the view the place; others get 403, strangers are asked to sign in."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, code: str, **more: Any) -> HttpResponseBase:
        site = site_for(code)
        if not keeps(request.user, site):
            raise PermissionDenied
        return view(request, site, **more)

    return guarded


def thing_for(site: Site, pk: int) -> Bookable:
    """Return a thing of the place.

    Raises:
        Http404: no such thing there.
    """
    found = Bookable.objects.select_related("site", "room", "owner").filter(site=site, pk=pk).first()
    if found is None:
        raise Http404
    return found


def booking_for(person: Person, pk: int) -> tuple[Booking, bool]:
    """Return a booking to change, and whether the person keeps its place (otherwise it is their own).

    Raises:
        Http404: no such booking, or somebody else's.
    """
    found = Booking.objects.select_related("bookable__site", "bookable__owner", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    if is_keeper(person, found.bookable.site, found.bookable.owner):
        return found, True
    if found.person_id != person.pk:
        raise Http404
    return found, False
