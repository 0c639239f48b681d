"""Driving in: when everybody comes and by which entrance, computed or set by hand."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from fairs.allocation import queries as allocation
from fairs.allocation.models import Assignment
from fairs.calls.access import call_for
from fairs.calls.models import Application
from fairs.fairground import queries as grounds
from fairs.offers import operations as offers
from fairs.offers import queries, tables
from fairs.offers.forms import LoadForm
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.models import Event


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def load_in(request: HttpRequest, event: Event) -> HttpResponse:
    """Who drives in when: compute it, change one by hand."""
    call = call_for(event)
    if request.method == "POST" and request.POST.get("action") == "plan":
        attempt(
            request,
            event,
            lambda: offers.plan_load_in(event=event, by=request.user, at=timezone.now()),
            _("Everybody with a stall has a time now."),
        )
        return redirect("desk:load_in", event.slug)
    one = Application.objects.filter(call=call, number=whole(request.GET.get("entry", "")) or 0).first()
    form = LoadForm(request.POST or None, event=event)
    if one is not None:
        one.call = call
        if submit(
            request,
            event,
            form,
            lambda: offers.fix_load_in(application=one, **form.cleaned_data, by=request.user, at=timezone.now()),
            _("The time is changed. Computing again leaves it."),
        ):
            return redirect("desk:load_in", event.slug)
    words = request.GET.get("q", "").strip()[:60]
    rows = queries.arrivals(event)
    ground = grounds.ground_of(event)
    context = {
        "rows": tables.found_arrivals(rows, words),
        "findings": allocation.findings(event, grounds.layout(ground)) if ground is not None else [],
        "is_planned": bool(rows),
        "form": form,
        "one": one,
        "placed": Assignment.objects.filter(application__call=call).values("application").distinct().count(),
        "words": words,
        "reset_url": request.path if words else "",
        "csv_url": f"{reverse('desk:load_in_file', args=[event.slug, 'csv'])}?{request.GET.urlencode()}",
        "xlsx_url": f"{reverse('desk:load_in_file', args=[event.slug, 'xlsx'])}?{request.GET.urlencode()}",
    }
    return render(request, "fairs/offers/desk/load_in.html", context)


@at_desk(Capability.RUN_FAIR)
@require_safe
def load_in_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the times to drive in to a spreadsheet."""
    call_for(event)
    found = tables.found_arrivals(queries.arrivals(event), request.GET.get("q", "").strip()[:60])
    return sheets.download(kind, f"{event.slug}-driving-in", found, tables.arrival_columns(), event.tz)
