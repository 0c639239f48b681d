"""Doing something to the applications that were ticked, after saying to whom and how many."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.roles.rules import Capability
from fairs.calls import operations as calls
from fairs.calls import queries, tables
from fairs.calls.access import call_for
from fairs.calls.desk.acts import ACTS, do
from fairs.calls.models import Application, Call
from fairs.calls.tables import Wanted
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

SHOWN = 10


def _chosen(request: HttpRequest, call: Call) -> list[Application]:
    """Return the ticked applications, or all of the filtered list where that was asked for."""
    if "all" in request.POST:
        numbers: Any = [one.number for one in tables.found(call, Wanted.read(request.GET.dict()))]
    else:
        numbers = {int(said) for said in request.POST.getlist("number") if said.isascii() and said.isdigit() and len(said) < 10}
    return queries.numbered(call, numbers)


@at_desk(Capability.RUN_FAIR)
@require_POST
def chosen(request: HttpRequest, event: Event) -> HttpResponse:
    """Say what would be done to whom; do it once that is confirmed."""
    call, word = call_for(event), request.POST.get("action", "")
    said = Wanted.read(request.GET.dict()).said
    back = reverse("desk:applications", args=[event.slug]) + (f"?{urlencode(said)}" if said else "")
    picked = _chosen(request, call)
    if word not in ACTS or not picked:
        messages.info(request, _("Tick the applications first, then choose what to do with them."))
        return redirect(back)
    act = ACTS[word]
    concerned = [one for one in picked if act.concerns(one)]
    lacks = queries.lacks_of(call, concerned) if word == "ask" else {}
    if word == "ask":
        concerned = [one for one in concerned if lacks[one.pk].missing]
    reason, group = request.POST.get("reason", "").strip()[:1000], request.POST.get("group", "")
    groups = list(call.goods_groups.all()) if act.asks == "group" else []
    typed = {"": True, "reason": bool(reason), "group": group in {str(one.pk) for one in groups}}[act.asks]
    if "confirm" in request.POST and typed and concerned:
        outcome: list[Any] = []
        if attempt(
            request,
            event,
            lambda: outcome.append(
                do(
                    word,
                    call=call,
                    applications=concerned,
                    reason=reason,
                    group=int(group) if group.isdigit() else None,
                    by=request.user,
                    at=timezone.now(),
                )
            ),
            act.label,
        ):
            _report(request, outcome[0])
        return redirect(back)
    context = {
        "act": act,
        "word": word,
        "concerned": concerned,
        "shown": concerned[:SHOWN],
        "rest": max(len(concerned) - SHOWN, 0),
        "left_out": len(picked) - len(concerned),
        "letters": [one for one in concerned if one.exhibitor.email and (one.state != "draft" or word == "ask")] if act.writes else [],
        "unreachable": [one for one in concerned if not one.exhibitor.email] if act.writes else [],
        "groups": groups,
        "is_missing": "confirm" in request.POST and not typed,
        "back": back,
    }
    return render(request, "fairs/calls/desk/chosen.html", context)


def _report(request: HttpRequest, outcome: calls.Outcome) -> None:
    if outcome.done:
        messages.info(request, ngettext("Done for %(n)s application.", "Done for %(n)s applications.", outcome.done) % {"n": outcome.done})
    for one, why in outcome.refused[:SHOWN]:
        messages.warning(request, f"{one.number} {one.exhibitor}: {why}")
