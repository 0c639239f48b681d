"""From one version to the next: compare two, refill after withdrawals, publish."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from fairs.allocation import operations, queries, tables, words
from fairs.allocation.access import plan_for
from fairs.allocation.engine import compare, read_text
from fairs.allocation.forms import RefillForm
from fairs.allocation.models import Plan
from fairs.calls.access import fair_or_404
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event


def _other(request: HttpRequest, event: Event, plan: Plan) -> Plan | None:
    """Return the version to compare with: the one asked for, else the one in force, else the one it came from."""
    if request.GET.get("with", "").isdigit():
        return plan_for(event, int(request.GET["with"]))
    last = queries.published(event)
    if last is not None and last.pk != plan.pk:
        return last
    return plan.based_on or queries.finished(event).exclude(pk=plan.pk).first()


@at_desk(Capability.SEE_APPLICATIONS)
@never_cache
@require_safe
def plan_compare(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Lay two versions side by side: what each aim came to, and whom they treat differently."""
    plan = plan_for(event, number)
    other = _other(request, event, plan)
    if not plan.levels or (other is not None and not other.levels):
        raise Http404
    context: dict[str, Any] = {"plan": plan, "other": other, "versions": queries.finished(event).exclude(pk=plan.pk)}
    if other is not None:
        document = json.loads(plan.instance)
        comparison = compare(read_text(plan.instance), queries.allocation_of(other), queries.allocation_of(plan))
        found = queries.compared(queries.rows_of(other), queries.rows_of(plan))
        asked = request.GET.get("q", "").strip()[:100]
        context |= {
            "levels": words.side_by_side(document, comparison),
            "aims": words.aims(document, comparison),
            "differences": tables.found_differences(found, asked),
            "counts": tables.verdicts(found),
            "words": asked,
        }
    return render(request, "fairs/allocation/desk/compare.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def compare_file(request: HttpRequest, event: Event, number: int, kind: str) -> HttpResponseBase:
    """Give the differences of two versions to a spreadsheet."""
    plan = plan_for(event, number)
    other = _other(request, event, plan)
    if other is None:
        raise Http404
    found = queries.compared(queries.rows_of(other), queries.rows_of(plan))
    asked = tables.found_differences(found, request.GET.get("q", "").strip()[:100])
    return sheets.download(kind, f"{event.slug}-plan-{other.number}-{number}", asked, tables.difference_columns(), event.tz)


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def refill(request: HttpRequest, event: Event) -> HttpResponse:
    """Have what became free filled with as few moves as possible."""
    fair_or_404(event)
    last = queries.published(event)
    if last is None:
        raise Http404
    form = RefillForm(request.POST or None)
    made: list[Plan] = []
    if submit(
        request,
        event,
        form,
        lambda: made.append(operations.ask_refill(event=event, **form.cleaned_data, by=request.user, at=timezone.now())),
        "",
    ):
        return redirect("desk:plan", event.slug, made[0].number)
    context = {"form": form, "plan": last, "standing": queries.standing_of(event, last, timezone.now())}
    return render(request, "fairs/allocation/desk/refill.html", context)


@at_desk(Capability.RUN_FAIR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show what putting a version in force would change for whom; do it."""
    plan = plan_for(event, number)
    if request.method == "POST":
        done = _("Version %(n)s is in force. Now publish the decisions, so that the makers are told.") % {"n": number}
        if attempt(request, event, lambda: operations.publish(plan=plan, by=request.user, at=timezone.now()), done):
            return redirect("desk:plan", event.slug, number)
        return redirect("desk:plan_publish", event.slug, number)
    rows = queries.rows_of(plan)
    last = queries.published(event)
    context = {
        "plan": plan,
        "last": last,
        "effects": queries.effects(rows),
        "differences": queries.compared(queries.rows_of(last), rows) if last else [],
        "stale": queries.stale_since(plan),
        "is_ready": plan.state == Plan.State.DONE,
    }
    return render(request, "fairs/allocation/desk/publish.html", context)
