"""The grid of a fair's applications, and its files."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from exhibitors.crafts import queries as crafts
from fairs.calls import queries, tables, wording
from fairs.calls.access import call_for
from fairs.calls.desk.acts import ACTS
from fairs.calls.desk.bars import bars
from fairs.calls.models import Application, ApplicationPhoto, Call
from fairs.calls.tables import Wanted
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.models import Event

PER_PAGE = 50
STATES = ("submitted", "selected", "waiting", "rejected", "offered", "accepted", "confirmed", "declined", "withdrawn", "cancelled", "draft")
"""In the order an application travels; drafts last, since they are nobody's work yet."""


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def grid(request: HttpRequest, event: Event) -> HttpResponse:
    """List the fair's applications, fifty on a page."""
    call, wanted = call_for(event), Wanted.read(request.GET.dict())
    page = Paginator(tables.found(call, wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = _with_facts(call, list(page.object_list))
    counted = queries.state_counts(call)
    query = f"?{urlencode(wanted.said)}" if wanted.said else ""
    context: dict[str, Any] = {
        "call": call,
        "page_obj": page,
        "rows": rows,
        "wanted": wanted,
        "query": query,
        "pills": _pills(wanted, counted),
        "filters": _filters(call, wanted),
        "acts": [(word, act.label) for word, act in ACTS.items()],
        "bars": bars(queries.goods_counts(call)),
        "reset_url": "" if wanted.is_empty else reverse("desk:applications", args=[event.slug]),
        "untold": queries.untold(call).exclude(state="draft").count(),
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
        **{f"{kind}_url": reverse("desk:applications_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "fairs/calls/desk/applications.html", context)


def _with_facts(call: Call, rows: list[Application]) -> list[Application]:
    """Give each row what it lacks, its words for needs, its price and its first picture."""
    lacks = queries.lacks_of(call, rows)
    photos = ApplicationPhoto.objects.filter(application__in=rows).order_by("-position", "-id").values_list("application", "photo")
    first = dict(photos)
    for row in rows:
        row.call = call
        row.lacks = lacks[row.pk]
        row.tone = wording.STATE_TONES[row.state]
        row.total = tables.total(row)
        row.picture = first.get(row.pk)
    return rows


def _pills(wanted: Wanted, counted: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in wanted.said.items() if name != "state"}
    labels = dict(Application.State.choices)
    shown = [("", _("All")), *((state, labels[state]) for state in STATES if counted.get(state) or state == wanted.state)]
    return [
        {
            "label": label,
            "url": "?" + urlencode({**kept, "state": state} if state else kept),
            "active": state == wanted.state,
            "count": counted.get(state, 0),
        }
        for state, label in shown
    ]


def _filters(call: Call, wanted: Wanted) -> list[dict[str, Any]]:
    def options(pairs: Any, chosen: Any) -> list[dict[str, Any]]:
        return [{"value": value, "label": label, "selected": value == chosen} for value, label in pairs]

    every = [("", _("all"))]
    used = set(Application.objects.filter(call=call, craft__isnull=False).order_by().values_list("craft", flat=True).distinct())
    named = [(craft, name) for _group, rows in crafts.grouped() for craft, name in rows if craft in used or craft == wanted.craft]
    only = "lacks" if wanted.lacks else "late" if wanted.late else ""
    return [
        {
            "name": "group",
            "label": _("Goods group"),
            "options": options([*every, *((group.pk, group.name) for group in call.goods_groups.all())], wanted.group or ""),
        },
        {"name": "craft", "label": _("Craft"), "options": options([*every, *named], wanted.craft or "")},
        {"name": "country", "label": _("Country"), "options": options([*every, ("LV", _("Latvia")), ("RU", _("Russia"))], wanted.country)},
        {"name": "money", "label": _("Fee"), "options": options([*every, ("paid", _("paid")), ("owed", _("not paid yet"))], wanted.money)},
        {
            "name": "only",
            "label": _("Only those that"),
            "options": options([*every, ("lacks", _("lack something")), ("late", _("came late"))], only),
        },
        {
            "name": "sort",
            "label": _("Order"),
            "options": options(
                [
                    ("", _("entry")),
                    ("name", _("name")),
                    ("newest", _("newest first")),
                    ("group", _("goods group")),
                    ("score", _("score")),
                    ("list", _("waiting list")),
                ],
                wanted.sort,
            ),
        },
    ]


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def grid_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the applications, filtered as on the page, to a spreadsheet."""
    call, wanted = call_for(event), Wanted.read(request.GET.dict())
    rows = list(tables.found(call, wanted))
    columns = tables.columns(queries.lacks_of(call, rows))
    return sheets.download(kind, f"{event.slug}-applications-{timezone.localdate():%Y-%m-%d}", rows, columns, event.tz)
