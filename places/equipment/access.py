"""Who looks after which place, and whose booking is whose.

A keeper is named for a place, or manages the partner that owns a thing there. Everybody sees what a place has and when it is
busy; only its keepers see who comes and what for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
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


def kept(person: Person, site: Site) -> QuerySet[Bookable]:
    """Return the things of a place that somebody looks after: all of them, or those of the partners whose events they may edit."""
    things = Bookable.objects.filter(site=site)
    if is_keeper(person, site):
        return things
    owners = Partner.objects.filter(pk__in=things.values("owner"))
    return things.filter(owner__in=[owner for owner in owners if Capability.EDIT_EVENT in capabilities(kinds(person, owner))])


def keeps(person: Person, site: Site) -> bool:
    """Tell whether somebody looks after the place or after anything that stands there."""
    return is_keeper(person, site) or kept(person, site).exists()


def keeps_all(person: Person, site: Site) -> bool:
    """Tell whether somebody answers for the whole place: its keepers, and while none is named, who keeps anything there."""
    return is_keeper(person, site) or (not PlaceKeeper.objects.filter(site=site).exists() and keeps(person, site))


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
    """Let only who keeps something at the place `code` in, and hand the view the place; others get 403, strangers sign in."""
    return _guarded(view, keeps)


def of_whole_place(view: View) -> View:
    """As `of_keeper`, for what concerns the whole place: who owns one thing of it gets 403."""
    return _guarded(view, keeps_all)


def _guarded(view: View, may: Callable[[Person, Site], bool]) -> View:
    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, code: str, **more: Any) -> HttpResponseBase:
        site = site_for(code)
        if not may(request.user, site):
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


def kept_thing(person: Person, site: Site, pk: int) -> Bookable:
    """Return a thing of the place that the person looks after.

    Raises:
        Http404: no such thing there.
        PermissionDenied: it is another's.
    """
    found = thing_for(site, pk)
    if not is_keeper(person, site, found.owner):
        raise PermissionDenied
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
