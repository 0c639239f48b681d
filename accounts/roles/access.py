"""Who may see and change a partner. Every page about one fetches it here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.partners.models import Partner
from accounts.people.models import Person
from accounts.roles import queries
from accounts.roles.rules import Capability, capabilities


def partner_for(person: Person, code: str, capability: Capability) -> tuple[Partner, frozenset[Capability]]:
    """Return the partner and everything the person may do there, for somebody who may do `capability`.

    Raises:
        Http404: no such partner, or the person has nothing to do with it.
        PermissionDenied: an insider without this right.
    """
    partner = Partner.objects.select_related("successor").filter(code=code).first()
    kinds = queries.kinds(person, partner) if partner else set()
    if partner is None or not (kinds or person.is_superuser):
        raise Http404
    allowed = frozenset(Capability) if person.is_superuser else capabilities(kinds)
    if capability not in allowed:
        raise PermissionDenied
    return partner, allowed


def may(person: Person, partner: Partner, capability: Capability) -> bool:
    """Tell whether the person may do something at the partner itself, not at one of its events only."""
    return person.is_superuser or capability in capabilities(queries.kinds(person, partner))


def at_partner(capability: Capability) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Guard a page below /desk/partners/<code>/: sign-in, then `partner_for`; the view is given the partner instead of its code.

    `request.partner` and `request.allowed` keep what was found, so that the navigation need not ask again;
    `view.capability` names the right asked for.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
            partner, request.allowed = partner_for(request.user, code, capability)
            request.partner = partner
            return view(request, partner, **more)

        guarded.capability = capability
        return login_required(guarded)

    return guard
