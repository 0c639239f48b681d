"""Where somebody goes after signing in: organisers to their desk, jurors to theirs, makers to their workshop."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Person, Role
from accounts.roles.models import RoleKind
from accounts.roles.rules import Capability, capabilities
from conference.models import Reviewer
from exhibitors.models import Keeper
from ticketing.models import EventRole

DESK, MAKERS, JURY, REVIEW, WORKSHOP = "desk", "makers", "jury", "review", "workshop"
"""The parts of the site that somebody has to do with. Only what is shown depends on it, never what is allowed."""


def hats(person: Person) -> list[str]:
    """Return what a person has to do with. Somebody without any role is taken for a maker, with or without a profile."""
    kinds = set(Role.objects.filter(person=person).values_list("kind", flat=True))
    at_events = set(EventRole.objects.filter(person=person).values_list("kind", flat=True))
    has_desk = person.is_superuser or Capability.SEE_DESK in capabilities(kinds | at_events)
    is_juror = RoleKind.JUROR in kinds | at_events
    sees_makers = person.is_superuser or Capability.SEE_APPLICATIONS in capabilities(kinds)
    is_reviewer = Reviewer.objects.filter(person=person).exists()
    is_maker = not (has_desk or is_juror or is_reviewer) or Keeper.objects.filter(person=person).exists()
    return [
        hat
        for hat, worn in ((DESK, has_desk), (MAKERS, sees_makers), (JURY, is_juror), (REVIEW, is_reviewer), (WORKSHOP, is_maker))
        if worn
    ]


def remember(sender: object, request: HttpRequest, user: Person, **more: Any) -> None:
    """Note at sign-in what the person has to do with, so that no page has to ask."""
    request.session["hats"] = hats(user)


@login_required
@never_cache
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead on after signing in."""
    request.session["hats"] = found = hats(request.user)
    if DESK in found:
        return redirect("desk:home")
    if JURY in found:
        return redirect("jury:home")
    if REVIEW in found:
        return redirect("review:home")
    return redirect("maker:home" if Keeper.objects.filter(person=request.user.pk).exists() else "maker:new")
