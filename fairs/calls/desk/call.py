"""The page of a fair's call: making it, its dates and texts, what it consists of, showing it to everybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from fairs.calls import operations as calls
from fairs.calls import queries, wording
from fairs.calls.access import call_for, fair_or_404
from fairs.calls.desk_forms import PARTS, CallForm, part_row, part_rows
from fairs.calls.rules import usual_times
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])


def address(name: str, *args: Any) -> str:
    """Return an address, or "" where no room of this installation has that page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    """Show a fair's call, with what it still needs; make it where there is none, and show or hide it."""
    call = queries.call_of(fair_or_404(event))
    may_run = Capability.RUN_FAIR in request.desk.allowed
    if call is None:
        return _make(request, event, may_run=may_run)
    if request.method == "POST" and may_run:
        show = request.POST.get("action") == "show"
        attempt(
            request,
            event,
            lambda: calls.save_call(call=call, event=event, facts={"is_published": show}, by=request.user, at=timezone.now()),
            _("Makers see the call now.") if show else _("The call is hidden. What was sent is kept."),
        )
        return redirect("desk:call", event.slug)
    now = timezone.now()
    counted = queries.state_counts(call)
    label, tone = wording.PHASES[queries.phase_of(call, now)]
    context: dict[str, Any] = {
        "call": call,
        "may_run": may_run,
        "phase": {"label": label, "tone": tone},
        "checks": [(check, address(f"desk:{check.page}", event.slug, *check.more)) for check in queries.checklist(call, now)],
        "groups": queries.goods_counts(call),
        "drafts": counted.get("draft", 0),
        "sent": sum(n for state, n in counted.items() if state not in ("", "draft", "withdrawn", "cancelled")),
        "public_url": address("calls:call", event.slug),
    }
    return render(request, "fairs/calls/desk/call.html", context)


def _make(request: HttpRequest, event: Event, *, may_run: bool) -> HttpResponse:
    """Make the call with the usual dates, or as another fair's."""
    earlier = list(queries.calls_before(event)[:20])
    if request.method == "POST" and may_run:
        source = next((call for call in earlier if str(call.pk) == request.POST.get("source")), None)
        now = timezone.now()
        opens_at, closes_at = usual_times(event.starts_at, now.replace(minute=0, second=0, microsecond=0))
        facts = {"opens_at": opens_at, "closes_at": closes_at}
        if attempt(
            request,
            event,
            lambda: (
                calls.copy(source=source, event=event, by=request.user, at=now)
                if source
                else calls.save_call(event=event, facts=facts, by=request.user, at=now)
            ),
            _("The call is there. Look through its dates first; makers see it once you show it."),
        ):
            return redirect("desk:call" if source else "desk:call_edit", event.slug)
    return render(request, "fairs/calls/desk/new_call.html", {"earlier": earlier, "may_run": may_run})


@at_desk(Capability.RUN_FAIR)
@form_page
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change a call's dates, numbers, introduction and rules."""
    call = call_for(event)
    form = CallForm(request.POST or None, row=call, event=event)
    if submit(
        request,
        event,
        form,
        lambda: calls.save_call(call=call, event=event, facts=form.facts(), by=request.user, at=timezone.now()),
        _("Saved."),
    ):
        return redirect("desk:call", event.slug)
    agreed = call.applications.filter(rules_version=call.rules_version).count()
    return render(request, "fairs/calls/desk/call_edit.html", {"form": form, "call": call, "agreed": agreed})


@at_desk(Capability.RUN_FAIR)
@form_page
def parts(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """Change the call's goods groups, things for hire, questions or required documents, as rows."""
    if kind not in PARTS:
        raise Http404
    call = call_for(event)
    table = PARTS[kind][0]
    present = {part.pk: part for part in table.objects.filter(call=call)}
    made = part_rows(kind)
    more = {"prefix": "rows", "form_kwargs": {"call": call}}
    rows = (
        made(request.POST, **more) if request.method == "POST" else made(initial=[part_row(kind, one) for one in present.values()], **more)
    )
    if "add_row" in request.POST:
        rows = made(initial=rows.one_more(), **more)
    elif request.method == "POST" and rows.is_valid():
        kept, removed = rows.split(present)
        if attempt(
            request,
            event,
            lambda: calls.save_parts(call=call, kind=table, rows=kept, removed=removed, by=request.user, at=timezone.now()),
            _("Saved."),
        ):
            return redirect("desk:call", event.slug)
    context = {"rows": rows, "kind": kind, "call": call}
    return render(request, "fairs/calls/desk/parts.html", context)
