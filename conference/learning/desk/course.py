"""Setting a course up: dates and rules, seats, what can be chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from common.errors import Refused
from conference.learning import operations as learning
from conference.learning.access import course_for
from conference.learning.desk_forms import ActivityForm, ActivityFormSet, CourseForm, QuotaFormSet
from conference.learning.models import Activity, SeatQuota
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.forms import Rows
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])


@at_desk(Capability.EDIT_EVENT)
@form_page
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change when and how people register."""
    course = course_for(event)
    form = CourseForm(request.POST or None, row=course)
    if submit(
        request,
        event,
        form,
        lambda: learning.save_course(
            event=event, course=course, facts=form.facts(), fee=form.cleaned_data["fee"], by=request.user, at=timezone.now()
        ),
        _("Saved."),
    ):
        return redirect("desk:enrolments", event.slug)
    return render(request, "conference/learning/desk/course.html", {"form": form, "course": course})


@at_desk(Capability.EDIT_EVENT)
@form_page
def seats(request: HttpRequest, event: Event) -> HttpResponse:
    """Say how many seats there are: for everybody, for a country, for a way of taking part."""
    course = course_for(event)
    present = [{"country": one.country, "mode": one.mode, "size": one.size} for one in SeatQuota.objects.filter(course=course)]
    rows = QuotaFormSet(request.POST, prefix="rows") if request.method == "POST" else QuotaFormSet(initial=present, prefix="rows")
    if "add_row" in request.POST:
        rows = QuotaFormSet(initial=rows.one_more(), prefix="rows")
    elif request.method == "POST" and rows.is_valid():
        person = {"by": request.user, "at": timezone.now()}
        if _save(request, event, rows, "quotas", lambda: learning.save_quotas(course=course, rows=rows.rows(), **person)):
            return redirect("desk:enrolments", event.slug)
    is_open_to_all = not present or any(not one["country"] for one in present)
    return render(request, "conference/learning/desk/seats.html", {"rows": rows, "course": course, "is_open_to_all": is_open_to_all})


@at_desk(Capability.EDIT_EVENT)
@form_page
def activities(request: HttpRequest, event: Event) -> HttpResponse:
    """Say what can be chosen: workshops, the study tour, an evening."""
    course = course_for(event)
    present = {activity.pk: activity for activity in course.activities.all()}
    more: dict[str, Any] = {"prefix": "rows", "form_kwargs": {"event": event}}
    if request.method == "POST":
        rows = ActivityFormSet(request.POST, **more)
    else:
        rows = ActivityFormSet(initial=[_row(activity) for activity in present.values()], **more)
    if "add_row" in request.POST:
        rows = ActivityFormSet(initial=rows.one_more({"starts_at": event.starts_at, "kind": Activity.Kind.WORKSHOP}), **more)
    elif request.method == "POST" and rows.is_valid():
        kept, removed = rows.split(present)
        person = {"by": request.user, "at": timezone.now()}
        if _save(
            request,
            event,
            rows,
            "activities",
            lambda: learning.save_activities(course=course, rows=kept, removed=removed, **person),
        ):
            return redirect("desk:enrolments", event.slug)
    return render(request, "conference/learning/desk/activities.html", {"rows": rows, "course": course})


def _row(activity: Activity) -> dict[str, Any]:
    return {"pk": activity.pk, **{name: getattr(activity, name) for name in ActivityForm.names()}}


def _save(request: HttpRequest, event: Event, rows: Rows, what: str, act: Any) -> bool:
    """As `attempt`; what is refused of one row stands there, too."""

    def noted() -> None:
        try:
            act()
        except Refused as refused:
            rows.tell_row(refused, what)
            raise

    return attempt(request, event, noted, _("Saved."))
