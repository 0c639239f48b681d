"""What an application's two pages say of the day: to the maker the five questions after it, to staff who came and what happened."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.fairday.models import AfterForm, Appearance, Incident
from fairs.offers import queries as offers


def of_maker(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return the section for `calls:my` once the fair is over and as long as the maker has not answered."""
    if timezone.now() < application.call.event.ends_at or application.shown_state != Application.State.CONFIRMED:
        return None
    had_stall = Assignment.objects.filter(application=application).exists()
    if not had_stall or AfterForm.objects.filter(application=application).exists():
        return None
    return {"template": "fairs/fairday/standing.html"}


def of_desk(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return the section for `desk:application`: the days they came or did not, and what happened at their stalls. Three statements."""
    days = list(Appearance.objects.filter(application=application).select_related("day").order_by("day__opens_at"))
    stalls = offers.stalls_of(application)
    incidents = list(Incident.objects.filter(stall__in=stalls).select_related("stall")) if stalls else []
    if not days and not incidents:
        return None
    return {"template": "fairs/fairday/section_desk.html", "event": application.call.event, "days": days, "incidents": incidents}
