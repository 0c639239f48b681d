"""The reviewer's desk: the list, one proposal at a time, its pictures and, where nothing is blind, its files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from common.languages import Language
from conference.proposals import operations as proposals
from conference.proposals import queries
from conference.proposals.access import Seat, at_review, seat_proposal
from conference.proposals.forms import ReviewForm
from conference.proposals.models import Proposal, ProposalFile, Review, ReviewPhase
from conference.proposals.sending_files import send

form_page = require_http_methods(["GET", "HEAD", "POST"])
ROW_STATES: dict[str, tuple[Any, str]] = {
    "todo": (gettext_lazy("to review"), "info"),
    "done": (gettext_lazy("reviewed"), "ok"),
    "aside": (gettext_lazy("stood aside"), "neutral"),
}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody reviews; straight to the desk where there is only one."""
    seats = list(queries.seats(request.user))
    if len(seats) == 1:
        return redirect("review:desk", seats[0].call.event.slug)
    return render(request, "conference/proposals/review/home.html", {"events": [seat.call.event for seat in seats]})


@at_review
@require_safe
def desk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A reviewer's list with what they gave, searched by what a reviewer may know."""
    words, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    rows = queries.mine(seat.phase, seat.reviewer) if seat.phase else []
    counted = queries.counts(rows)
    pills = [
        ("", _("All"), len(rows)),
        *((name, label, counted[name]) for name, label in (("todo", _("To review")), ("done", _("Reviewed")), ("aside", _("Stood aside")))),
    ]
    context: dict[str, Any] = {
        **_around(seat, rows),
        "rows": queries.found_rows(rows, words, state),
        "next": queries.following(rows, 0),
        "words": words,
        "reset_url": reverse("review:desk", args=[seat.event.slug]) if words or state else "",
        "pills": [{"label": label, "url": f"?state={word}", "active": word == state, "count": n} for word, label, n in pills],
        "states": ROW_STATES,
        "languages": dict(Language.choices),
    }
    return render(request, "conference/proposals/review/desk.html", context)


@at_review
@form_page
def entry(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """One proposal: its words, its pictures, the reviewer's points. What cannot be saved comes back as it was typed."""
    phase, proposal = _phase(seat), seat_proposal(seat, number)
    criteria = queries.criteria_of(phase)
    form = ReviewForm(request.POST or None, criteria=criteria, phase=phase)
    refused = None
    if request.method == "POST":
        try:
            if _act(request, seat, proposal, form):
                return _onward(request, seat, number)
        except Refused as caught:
            refused = caught
    rows = queries.mine(phase, seat.reviewer)
    row = next(each for each in rows if each.number == number)
    if not form.is_bound:
        form = ReviewForm(initial=_said_before(phase, seat, proposal), criteria=criteria, phase=phase)
    numbers = [each.number for each in rows]
    context: dict[str, Any] = {
        **_around(seat, rows),
        "number": number,
        "form": form,
        "refused": refused,
        "row": row,
        "previous": max((n for n in numbers if n < number), default=None),
        "next": min((n for n in numbers if n > number), default=None),
        "sheet": queries.sheet(phase, proposal) if row.state != "aside" else None,
        "spoken": Language(proposal.language).label,
        "others": queries.others(phase, proposal, seat.reviewer) if row.state == "done" else [],
    }
    return render(request, "conference/proposals/review/entry.html", context, status=409 if refused else 200)


@at_review
@require_safe
def picture(request: HttpRequest, seat: Seat, number: int, index: int) -> HttpResponseBase:
    """A picture under an address and a name that tell nothing but its place in the row."""
    shown = queries.pictures(_read(seat, number))
    if not 0 < index <= len(shown):
        raise Http404
    return send(shown[index - 1], name=f"{number}-{index}.jpg", inline=True)


@at_review
@require_safe
def file(request: HttpRequest, seat: Seat, number: int, pk: int) -> HttpResponseBase:
    """A paper or slides, where the phase is not blind."""
    proposal = _read(seat, number)
    if _phase(seat).is_blind:
        raise Http404
    return send(get_object_or_404(ProposalFile, proposal=proposal, pk=pk))


def _read(seat: Seat, number: int) -> Proposal:
    """Return a proposal the reviewer may look into: theirs, without having stood aside."""
    proposal = seat_proposal(seat, number)
    if Review.objects.filter(reviewer=seat.reviewer, proposal=proposal, has_conflict=True).exists():
        raise Http404
    return proposal


def _act(request: HttpRequest, seat: Seat, proposal: Proposal, form: ReviewForm) -> bool:
    """Do what the button says; False where the form has to be shown again."""
    action = request.POST.get("action", "save")
    who: dict[str, Any] = {
        "phase": _phase(seat),
        "reviewer": seat.reviewer,
        "proposal": proposal,
        "by": request.user,
        "at": timezone.now(),
    }
    if action == "aside":
        proposals.stand_aside(**who)
        messages.info(request, _("No. %(number)s: you stand aside. It is not counted as missing.") % {"number": proposal.number})
        return True
    if action == "back":
        proposals.come_back(**who)
        return True
    if not form.is_valid():
        return False
    proposals.review(**who, said=form.said())
    messages.success(request, _("No. %(number)s is saved.") % {"number": proposal.number})
    return True


def _onward(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Go where the reviewer wished: a number beside, the same one, or the next without a review; to the list when all is done."""
    wished = request.POST.get("go", "")
    if request.POST.get("action") == "back":
        return redirect("review:entry", seat.event.slug, number)
    if wished.isascii() and wished.isdigit() and len(wished) < 10:
        return redirect("review:entry", seat.event.slug, int(wished))
    onward = queries.following(queries.mine(_phase(seat), seat.reviewer), number)
    if onward is None:
        messages.success(request, _("You have reviewed everything. Thank you! You may still change it until the phase ends."))
        return redirect("review:desk", seat.event.slug)
    return redirect("review:entry", seat.event.slug, onward)


def _said_before(phase: ReviewPhase, seat: Seat, proposal: Proposal) -> dict[str, Any]:
    given = Review.objects.filter(phase=phase, reviewer=seat.reviewer, proposal=proposal).prefetch_related("scores").first()
    if given is None:
        return {}
    points = {f"c{score.criterion_id}": score.points for score in given.scores.all()}
    return {**points, "comment": given.comment, "feedback": given.feedback}


def _around(seat: Seat, rows: list[queries.Row]) -> dict[str, Any]:
    counted = queries.counts(rows)
    return {
        "event": seat.event,
        "phase": seat.phase,
        "done": counted["done"],
        "total": len(rows) - counted["aside"],
        "is_open": seat.is_open,
    }


def _phase(seat: Seat) -> ReviewPhase:
    if seat.phase is None:
        raise Http404
    return seat.phase
