"""The maker's page of reasons, with their own map."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairs.allocation import queries
from fairs.allocation.picture import maker_picture
from fairs.calls.access import application_for
from fairs.calls.models import Application
from fairs.fairground import queries as fairground
from fairs.fairground.drawing import Drawing
from fairs.fairground.models import Stall


@login_required
@never_cache
@require_safe
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a maker why they have this stall, why not a wished one, or why they wait and what would have to change."""
    application = application_for(request.user, pk)
    told = queries.reasons_for(application, get_language() or "lv") if queries.is_told(application) else []
    if not told:
        raise Http404
    stalls = queries.stall_of(application)
    context = {
        "application": application,
        "event": application.call.event,
        "told": told,
        "stalls": stalls,
        "drawing": _drawing(application, stalls),
        "seed": queries.rules_of(application.call.event).seed,
    }
    return render(request, "fairs/allocation/reason.html", context)


def _drawing(application: Application, stalls: list[Stall]) -> Drawing | None:
    event = application.call.event
    ground = fairground.ground_of(event)
    if ground is None:
        return None
    wishes = application.wishes.exclude(stall=None).values_list("stall", "rank")
    return maker_picture(
        fairground.layout(ground),
        mine={stall.pk for stall in stalls},
        wished=dict(wishes),
        taken=queries.names_on_stalls(event),
        link=lambda _stall: "",
        title=_("Your place on the plan"),
    )
