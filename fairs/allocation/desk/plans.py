"""All versions of the plan: ask for one, follow its computation, end it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from fairs.allocation import operations, queries, tables, words
from fairs.allocation.access import plan_for
from fairs.allocation.forms import AskForm
from fairs.calls.access import fair_or_404
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

PER_PAGE = 20


@at_desk(Capability.SEE_APPLICATIONS)
@never_cache
@require_safe
def plans(request: HttpRequest, event: Event) -> HttpResponse:
    """List all versions, with what has changed since the one in force."""
    return _plans(request, event, AskForm())


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, event: Event) -> HttpResponse:
    """Have a plan computed, and follow it."""
    fair_or_404(event)
    form = AskForm(request.POST or None)
    made = []
    if submit(
        request,
        event,
        form,
        lambda: made.append(operations.ask_plan(event=event, **form.cleaned_data, by=request.user, at=timezone.now())),
        "",
    ):
        return redirect("desk:plan", event.slug, made[0].number)
    return _plans(request, event, form)


def _plans(request: HttpRequest, event: Event, form: AskForm) -> HttpResponse:
    fair_or_404(event)
    now = timezone.now()
    published = queries.published(event)
    page = Paginator(queries.plans_of(event), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page_obj": page,
        "under_way": queries.under_way(event),
        "published": published,
        "standing": queries.standing_of(event, published, now) if published else None,
        "supply": queries.supply(event, now),
        "form": form,
        "tones": tables.TONES,
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
    }
    return render(request, "fairs/allocation/desk/plans.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@never_cache
@require_safe
def progress(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Tell how far a computation is, for the progress bar."""
    plan = plan_for(event, number)
    answer = words.progress(plan, timezone.now())
    return JsonResponse({**answer, "done": plan.state not in operations.UNDER_WAY, "url": reverse("desk:plan", args=[event.slug, number])})


@at_desk(Capability.RUN_FAIR)
@require_POST
def end(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Stop a computation and keep its best plan, or put a version away."""
    plan = plan_for(event, number)
    person = {"by": request.user, "at": timezone.now()}
    if request.POST.get("action") == "stop":
        attempt(
            request,
            event,
            lambda: operations.stop(plan=plan, **person),
            _("The search ends within a second or two; the best plan is kept."),
        )
    else:
        attempt(request, event, lambda: operations.cancel(plan=plan, **person), _("Version %(n)s is put away.") % {"n": number})
        return redirect("desk:plans", event.slug)
    return redirect("desk:plan", event.slug, number)
