"""Lists for the day: the kitchen's, the bus's, receivers, fired work; lending and handing out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from conference.learning import operations as learning
from conference.learning import queries, tables
from conference.learning.access import course_for, enrolment_at
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event


@at_desk(Capability.SEE_ORDERS)
@require_safe
def lists(request: HttpRequest, event: Event) -> HttpResponse:
    """Say which lists there are, with their lengths."""
    course = course_for(event)
    return render(request, "conference/learning/desk/lists.html", {"course": course, "lists": tables.day_lists(course)})


@at_desk(Capability.SEE_ORDERS)
@require_safe
def one_list(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """Show one list; receivers are lent and fired work is handed out here."""
    course = course_for(event)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = tables.on_list(course, kind)
    listed = next((one for one in tables.day_lists(course) if one.kind == kind), None)
    if found is None or listed is None:
        raise Http404
    rows = list(found.matching(words) if words else found)
    context: dict[str, Any] = {
        "course": course,
        "kind": kind,
        "listed": listed,
        "rows": rows,
        "words": words,
        "sums": queries.diets(course) if kind == "diet" else [],
        "out": sum(bool(one.receiver) and one.receiver_back_at is None for one in rows),
        "collected": sum(one.collected_at is not None for one in rows),
        "may_run_door": Capability.RUN_DOOR in request.desk.allowed,
        **{f"{ending}_url": reverse("desk:learning_list_file", args=[event.slug, kind, ending]) for ending in ("csv", "xlsx")},
    }
    return render(request, "conference/learning/desk/list.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def list_file(request: HttpRequest, event: Event, kind: str, ending: str) -> HttpResponseBase:
    """Give one list to a spreadsheet."""
    found = tables.on_list(course_for(event), kind)
    if found is None:
        raise Http404
    return sheets.download(ending, f"{event.slug}-{kind}", found, tables.list_columns(kind), event.tz)


@at_desk(Capability.RUN_DOOR)
@require_POST
def hand(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Lend a receiver or take it back, hand fired work out."""
    one = enrolment_at(course_for(event), number)
    one.course.event = event
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    said = request.POST.get("receiver", "")[:40]
    acts: dict[str, tuple[Any, str]] = {
        "lend": (lambda: learning.lend_receiver(enrolment=one, number=said, **person), _("Lent to %(name)s.")),
        "take_back": (lambda: learning.take_back_receiver(enrolment=one, **person), _("Back from %(name)s.")),
        "collected": (lambda: learning.hand_out_work(enrolment=one, **person), _("Handed out to %(name)s.")),
    }
    if request.POST.get("action") in acts:
        act, done = acts[request.POST["action"]]
        attempt(request, event, act, done % {"name": one.name})
    kind = request.POST.get("kind", "")
    if tables.on_list(one.course, kind) is not None:
        return redirect("desk:learning_list", event.slug, kind)
    return redirect("desk:enrolment", event.slug, number)
