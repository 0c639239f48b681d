"""The organiser's page of badges and ticket sheets, printed by the worker."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.tickets import documents, operations, queries
from ticketing.tickets.desk_forms import PrintForm
from ticketing.tickets.models import PrintRun

PAGE = 20
STATES = {
    "queued": (gettext_lazy("waits"), "info"),
    "running": (gettext_lazy("being printed"), "info"),
    "done": (gettext_lazy("ready"), "ok"),
    "failed": (gettext_lazy("failed"), "bad"),
    "cancelled": (gettext_lazy("stopped"), "neutral"),
}
UNDER_WAY = (PrintRun.State.QUEUED, PrintRun.State.RUNNING)


def _run(event: Event, run_id: int) -> PrintRun:
    run = queries.print_run_of(event, run_id)
    if run is None:
        raise Http404
    return run


def _progress(run: PrintRun) -> str:
    if run.state == PrintRun.State.QUEUED:
        return _("Waiting for the worker")
    return _("%(done)s of %(total)s tickets") % {"done": run.done, "total": run.total}


@at_desk(Capability.PRINT)
@require_http_methods(["GET", "HEAD", "POST"])
def badges(request: HttpRequest, event: Event) -> HttpResponse:
    """Choose what to print, follow the runs, fetch the finished ones."""
    form = PrintForm(request.POST or None, event=event)
    person = {"by": request.user, "at": timezone.now()}
    if submit(request, event, form, lambda: operations.ask_print_run(event=event, **form.cleaned_data, **person), ""):
        return redirect("desk:badges", event.slug)
    page = Paginator(queries.print_runs_of(event), PAGE).get_page(request.GET.get("page"))
    for run in page:
        run.label, run.tone = STATES[run.state]
        run.text = _progress(run)
        run.is_under_way = run.state in UNDER_WAY
    context = {
        "event": event,
        "form": form,
        "page_obj": page,
        "under_way": [run for run in reversed(page.object_list) if run.is_under_way],
        "counts": queries.counts(event),
    }
    return render(request, "ticketing/tickets/desk/badges.html", context)


@at_desk(Capability.PRINT)
@never_cache
@require_safe
def print_progress(request: HttpRequest, event: Event, run_id: int) -> HttpResponse:
    """Tell how far a run is, for the progress bar."""
    run = _run(event, run_id)
    answer: dict[str, Any] = {"value": run.done, "max": run.total, "text": _progress(run), "done": run.state not in UNDER_WAY}
    return JsonResponse({**answer, "url": reverse("desk:badges", args=[event.slug])})


@at_desk(Capability.PRINT)
@require_POST
def stop_print(request: HttpRequest, event: Event, run_id: int) -> HttpResponse:
    """Stop a run that is under way."""
    run = _run(event, run_id)
    attempt(
        request, event, lambda: operations.cancel_print_run(run=run, by=request.user, at=timezone.now()), _("The print run is stopped.")
    )
    return redirect("desk:badges", event.slug)


@at_desk(Capability.PRINT)
@never_cache
@require_safe
def printed(request: HttpRequest, event: Event, run_id: int) -> HttpResponseBase:
    """Hand out the finished PDF."""
    run = _run(event, run_id)
    if not run.file or not run.file.storage.exists(run.file.name):
        raise Http404
    name = f"{event.slug}-{run.layout}-{run.asked_at.astimezone(event.tz):%Y%m%d-%H%M}.pdf"
    return FileResponse(run.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@at_desk(Capability.PRINT)
@never_cache
@require_safe
def label(request: HttpRequest, event: Event, serial: int) -> HttpResponse:
    """Print one ticket's label at once. Printing is not entering: nothing is recorded."""
    ticket = queries.live_for_event(event).filter(pk=serial).first()
    if ticket is None:
        raise Http404
    content = documents.badges_pdf([ticket], PrintRun.Layout.LABEL, at=timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{serial}.pdf"'})
