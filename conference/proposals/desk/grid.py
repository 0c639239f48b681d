"""The grid of proposals, its files, and deciding on those that were ticked."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.roles.rules import Capability
from common.languages import Language
from conference.proposals import operations as proposals
from conference.proposals import queries, rules, tables
from conference.proposals.access import call_for
from conference.proposals.desk.frame import around, form_page, may_run
from conference.proposals.models import Proposal, ProposalCall
from conference.proposals.tables import Wanted
from conference.proposals.wording import STATE_TONES
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, whole
from ticketing.events.models import Event

PER_PAGE = 50
STATES = ("submitted", "accepted", "confirmed", "reserve", "rejected", "withdrawn", "draft")
ACTS = ("accepted", "reserve", "rejected", "submitted")


def act_labels() -> list[tuple[str, str]]:
    """Return what can be decided, in words."""
    return [
        ("accepted", _("Accept")),
        ("reserve", _("Put in reserve")),
        ("rejected", _("Do not accept")),
        ("submitted", _("Undecided again")),
    ]


@at_desk(Capability.SEE_ORDERS)
@form_page
def grid(request: HttpRequest, event: Event) -> HttpResponse:
    """List the event's proposals, fifty on a page; where there is no call yet, make one."""
    call = queries.call_of(event)
    if call is None:
        return _make(request, event)
    wanted = Wanted.read(request.GET.dict())
    page = Paginator(tables.lines(call, wanted, timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    query = f"?{urlencode(wanted.said)}" if wanted.said else ""
    context: dict[str, Any] = {
        **around(request, call, "proposals"),
        "page_obj": page,
        "wanted": wanted,
        "query": query,
        "tones": STATE_TONES,
        "pills": _pills(call, wanted),
        "filters": _filters(call, wanted),
        "acts": act_labels(),
        "reset_url": "" if wanted.is_empty else reverse("desk:proposals", args=[event.slug]),
        **{f"{kind}_url": reverse("desk:proposals_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "conference/proposals/desk/grid.html", context)


def _make(request: HttpRequest, event: Event) -> HttpResponse:
    if request.method == "POST" and may_run(request):
        made = _("The call is there. Look through its dates first; speakers see it once you show it.")
        attempt(request, event, lambda: proposals.make(event=event, by=request.user, at=timezone.now()), made)
        return redirect("desk:proposals_call", event.slug)
    return render(request, "conference/proposals/desk/new_call.html", {"may_run": may_run(request)})


def _pills(call: ProposalCall, wanted: Wanted) -> list[dict[str, Any]]:
    counted = dict(Proposal.objects.filter(call=call).order_by().values_list("state").annotate(n=Count("pk")))
    kept = {name: value for name, value in wanted.said.items() if name != "state"}
    used = [state for state in STATES if counted.get(state) or state == wanted.state]
    shown: list[tuple[str, Any, int]] = [("", _("All"), sum(counted.values()))]
    shown += [(state, Proposal.State(state).label, counted.get(state, 0)) for state in used]
    return [
        {"label": label, "url": "?" + urlencode({**kept, "state": state} if state else kept), "active": state == wanted.state, "count": n}
        for state, label, n in shown
    ]


def _filters(call: ProposalCall, wanted: Wanted) -> list[dict[str, Any]]:
    def options(pairs: Any, chosen: Any) -> list[dict[str, Any]]:
        return [{"value": value, "label": label, "selected": value == chosen} for value, label in pairs]

    every = [("", _("all"))]
    sorts = [
        ("", _("number")),
        ("result", _("result")),
        ("spread", _("how far reviews lie apart")),
        ("title", _("title")),
        ("newest", _("newest first")),
    ]
    tracks = [(one.pk, one.name) for one in queries.tracks(call.event)]
    kinds = [(one.pk, one.name) for one in queries.kinds(call.event)]
    found = [{"name": "kind", "label": _("Kind"), "options": options([*every, *kinds], wanted.kind or "")}]
    if tracks:
        found.append({"name": "track", "label": _("Track"), "options": options([*every, *tracks], wanted.track or "")})
    languages = [(code, label) for code, label in Language.choices if code in call.languages]
    found.append({"name": "language", "label": _("Language"), "options": options([*every, *languages], wanted.language)})
    found.append({"name": "sort", "label": _("Sorted by"), "options": options(sorts, wanted.sort)})
    return found


@at_desk(Capability.SEE_ORDERS)
def grid_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the proposals, filtered as on the page, to a spreadsheet."""
    rows = tables.lines(call_for(event), Wanted.read(request.GET.dict()), timezone.now())
    return sheets.download(kind, f"{event.slug}-proposals-{timezone.localdate():%Y-%m-%d}", rows, tables.COLUMNS, event.tz)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def chosen(request: HttpRequest, event: Event) -> HttpResponse:
    """Say what would be decided about which; do it once that is confirmed."""
    call, to = call_for(event), request.POST.get("action", "")
    wanted = Wanted.read(request.GET.dict())
    back = reverse("desk:proposals", args=[event.slug]) + (f"?{urlencode(wanted.said)}" if wanted.said else "")
    picked = _picked(request, call, wanted)
    if to not in ACTS or not picked:
        messages.info(request, _("Tick the proposals first, then choose what to decide."))
        return redirect(back)
    concerned = [one for one in picked if rules.may_decide(one.state, one.shown_state, to)]
    answer = request.POST.get("answer", "").strip()[:3000]
    if "confirm" in request.POST and concerned:
        _decide(request, event, concerned, to, answer or None)
        return redirect(back)
    context = {
        **around(request, call, "proposals"),
        "word": to,
        "label": dict(act_labels())[to],
        "concerned": concerned,
        "left_out": len(picked) - len(concerned),
        "asks": to != "submitted",
        "back": back,
    }
    return render(request, "conference/proposals/desk/chosen.html", context)


def _picked(request: HttpRequest, call: ProposalCall, wanted: Wanted) -> list[Proposal]:
    if "all" in request.POST:
        return [row.proposal for row in tables.lines(call, wanted, timezone.now())]
    numbers = {number for said in request.POST.getlist("number") if (number := whole(said)) is not None}
    return list(Proposal.objects.filter(call=call, number__in=numbers).order_by("number"))


def _decide(request: HttpRequest, event: Event, concerned: list[Proposal], to: str, answer: str | None) -> None:
    outcome: list[proposals.Outcome] = []

    def act() -> None:
        now = timezone.now()
        outcome.append(proposals.each(concerned, lambda one: proposals.decide(proposal=one, to=to, answer=answer, by=request.user, at=now)))

    if attempt(request, event, act, _("Noted. The authors see nothing of it until decisions are published.")):
        done = outcome[0].done
        messages.info(request, ngettext("Decided about %(n)s proposal.", "Decided about %(n)s proposals.", done) % {"n": done})
        for one, why in outcome[0].refused[:10]:
            messages.warning(request, f"{one.number} {one}: {why}")
