"""Saturday morning on a phone: who is there, who is not, what happened, how many visitors; and the report."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from fairs.calls.access import call_for
from fairs.calls.models import Application, Call
from fairs.fairday import documents, queries
from fairs.fairday import operations as fairday
from fairs.fairday.forms import CountForm, IncidentForm
from fairs.fairday.models import Incident, VisitorCount
from fairs.fairday.tables import columns
from fairs.fairday.texts import PRESENCE
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.models import Event, EventDay

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _day(event: Event, request: HttpRequest) -> EventDay:
    chosen = request.GET.get("day", "") or request.POST.get("day", "")
    day = event.days.filter(pk=whole(chosen) or 0).first() if chosen else queries.today(event, timezone.now())
    if day is None:
        raise Http404
    return day


@at_desk(Capability.RUN_DAY)
@require_safe
def day_list(request: HttpRequest, event: Event) -> HttpResponse:
    """The list of stalls of one day, for a phone."""
    call, day = call_for(event), _day(event, request)
    words, presence = request.GET.get("q", "").strip()[:60], request.GET.get("presence", "")
    rows = queries.day_list(event, day, timezone.now())
    counted: Counter[str] = Counter(row.presence for row in rows)
    pills = [("", _("All"), len(rows)), *((word, label, counted[word]) for word, (label, _tone) in PRESENCE.items())]
    waiting = Application.objects.filter(call=call, state=Application.State.WAITING).select_related("exhibitor").order_by("place_in_list")
    said = urlencode({"day": day.pk, "q": words, "presence": presence})
    context: dict[str, Any] = {
        "day": day,
        "days": event.days.all(),
        "rows": queries.matching(rows, words, presence),
        "here": counted["came"],
        "total": len(rows),
        "words": words,
        "pills": [
            {"label": label, "url": f"?{urlencode({'day': day.pk, 'presence': word, 'q': words})}", "active": word == presence, "count": n}
            for word, label, n in pills
        ],
        "kept": [("day", day.pk), *([("presence", presence)] if presence else [])],
        "waiting": waiting[:20],
        "csv_url": reverse("desk:day_file", args=[event.slug, "csv"]) + f"?{said}",
        "xlsx_url": reverse("desk:day_file", args=[event.slug, "xlsx"]) + f"?{said}",
    }
    return render(request, "fairs/fairday/desk/day.html", context)


@at_desk(Capability.RUN_DAY)
@require_safe
def day_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the list of stalls, as it is searched, to a spreadsheet."""
    call_for(event)
    found = queries.day_list(event, _day(event, request), timezone.now())
    rows = queries.matching(found, request.GET.get("q", "").strip()[:60], request.GET.get("presence", ""))
    return sheets.download(kind, f"{event.slug}-day-{timezone.localdate():%Y-%m-%d}", rows, columns(), event.tz)


@at_desk(Capability.RUN_DAY)
@require_POST
def mark(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Mark a maker as there or not there, swap two, or let somebody from the waiting list stand in."""
    call, day = call_for(event), _day(event, request)
    one = _application(call, number)
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    acts = {
        "came": (lambda: fairday.mark_came(application=one, day=day, **person), _("%(name)s is here.")),
        "absent": (lambda: fairday.mark_absent(application=one, day=day, **person), _("%(name)s has not come.")),
        "unmark": (lambda: fairday.unmark(application=one, day=day, **person), _("Taken back: %(name)s.")),
        "swap": (lambda: fairday.swap(one=one, other=_other(call, request), **person), _("%(name)s has changed places.")),
        "substitute": (
            lambda: fairday.substitute(absent=one, instead=_other(call, request), day=day, **person),
            _("The stall of %(name)s is given to another maker."),
        ),
    }
    if request.POST.get("action") in acts:
        act, done = acts[request.POST["action"]]
        attempt(request, event, act, done % {"name": one.exhibitor})
    return redirect(f"{reverse('desk:day', args=[event.slug])}?day={day.pk}#entry-{number}")


def _application(call: Call, number: int) -> Application:
    found = get_object_or_404(Application.objects.select_related("exhibitor"), call=call, number=number)
    found.call = call
    return found


def _other(call: Call, request: HttpRequest) -> Application:
    number = whole(request.POST.get("other", ""))
    if number is None:
        raise Refused(_("Choose the other maker."), code="other_missing")
    return _application(call, number)


@at_desk(Capability.RUN_DAY)
@form_page
def incidents(request: HttpRequest, event: Event) -> HttpResponse:
    """Write down what happened, and settle it."""
    call_for(event)
    form = IncidentForm(request.POST or None, event=event)
    if submit(
        request,
        event,
        form,
        lambda: fairday.note_incident(event=event, **form.cleaned_data, by=request.user, at=timezone.now()),
        _("Noted."),
    ):
        return redirect("desk:incidents", event.slug)
    return render(request, "fairs/fairday/desk/incidents.html", {"form": form, "incidents": queries.incidents(event)})


@at_desk(Capability.RUN_DAY)
@require_POST
def settle_incident(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Close an incident with what was done."""
    incident = get_object_or_404(Incident, event=event, pk=pk)
    outcome = request.POST.get("outcome", "")
    attempt(
        request,
        event,
        lambda: fairday.settle_incident(incident=incident, outcome=outcome, by=request.user, at=timezone.now()),
        _("Settled."),
    )
    return redirect("desk:incidents", event.slug)


@at_desk(Capability.RUN_DAY)
@form_page
def visitors(request: HttpRequest, event: Event) -> HttpResponse:
    """Count visitors by hand: one number for a place and an hour."""
    call_for(event)
    now = timezone.now()
    form = CountForm(request.POST or None)
    if submit(
        request,
        event,
        form,
        lambda: fairday.count_visitors(event=event, hour=now, **form.cleaned_data, by=request.user, at=now),
        _("Counted."),
    ):
        return redirect("desk:visitors", event.slug)
    counts = VisitorCount.objects.filter(event=event).order_by("-hour", "place")
    return render(request, "fairs/fairday/desk/visitors.html", {"form": form, "counts": counts, "now": now})


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def report(request: HttpRequest, event: Event) -> HttpResponse:
    """The figures of the fair."""
    call_for(event)
    return render(request, "fairs/fairday/desk/report.html", {"report": queries.report(event)})


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def report_pdf(request: HttpRequest, event: Event) -> HttpResponse:
    """The report as the funder reads it: a PDF in English."""
    call_for(event)
    content = documents.report(event, at=timezone.now())
    if content is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect("desk:report", event.slug)
    name = f"{event.slug}-report.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
