"""The call: its dates, languages and texts, the kinds and tracks, showing it to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles.rules import Capability
from conference.proposals import operations as proposals
from conference.proposals import queries, wording
from conference.proposals.access import call_for
from conference.proposals.desk.frame import around, form_page
from conference.proposals.desk_forms import PARTS, CallForm, part_row, part_rows
from conference.proposals.models import SessionKind
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event


@at_desk(Capability.SEE_ORDERS)
@form_page
def call(request: HttpRequest, event: Event) -> HttpResponse:
    """Show and change the call; show it to everybody or hide it."""
    one = call_for(event)
    shared = around(request, one, "proposals_call")
    action = request.POST.get("action", "") if shared["may_run"] else ""
    if action in ("show", "hide"):
        facts = {"is_published": action == "show"}
        done = _("Speakers see the call now.") if action == "show" else _("The call is hidden. What was sent is kept.")
        attempt(request, event, lambda: proposals.save_call(call=one, facts=facts, by=request.user, at=timezone.now()), done)
        return redirect("desk:proposals_call", event.slug)
    form = CallForm(request.POST or None, row=one, event=event)
    if shared["may_run"] and submit(
        request,
        event,
        form,
        lambda: proposals.save_call(call=one, facts=form.facts(), by=request.user, at=timezone.now()),
        _("Saved."),
    ):
        return redirect("desk:proposals_call", event.slug)
    label, tone = wording.PHASES[queries.phase_of(one, timezone.now())]
    context = {
        **shared,
        "form": form,
        "phase_label": label,
        "phase_tone": tone,
        "kinds": SessionKind.objects.filter(event=event),
        "tracks": queries.tracks(event),
        "public_url": reverse("learn:proposals_call", args=[event.slug]),
    }
    return render(request, "conference/proposals/desk/call.html", context)


@at_desk(Capability.EDIT_EVENT)
@form_page
def parts(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """Change the kinds of session or the tracks, as rows."""
    if kind not in PARTS:
        raise Http404
    one = call_for(event)
    table = PARTS[kind][0]
    present = {part.pk: part for part in table.objects.filter(event=event)}
    made = part_rows(kind)
    start = [part_row(kind, part) for part in present.values()]
    rows = made(request.POST, prefix="rows") if request.method == "POST" else made(initial=start, prefix="rows")
    if "add_row" in request.POST:
        rows = made(initial=rows.one_more({"is_proposable": True, "colour": "#7a5c2e"}), prefix="rows")
    elif request.method == "POST" and rows.is_valid():
        kept, removed = rows.split(present)
        if attempt(
            request,
            event,
            lambda: proposals.save_parts(call=one, kind=table, rows=kept, removed=removed, by=request.user, at=timezone.now()),
            _("Saved."),
        ):
            return redirect("desk:proposals_call", event.slug)
    return render(request, "conference/proposals/desk/parts.html", {**around(request, one, "proposals_call"), "rows": rows, "kind": kind})
