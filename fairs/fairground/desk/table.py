"""The ground as a table: for keyboards, phones and big edits; works without script."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from fairs.fairground import operations, queries
from fairs.fairground.access import ground_for
from fairs.fairground.fields import label_of
from fairs.fairground.forms import MANY, ManyForm, RowForm, StallForm, StallsFilter
from fairs.fairground.models import Ground, Stall
from fairs.fairground.rules.rows import row_edits
from fairs.fairground.tables import columns
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 100


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def stalls(request: HttpRequest, event: Event) -> HttpResponse:
    """List the stalls; change, block or remove those that are picked."""
    ground, may_change = ground_for(event), Capability.RUN_FAIR in request.desk.allowed
    said = _said(request)
    found = queries.found_stalls(ground, **said)
    many = ManyForm(request.POST if request.POST.get("action") == "set" else None, labels=_labels())
    if request.method == "POST":
        if not may_change:
            raise Http404
        if _act(request, event, ground, many, found):
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    query = request.GET.urlencode()
    pills = {
        "": _("All"),
        "open": _("Not blocked"),
        "blocked": _("Blocked"),
        "held": _("Kept"),
        "power": _("With power"),
        "corner": _("Corners"),
    }
    context: dict[str, Any] = {
        "ground": ground,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": said["words"],
        "may_change": may_change,
        "many": many,
        "filters": [{"name": "row", "label": _("Row"), "options": _options(queries.row_names(ground), said["row"])}],
        "pills": [{"label": label, "url": f"?state={name}", "active": name == said["state"]} for name, label in pills.items()],
        "reset_url": reverse("desk:stalls", args=[event.slug]) if any(said.values()) else "",
        "csv_url": f"{reverse('desk:stalls_file', args=[event.slug, 'csv'])}?{query}",
        "xlsx_url": f"{reverse('desk:stalls_file', args=[event.slug, 'xlsx'])}?{query}",
    }  # fmt: skip
    return render(request, "fairs/fairground/desk/stalls.html", context)


def _options(rows: list[str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": "", "label": _("All rows")}, *({"value": row, "label": row, "selected": row == chosen} for row in rows)]


def _labels() -> dict[str, str]:
    return {name: label_of("stall", name) for name in MANY}


def _said(request: HttpRequest) -> dict[str, str]:
    form = StallsFilter(request.GET)
    form.is_valid()
    said = form.cleaned_data
    return {"words": said.get("q", "").strip(), "row": said.get("row", ""), "state": said.get("state", "")}


def _act(request: HttpRequest, event: Event, ground: Ground, many: ManyForm, found: Any) -> bool:
    """Do what was asked with the picked stalls; tell whether the page may be left."""
    if request.POST.get("whole"):
        picked = list(found.values_list("pk", flat=True))
    else:
        picked = [int(one) for one in request.POST.getlist("pick") if one.isdigit()]
    if not picked:
        messages.error(request, _("Pick stalls first: tick them in the table."))
        return True
    action = request.POST.get("action")
    if action == "set" and not many.is_valid():
        return False
    changes: dict[str, dict[str, Any]] = {
        "set": {"set": {many.cleaned_data["name"]: many.cleaned_data["value"]}} if action == "set" else {},
        "block": {"set": {"is_blocked": True, "block_reason": request.POST.get("reason", "")[:120]}},
        "open": {"set": {"is_blocked": False}},
        "delete": {"delete": True},
    }
    if action not in changes:
        return True
    edits = [{"kind": "stall", "id": key, **changes[action]} for key in picked]
    done = ngettext("%(n)d stall is changed.", "%(n)d stalls are changed.", len(picked)) % {"n": len(picked)}
    act = {"ground": ground, "edits": edits, "by": request.user, "at": timezone.now()}
    return attempt(request, event, lambda: operations.apply(**act), done) or action != "set"


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def stalls_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the stalls, filtered as on the page, to a spreadsheet; the file can be read in again."""
    found = queries.found_stalls(ground_for(event), **_said(request))
    return sheets.download(kind, f"{event.slug}-stalls-{timezone.localdate():%Y-%m-%d}", found, columns(), event.tz)


@at_desk(Capability.RUN_FAIR)
@form_page
def stall(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Change one stall, or remove it."""
    ground = ground_for(event)
    one = get_object_or_404(Stall, ground=ground, pk=pk)
    person: dict[str, Any] = {"ground": ground, "by": request.user, "at": timezone.now()}
    if request.POST.get("action") == "delete":
        gone = attempt(
            request, event, lambda: operations.apply(edits=[{"kind": "stall", "id": pk, "delete": True}], **person), _("Removed.")
        )
        return redirect("desk:stalls", event.slug) if gone else redirect("desk:stall", event.slug, pk)
    form = StallForm(request.POST or None, instance=one, ground=ground)
    if submit(
        request,
        event,
        form,
        lambda: operations.apply(edits=[{"kind": "stall", "id": pk, "set": form.values()}], **person),
        _("Stall %(number)s is saved.") % {"number": one.number},
    ):
        return redirect("desk:stalls", event.slug)
    return render(request, "fairs/fairground/desk/stall.html", {"form": form, "stall": one})


@at_desk(Capability.RUN_FAIR)
@form_page
def new_row(request: HttpRequest, event: Event) -> HttpResponse:
    """Add a row of touching stalls by numbers."""
    ground = ground_for(event)
    form = RowForm(request.POST or None, ground=ground)
    if submit(
        request,
        event,
        form,
        lambda: operations.apply(ground=ground, edits=row_edits(_row(form)), by=request.user, at=timezone.now()),
        _("The row is added."),
    ):
        return redirect(f"{reverse('desk:stalls', args=[event.slug])}?row={form.cleaned_data['row']}")
    return render(request, "fairs/fairground/desk/new_row.html", {"form": form})


def _row(form: RowForm) -> dict[str, Any]:
    said = form.cleaned_data
    numbers = {name: float(said[name]) for name in ("x", "y", "width", "depth", "power_kw")}
    more = {"zone": said["zone"].code if said["zone"] else "", "board": said["board"].name if said["board"] else ""}
    return {**said, **numbers, **more}
