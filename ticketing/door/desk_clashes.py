"""The clash desk: two phones let one ticket in while neither had a network; a person decides what that was."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.door import operations, queries, tables
from ticketing.door.desk_forms import ClashForm
from ticketing.door.tables import WHICH, Wanted
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.events.sheets import download

PAGE = 20


def _may_cancel(request: HttpRequest) -> bool:
    return Capability.CHANGE_ORDERS in request.desk.allowed


def _form(request: HttpRequest, clash: queries.Clash) -> ClashForm:
    """The suggestion is chosen already, but for the one that cancels a ticket."""
    chosen = clash.suggestion if clash.suggestion != "shared" else None
    return ClashForm(may_cancel=_may_cancel(request), initial={"ruling": chosen}, auto_id=f"clash-{clash.scan.pk}-%s")


@at_desk(Capability.RUN_DOOR)
@require_safe
def clashes(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the clashes side by side with the admission that counts; those that wait, unless others are asked for."""
    wanted = Wanted.read(request.GET.dict())
    found = queries.clashes(event, words=wanted.words, decided=wanted.decided)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(clash, tables.words(clash), _form(request, clash)) for clash in queries.paired(page)]
    counts = {"": queries.undecided(event), "decided": None, "all": None}
    asked = f"?{urlencode(wanted.named())}" if wanted.named() else ""
    context: dict[str, Any] = {
        "event": event,
        "wanted": wanted,
        "page_obj": page,
        "lines": lines,
        "pills": [
            {
                "label": label,
                "url": "?" + urlencode({name: value for name, value in {"q": wanted.words, "which": which}.items() if value}),
                "active": which == wanted.which,
                "count": counts[which],
            }
            for which, label in WHICH.items()
        ],
        "csv_url": reverse("desk:clashes_file", args=[event.slug, "csv"]) + asked,
        "xlsx_url": reverse("desk:clashes_file", args=[event.slug, "xlsx"]) + asked,
    }
    return render(request, "ticketing/door/desk/clashes.html", context)


@at_desk(Capability.RUN_DOOR)
@require_safe
def clashes_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the clashes, filtered as on the page, to a spreadsheet."""
    wanted = Wanted.read(request.GET.dict())
    found = queries.paired(queries.clashes(event, words=wanted.words, decided=wanted.decided))
    return download(kind, f"{event.slug}-clashes", found, tables.clash_columns(), event.tz)


@at_desk(Capability.RUN_DOOR)
@require_POST
def decide(request: HttpRequest, event: Event, scan_id: int) -> HttpResponse:
    """Decide one clash, or take the decision back."""
    clash = queries.clash_of(event, scan_id)
    if clash is None:
        raise Http404
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if request.POST.get("action") == "reopen":
        decision = clash.decision
        if decision is not None:
            attempt(request, event, lambda: operations.reopen(decision=decision, **person), _("Taken back: it waits again."))
        return redirect(f"{reverse('desk:clashes', args=[event.slug])}#clash-{scan_id}")
    form = ClashForm(request.POST, may_cancel=_may_cancel(request))
    if form.is_valid():
        attempt(request, event, lambda: operations.decide(scan=clash.scan, **form.cleaned_data, **person), _("Decided and noted."))
    else:
        messages.error(request, _("Choose what happened, then decide."))
    return redirect("desk:clashes", event.slug)
