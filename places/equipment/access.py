"""Who looks after which place, and whose booking is whose."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Partner, Person
from accounts.roles.queries import kinds
from accounts.roles.rules import Capability, capabilities
from places.equipment.models import Bookable, Booking, PlaceKeeper
from places.sites.models import Site


def is_keeper(person: Person, site: Site, owner: Partner | None = None) -> bool:
    """Tell whether somebody looks after the place, or may edit the events of the partner `owner` that owns a thing there."""
    if person.is_superuser or PlaceKeeper.objects.filter(site=site, person=person).exists():
        return True
    return owner is not None and Capability.EDIT_EVENT in capabilities(kinds(person, owner))


def bookable_for_keeper(person: Person, pk: int) -> Bookable:
    """Return a thing for somebody who looks after it.

    Raises:
        Http404: there is no such thing.
        PermissionDenied: others look after it.
    """
    found = Bookable.objects.select_related("site", "owner", "room").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not is_keeper(person, found.site, found.owner):
        raise PermissionDenied
    return found


def booking_for(person: Person, pk: int) -> Booking:
    """Return a booking for whoever made it or looks after the thing; others are told there is none.

    Raises:
        Http404: no such booking, or nothing to do with the person.
    """
    found = Booking.objects.select_related("bookable__site", "bookable__owner", "person").filter(pk=pk).first()
    if found is None or not (found.person_id == person.pk or is_keeper(person, found.bookable.site, found.bookable.owner)):
        raise Http404
    return found


def kept_by(person: Person) -> QuerySet[Site]:
    """Return the places that somebody was named keeper of."""
    return Site.objects.filter(keepers__person=person)
