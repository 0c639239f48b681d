"""The list of who registered, its files, the waiting list's draw."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from conference.learning import operations as learning
from conference.learning import queries, rules, tables, wording
from conference.learning.access import course_for
from conference.learning.desk.acts import ACTS
from conference.learning.models import Course, Enrolment, SeatQuota
from conference.learning.tables import Wanted
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.orders.fields import countries

PER_PAGE = 50


@at_desk(Capability.SEE_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enrolments(request: HttpRequest, event: Event) -> HttpResponse:
    """List who registered, fifty on a page, with the seats above; open registration where nobody can register yet."""
    course = queries.course_of(event)
    if course is None:
        return _open(request, event)
    course.event = event
    wanted = Wanted.read(request.GET.dict())
    page = Paginator(tables.found(course, wanted), PER_PAGE).get_page(request.GET.get("page"))
    query = f"?{urlencode(wanted.said)}" if wanted.said else ""
    counted = queries.state_counts(course)
    now = timezone.now()
    filters = _filters(course, wanted)
    context: dict[str, Any] = {
        "course": course,
        "page_obj": page,
        "rows": [(one, wording.STATE_TONES[one.state]) for one in page],
        "wanted": wanted,
        "query": query,
        "pills": _pills(wanted, counted),
        "filters": filters,
        "has_activities": any(one["name"] == "activity" for one in filters),
        "acts": [(word, act.label) for word, act in ACTS.items()],
        "bars": [(bar, wording.quota_label(bar.quota.country, bar.quota.mode)) for bar in queries.bars(course)],
        "phase": queries.phase(course, now),
        "fee": queries.fee(course),
        "undrawn": course.waiting_rule == Course.WaitingRule.LOT and _undrawn(course),
        "reset_url": "" if wanted.is_empty else reverse("desk:enrolments", args=[event.slug]),
        "may_change": Capability.CHANGE_ORDERS in request.desk.allowed,
        "may_edit": Capability.EDIT_EVENT in request.desk.allowed,
        **{f"{kind}_url": reverse("desk:enrolments_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "conference/learning/desk/enrolments.html", context)


def _undrawn(course: Course) -> int:
    return Enrolment.objects.filter(course=course, state=Enrolment.State.WAITING, lot=None).values("party").distinct().count()


def _open(request: HttpRequest, event: Event) -> HttpResponse:
    """Open registration with the usual dates; everything else is set afterwards."""
    may_edit = Capability.EDIT_EVENT in request.desk.allowed
    if request.method == "POST" and may_edit:
        now = timezone.now()
        opens_at, closes_at = rules.usual_times(now.replace(second=0, microsecond=0), event.starts_at)
        facts = {"opens_at": opens_at, "closes_at": closes_at}
        done = _("Registration is set up. Look through the dates, then say how many seats there are.")
        if attempt(request, event, lambda: learning.save_course(event=event, facts=facts, by=request.user, at=now), done):
            return redirect("desk:course", event.slug)
    return render(request, "conference/learning/desk/new_course.html", {"may_edit": may_edit})


def _pills(wanted: Wanted, counted: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in wanted.said.items() if name != "state"}
    labels = dict(Enrolment.State.choices)
    shown = [("", _("All")), *((state, capfirst(labels[state])) for state in tables.STATES if counted.get(state) or state == wanted.state)]
    return [
        {
            "label": label,
            "url": "?" + urlencode({**kept, "state": state} if state else kept),
            "active": state == wanted.state,
            "count": counted.get(state, 0),
        }
        for state, label in shown
    ]


def _filters(course: Course, wanted: Wanted) -> list[dict[str, Any]]:
    def one(name: str, label: Any, pairs: Any, chosen: Any) -> dict[str, Any]:
        options = [{"value": value, "label": text, "selected": value == chosen} for value, text in [("", _("all")), *pairs]]
        return {"name": name, "label": label, "options": options}

    names = dict(countries())
    found = [one("country", _("Country"), [(code, names.get(code, code)) for code in tables.countries_of(course)], wanted.country)]
    if len(queries.modes(course)) > 1:
        modes = [(value, capfirst(label)) for value, label in SeatQuota.Mode.choices]
        found.append(one("mode", _("Way of taking part"), modes, wanted.mode))
    activities = [(activity.pk, activity.title) for activity in course.activities.all()]
    if activities:
        found.append(one("activity", _("Chose"), activities, wanted.activity or ""))
    sorts = [("name", _("name")), ("newest", _("newest first"))]
    found.append(one("sort", _("Sorted by"), sorts, wanted.sort))
    found[-1]["options"][0]["label"] = _("number")
    return found


@at_desk(Capability.SEE_ORDERS)
@require_safe
def enrolments_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the list, filtered as on the page, to a spreadsheet."""
    course = course_for(event)
    found = tables.found(course, Wanted.read(request.GET.dict()))
    name = f"{event.slug}-registrations-{timezone.localdate():%Y-%m-%d}"
    return sheets.download(kind, name, found.iterator(chunk_size=500), tables.columns(course), event.tz)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def draw_lots(request: HttpRequest, event: Event) -> HttpResponse:
    """Draw the waiting list by lot."""
    course = course_for(event)
    attempt(
        request,
        event,
        lambda: learning.draw_lots(course=course, by=request.user, at=timezone.now()),
        _("Drawn. Free places are offered in that order; the log keeps the seed."),
    )
    return redirect(reverse("desk:enrolments", args=[event.slug]) + "?state=waiting")
