"""Phases of review, reviewers, who reads what, the protocol."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from common.languages import Language
from conference.proposals import documents, queries, tables, wording
from conference.proposals import operations as proposals
from conference.proposals.access import call_for
from conference.proposals.desk.frame import around, form_page
from conference.proposals.desk_forms import CriterionRows, EvenForm, PhaseForm, ReviewerForm
from conference.proposals.models import ProposalCall, Reviewer, ReviewPhase, ReviewTask
from ticketing.events import sheets
from ticketing.events.access import at_desk, capabilities_at
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.forms import tell
from ticketing.events.models import Event


@at_desk(Capability.SEE_ORDERS)
@form_page
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the phases and how far each reviewer is; invite a reviewer."""
    call = call_for(event)
    shared = around(request, call, "reviews")
    form = ReviewerForm(request.POST or None, initial={"language": get_language()})
    if shared["may_run"] and submit(
        request,
        event,
        form,
        lambda: proposals.appoint(call=call, who=form.who(), by=request.user, at=timezone.now()),
        _("The reviewer has a letter with a link to their desk."),
    ):
        return redirect("desk:reviews", event.slug)
    now = timezone.now()
    phases = list(ReviewPhase.objects.filter(call=call).annotate(given=Count("reviews", filter=Q(reviews__value__isnull=False))))
    for one in phases:
        one.call = call
    current = next((one for one in phases if one.opens_at <= now < one.closes_at), None)
    reviewers = list(Reviewer.objects.filter(call=call).select_related("person"))
    context = {
        **shared,
        "form": form,
        "phases": [(one, *_standing(one, now)) for one in phases],
        "current": current,
        "progress": queries.progress(current) if current else [],
        "reviewers": [(who, Capability.SEE_ORDERS in capabilities_at(who.person, event)) for who in reviewers],
        "languages": Language.values,
    }
    return render(request, "conference/proposals/desk/reviews.html", context)


def _standing(phase: ReviewPhase, now: Any) -> tuple[str, str]:
    if now < phase.opens_at:
        return _("coming"), "neutral"
    return (_("open"), "ok") if now < phase.closes_at else (_("over"), "info")


@at_desk(Capability.EDIT_EVENT)
@form_page
def reviewer(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Change what conflicts of a reviewer are found by, or take them off."""
    call = call_for(event)
    who = get_object_or_404(Reviewer.objects.select_related("person"), call=call, pk=pk)
    who.call = call
    if request.method == "POST":
        acts: dict[str, Any] = {"reviewer": who, "by": request.user, "at": timezone.now()}
        if request.POST.get("action") == "dismiss":
            attempt(request, event, lambda: proposals.dismiss(**acts), _("The reviewer is taken off."))
        else:
            organisation = request.POST.get("organisation", "")[:150]
            attempt(request, event, lambda: proposals.describe(organisation=organisation, **acts), _("Saved."))
        return redirect("desk:reviews", event.slug)
    return render(request, "conference/proposals/desk/reviewer.html", {**around(request, call, "reviews"), "reviewer": who})


@at_desk(Capability.EDIT_EVENT)
@form_page
def phase(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """A phase's dates, rules and criteria; a new one, changed, or taken away."""
    call = call_for(event)
    one = _phase(call, pk) if pk else None
    if one and request.POST.get("action") == "remove":
        done = attempt(
            request, event, lambda: proposals.remove_phase(phase=one, by=request.user, at=timezone.now()), _("The phase is taken away.")
        )
        return redirect("desk:reviews", event.slug) if done else redirect("desk:review_phase", event.slug, one.pk)
    form = PhaseForm(request.POST or None, row=one, zone=event.tz)
    rows = CriterionRows(request.POST or None, initial=_criteria(one), prefix="criteria")
    if request.method == "POST" and "add_row" in request.POST:
        rows = CriterionRows(initial=rows.one_more({"weight": 1}), prefix="criteria")
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        criteria = [row.wanted() for row in rows.kept()]
        try:
            proposals.save_phase(call=call, phase=one, facts=form.facts(), criteria=criteria, by=request.user, at=timezone.now())
            return redirect("desk:reviews", event.slug)
        except Refused as refused:
            tell(refused, form)
    context = {**around(request, call, "reviews"), "form": form, "rows": rows, "phase": one}
    return render(request, "conference/proposals/desk/phase.html", context)


def _criteria(one: ReviewPhase | None) -> list[dict[str, Any]]:
    if one is None:
        return [{"weight": 1}]
    names = [f"name_{language}" for language in Language.values]
    return [{"weight": each.weight, **{name: getattr(each, name) for name in names}} for each in queries.criteria_of(one)]


@at_desk(Capability.EDIT_EVENT)
@form_page
def assign(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Who reads what in a phase: by hand, as a table, or evenly."""
    call = call_for(event)
    one = _phase(call, pk)
    who: dict[str, Any] = {"phase": one, "by": request.user, "at": timezone.now()}
    even = EvenForm(request.POST if request.POST.get("action") == "even" else None)
    if request.POST.get("action") == "even" and even.is_valid():
        attempt(request, event, lambda: proposals.assign_evenly(each=even.cleaned_data["each"], **who), _("Given out evenly."))
        return redirect("desk:review_assign", event.slug, pk)
    if request.POST.get("action") == "save":
        attempt(request, event, lambda: proposals.assign(pairs=_pairs(request), **who), _("Saved."))
        return redirect("desk:review_assign", event.slug, pk)
    found = list(queries.judged(one).select_related("kind").prefetch_related("authors"))
    reviewers = list(Reviewer.objects.filter(call=call).select_related("person"))
    barred = queries.conflicts(call, reviewers, found)
    given = set(ReviewTask.objects.filter(phase=one).values_list("proposal", "reviewer"))
    context = {
        **around(request, call, "reviews"),
        "phase": one,
        "even": even,
        "reviewers": [(each, sum(pair[1] == each.pk for pair in given)) for each in reviewers],
        "rows": [
            (
                proposal,
                [
                    {
                        "who": each,
                        "ground": wording.CONFLICTS.get(barred.get((proposal.pk, each.pk), ""), ""),
                        "is_given": (proposal.pk, each.pk) in given,
                    }
                    for each in reviewers
                ],
            )
            for proposal in found
        ],
    }
    return render(request, "conference/proposals/desk/assign.html", context)


def _pairs(request: HttpRequest) -> set[tuple[int, int]]:
    found = set()
    for said in request.POST.getlist("task")[:20000]:
        proposal, _dash, reviewer = said.partition("-")
        one, who = whole(proposal), whole(reviewer)
        if one is not None and who is not None:
            found.add((one, who))
    return found


@at_desk(Capability.SEE_ORDERS)
@require_safe
def reviews_file(request: HttpRequest, event: Event, pk: int, kind: str) -> HttpResponseBase:
    """Give all reviews of a phase to a spreadsheet."""
    one = _phase(call_for(event), pk)
    return sheets.download(kind, f"{event.slug}-reviews-{one.position}", queries.reviews(one), tables.review_columns(one), event.tz)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def protocol(request: HttpRequest, event: Event, pk: int, language: str) -> HttpResponse:
    """The protocol of a phase that is over, to print and sign."""
    one, now = _phase(call_for(event), pk), timezone.now()
    if language not in Language.values or now < one.closes_at:
        raise Http404
    content = documents.protocol_pdf(one, language=language, at=now)
    headers = {"Content-Disposition": f'inline; filename="{event.slug}-review-{one.position}-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def invite_again(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Write to a reviewer once more, with a fresh link."""
    call = call_for(event)
    who = get_object_or_404(Reviewer.objects.select_related("person"), call=call, pk=pk)
    who.call = call
    attempt(request, event, lambda: proposals.invite_again(reviewer=who, by=request.user, at=timezone.now()), _("A letter is on its way."))
    return redirect("desk:reviews", event.slug)


def _phase(call: ProposalCall, pk: int) -> ReviewPhase:
    found = get_object_or_404(ReviewPhase, call=call, pk=pk)
    found.call = call
    return found
