"""One version of the plan: its map, its makers, its figures."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from fairs.allocation import operations, queries, tables, words
from fairs.allocation.access import plan_for
from fairs.allocation.figures import figures
from fairs.allocation.models import Plan
from fairs.allocation.picture import WAYS, plan_picture
from fairs.allocation.queries import Row
from fairs.allocation.texts import Reader
from fairs.fairground import queries as fairground
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.models import Event

PER_PAGE = 25
FINISHED = (Plan.State.DONE, Plan.State.PUBLISHED, Plan.State.SUPERSEDED)


@at_desk(Capability.SEE_APPLICATIONS)
@never_cache
@require_safe
def plan(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show a version: being computed, impossible, or finished with its map and makers."""
    shown = plan_for(event, number)
    context: dict[str, Any] = {
        "plan": shown,
        "tone": tables.TONES[shown.state],
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
    }
    if shown.state in operations.UNDER_WAY:
        return render(request, "fairs/allocation/desk/progress.html", {**context, "progress": words.progress(shown, timezone.now())})
    rows = queries.rows_of(shown)
    if shown.state not in FINISHED and not rows:
        names = {f"E{one}": name for one, name in queries.names_of(event).items()} if shown.conflict else {}
        reader = Reader(get_language() or "en", names, event)
        found = [words.demand(demand, reader) for demand in shown.conflict]
        demands = [(demand, _where(event, demand)) for demand in found]
        return render(request, "fairs/allocation/desk/failed.html", {**context, "demands": demands})
    return render(request, "fairs/allocation/desk/plan.html", {**context, **_finished(request, event, shown, rows)})


def _finished(request: HttpRequest, event: Event, shown: Plan, rows: list[Row]) -> dict[str, Any]:
    document = json.loads(shown.instance)
    ground = fairground.ground_of(event)
    if ground is None:
        raise Http404
    way = request.GET.get("colours", "")
    way = way if way in WAYS else "who"
    asked, which = request.GET.get("q", "").strip()[:100], request.GET.get("show", "")
    which = which if which in tables.SHOWN else ""
    found = tables.found(rows, asked, which)
    last = queries.published(event)
    base = reverse("desk:plan", args=[event.slug, shown.number])
    ways = {"who": _("who stands where"), "craft": _("crafts"), "wish": _("wishes met")}

    def page_of(row: Row) -> str:
        return reverse("desk:plan_maker", args=[event.slug, shown.number, row.entry])

    layout = fairground.layout(ground)
    return {
        "findings": queries.findings_in(shown, layout),
        "drawing": plan_picture(layout, rows, way=way, link=page_of, title=_("Plan, version %(n)s") % {"n": shown.number}),
        "figures": figures(rows, document),
        "levels": words.levels(document, shown),
        "unplaced": queries.unplaced(rows),
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": asked,
        "colours": way,
        "ways": [{"label": label, "url": f"?colours={name}#map", "active": name == way} for name, label in ways.items()],
        "pills": [
            {"label": label, "url": f"?show={name}#makers", "active": name == which, "count": sum(map(takes, rows))}
            for name, (label, takes) in tables.SHOWN.items()
        ],
        "reset_url": f"{base}#makers" if asked or which else "",
        "query": request.GET.urlencode(),
        "published": last,
        "differences": queries.compared(queries.rows_of(last), rows) if last and _is_new_refill(shown) else [],
        "based_on": last if last and last != shown else shown.based_on,
        "stale": queries.stale_since(shown) if shown.state == Plan.State.DONE else None,
    }


def _is_new_refill(shown: Plan) -> bool:
    return shown.kind == Plan.Kind.REFILL and shown.state == Plan.State.DONE


def _where(event: Event, demand: words.Demand) -> str:
    """Return the page on which a demand can be taken back."""
    names = {"application": "desk:application", "call": "desk:call", "rules": "desk:plan_rules"}
    try:
        return reverse(names[demand.where], args=[event.slug, *([demand.entry] if demand.where == "application" else [])])
    except NoReverseMatch:  # an installation without that page
        return ""


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def plan_file(request: HttpRequest, event: Event, number: int, kind: str) -> HttpResponseBase:
    """Give a version to a spreadsheet, or as the JSON documents it was computed from (`input`) and came to (`json`)."""
    shown = plan_for(event, number)
    name = f"{event.slug}-plan-{number}"
    if kind in ("json", "input"):
        text = shown.instance if kind == "input" else queries.answer_of(shown)
        if not text:
            raise Http404
        file = f"{name}.json" if kind == "json" else f"{name}-input.json"
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        return HttpResponse(text, content_type="application/json", headers=headers)
    found = tables.found(queries.rows_of(shown), request.GET.get("q", "").strip()[:100], request.GET.get("show", ""))
    return sheets.download(kind, name, found, tables.columns(), event.tz)
