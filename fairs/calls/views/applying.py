"""Applying: beginning an application and filling it in, page by page; each page is saved by itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Invalid, Refused
from exhibitors.documents import queries as papers
from exhibitors.documents.tables import marked
from exhibitors.models import Paper
from exhibitors.profiles import queries as profiles
from fairs.calls import access, queries, steps
from fairs.calls import operations as calls
from fairs.calls.forms import STEPS, BeginForm, StepForm
from fairs.calls.forms.wishes import PICK
from fairs.calls.models import Application, Call
from fairs.calls.rules import Phase
from fairs.calls.wording import STEP_LABELS
from fairs.fairground import drawing
from fairs.fairground import queries as grounds
from fairs.fairground.rules.layout import Layout
from ticketing.events.forms import tell

form_page = require_http_methods(["GET", "HEAD", "POST"])
COPIES = 3
"""Earlier applications of one maker that can be copied."""


@login_required
@never_cache
@form_page
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an application, empty or from an earlier one; whoever has begun goes on."""
    now = timezone.now()
    call = access.public_call(slug, now)
    mine = queries.application_at(call, request.user)
    if queries.phase_of(call, now) not in (Phase.OPEN, Phase.LATE):
        return redirect("calls:my", mine[0].pk) if mine else redirect("calls:call", slug)
    have = {one.exhibitor_id for one in mine}
    exhibitors = [one for one in profiles.kept_by(request.user) if one.pk not in have]
    if mine and not exhibitors:
        return _go_on(mine[0])
    earlier = [sent for one in exhibitors for sent in queries.earlier_applications(one, call)[:COPIES]]
    form = BeginForm(request.POST or None, exhibitors=exhibitors, earlier=earlier)
    if request.method == "POST" and exhibitors and form.is_valid():
        exhibitor, copied = form.chosen()
        try:
            begun = calls.begin(call=call, exhibitor=exhibitor, earlier=copied, by=request.user, at=now)
        except calls.AlreadyApplied as refused:
            known = refused.facts["application"]
            return redirect("calls:my", known) if known else redirect("calls:apply", slug)
        except Refused as refused:
            tell(refused, form)
        else:
            return redirect("calls:step", begun.pk, steps.PAGES[0])
    context = {"call": call, "event": call.event, "form": form, "exhibitors": exhibitors, "earlier": earlier, "mine": mine}
    return render(request, "fairs/calls/apply.html", context)


def _go_on(application: Application) -> HttpResponse:
    if application.shown_state == Application.State.DRAFT:
        return redirect("calls:step", application.pk, steps.PAGES[0])
    return redirect("calls:my", application.pk)


@login_required
@never_cache
@form_page
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Fill in one page of an application; saved, it leads on to the next."""
    if step not in steps.PAGES:
        raise Http404
    application, now = access.application_for(request.user, pk), timezone.now()
    if not steps.may_edit(application, now):
        messages.info(request, _("This application can no longer be changed here. If something has to change, write to the organiser."))
        return redirect("calls:my", pk)
    if step == "review":
        return _review(request, application, now)
    layout = _layout(application.call) if step == "wishes" else None
    form = _form(step, application, request, layout)
    if request.method == "POST" and form.is_valid():
        try:
            saved = calls.save(
                application=application, facts=form.facts(), lists=form.lists(), revision=_revision(request), by=request.user, at=now
            )
        except Refused as refused:
            application.refresh_from_db(fields=["revision", "state"])
            tell(refused, form)
        else:
            return _onward(request, saved, step)
    return render(
        request, f"fairs/calls/steps/{step}.html", {**_around(application, step, now), **_beside(application, form, step, layout)}
    )


def _form(step: str, application: Application, request: HttpRequest, layout: Layout | None = None) -> StepForm:
    more: dict[str, Any] = {"layout": layout} if step == "wishes" else {}
    return STEPS[step](request.POST if request.method == "POST" else None, application=application, **more)


def _revision(request: HttpRequest) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _onward(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    if application.state == Application.State.SUBMITTED:
        messages.success(request, _("Saved. The organiser sees the change at once."))
    elif "stay" in request.POST:
        messages.success(request, _("Saved."))
    if "stay" in request.POST:
        return redirect("calls:step", application.pk, step)
    return redirect("calls:step", application.pk, steps.PAGES[steps.PAGES.index(step) + 1])


def _around(application: Application, step: str, now: datetime) -> dict[str, Any]:
    lacks = steps.lacks(application)
    return {
        "application": application,
        "call": application.call,
        "event": application.call.event,
        "is_late": queries.phase_of(application.call, now) is Phase.LATE,
        "step": step,
        "title": STEP_LABELS[step],
        "number": steps.PAGES.index(step) + 1,
        "ladder": steps.ladder(application, step, lacks.missing),
        "lacks": lacks,
        "price": steps.price_now(application, now),
    }


def _beside(application: Application, form: StepForm, step: str, layout: Layout | None) -> dict[str, Any]:
    """Return the form and what a page shows beside it."""
    context: dict[str, Any] = {"form": form, "revision": application.revision}
    if step == "wishes" and layout is not None and layout.stalls:
        context["drawing"] = drawing.draw(layout, px_per_m=14, pick=PICK)
    if step == "wishes":
        context["share"] = next((one for one in application.companions.all() if one.kind == "share"), None)
    if step == "papers":
        context["asked"] = _asked(application)
    return context


def _layout(call: Call) -> Layout | None:
    """Return the ground where the organiser shows its plan."""
    ground = grounds.ground_of(call.event)
    return grounds.layout(ground) if ground is not None and ground.is_public else None


def _asked(application: Application) -> list[dict[str, Any]]:
    """Return the documents asked of this application, each with the maker's own that answers it."""
    kept = {paper.kind: paper for paper in marked(papers.papers(application.exhibitor), timezone.localdate())}
    labels = dict(Paper.Kind.choices)
    rows = application.call.required_papers.prefetch_related("goods_groups")
    return [
        {"label": labels.get(row.kind, row.kind), "note": row.note, "paper": kept.get(row.kind)}
        for row in rows
        if not (groups := {group.pk for group in row.goods_groups.all()}) or application.goods_group_id in groups
    ]


def _review(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show everything once more with what is missing; send it."""
    if request.method == "POST":
        try:
            calls.submit(application=application, by=request.user, at=now)
        except Invalid as refused:
            messages.error(request, str(refused))
            return redirect("calls:step", application.pk, "review")
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Sent! You find here at any time where it stands."))
        return redirect("calls:my", application.pk)
    around = _around(application, "review", now)
    prefetch_related_objects([application], "wishes__stall", "wishes__zone", "photos__photo", "companions", "days")
    missing = steps.lacks_in_words(application, around["lacks"].missing)
    if problem := around["price"].get("problem"):
        missing.append(steps.Lack(problem, reverse("calls:step", args=[application.pk, "needs"]), is_blocking=True))
    context = {
        **around,
        "missing": missing,
        "warnings": steps.lacks_in_words(application, around["lacks"].warnings),
        "is_blocked": any(lack.is_blocking for lack in missing),
        "is_sent": application.state != Application.State.DRAFT,
    }
    return render(request, "fairs/calls/steps/review.html", context)


@login_required
@require_POST
def price(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Answer with the price of what is typed but not saved yet; nothing (204) while it cannot be read."""
    if step not in STEPS:
        raise Http404
    application, now = access.application_for(request.user, pk), timezone.now()
    form = _form(step, application, request, _layout(application.call) if step == "wishes" else None)
    if not form.is_valid():
        return HttpResponse(status=204)
    for name, value in form.facts().items():
        setattr(application, name, value)
    return render(
        request, "fairs/calls/_price.html", {"application": application, "price": steps.price_now(application, now, days=form.days())}
    )
