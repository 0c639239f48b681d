"""Who may see and change an exhibitor.

A maker's own pages open to those who keep the profile, and to organisers who may run a fair of a partner that knows the
exhibitor: an artisan without e-mail is looked after by them. A partner knows an exhibitor who applied to its fair or whom
its staff entered (`Acquaintance`). Roles at one event only do not count here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Partner, Role
from accounts.people.models import Person
from accounts.roles.rules import ALLOWED, Capability
from exhibitors.profiles.models import Exhibitor, ExhibitorQuerySet, Keeper

View = Callable[..., HttpResponseBase]


def partners_where(person: Person, capability: Capability) -> QuerySet[Partner]:
    """Return the partners at which a person may do something."""
    if person.is_superuser:
        return Partner.objects.all()
    kinds = [kind for kind, allowed in ALLOWED.items() if capability in allowed]
    return Partner.objects.filter(pk__in=Role.objects.filter(person=person, kind__in=kinds).values("partner"))


def visible(person: Person, capability: Capability = Capability.SEE_APPLICATIONS) -> ExhibitorQuerySet:
    """Return the exhibitors known to a partner at which the person may do `capability`."""
    if person.is_superuser:
        return Exhibitor.objects.all()
    known = partners_where(person, capability).values("pk")
    return Exhibitor.objects.filter(pk__in=Exhibitor.objects.filter(acquaintances__partner__in=known).values("pk"))


def keeps(person: Person, exhibitor: Exhibitor) -> bool:
    """Tell whether the person looks after the profile."""
    return Keeper.objects.filter(exhibitor=exhibitor, person=person).exists()


def may_see(person: Person, exhibitor: Exhibitor) -> bool:
    """Tell whether the person may see an exhibitor's pictures and papers."""
    return keeps(person, exhibitor) or visible(person).filter(pk=exhibitor.pk).exists()


def exhibitor_for(person: Person, pk: int) -> tuple[Exhibitor, bool]:
    """Return an exhibitor to change, and whether the person keeps it (otherwise they are an organiser).

    Raises:
        Http404: no such exhibitor, or nothing to do with it.
        PermissionDenied: somebody who may look only.
    """
    found = Exhibitor.objects.select_related("craft", "municipality").filter(pk=pk).first()
    if found is None:
        raise Http404
    if keeps(person, found):
        return found, True
    if visible(person, Capability.RUN_FAIR).filter(pk=pk).exists():
        return found, False
    if visible(person).filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404


def of_maker(view: View) -> View:
    """Guard a page below /maker/<pk>/: the view is given the exhibitor instead of its number; `request.is_keeper` tells who looks."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponseBase:
        exhibitor, request.is_keeper = exhibitor_for(request.user, pk)
        return _private(view(request, exhibitor, **more))

    return login_required(guarded)


def at_makers_desk(capability: Capability) -> Callable[[View], View]:
    """Guard a page below /desk/makers/ for organisers; an address with a number is given the exhibitor.

    Outsiders get 404; insiders of any partner without the right get 403.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **more: Any) -> HttpResponseBase:
            if not partners_where(request.user, capability).exists():
                if Role.objects.filter(person=request.user.pk).exists():
                    raise PermissionDenied
                raise Http404
            if "pk" in more:
                more = {"exhibitor": _seen(request.user, more.pop("pk"), capability), **more}
            return _private(view(request, **more))

        guarded.capability = capability
        return login_required(guarded)

    return guard


def _seen(person: Person, pk: int, capability: Capability) -> Exhibitor:
    found = visible(person, capability).select_related("craft", "municipality").filter(pk=pk).first()
    if found is not None:
        return found
    if visible(person).filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404


def _private(response: HttpResponseBase) -> HttpResponseBase:
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    return response
