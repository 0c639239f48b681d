"""One proposal: everything in it, its reviews and history, deciding, the internal note."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.languages import Language
from common.outbox import queries as outbox
from conference.proposals import operations as proposals
from conference.proposals import queries, rules, tables, wording
from conference.proposals.access import call_for, desk_proposal
from conference.proposals.desk.frame import around, form_page
from conference.proposals.desk.grid import act_labels
from conference.proposals.desk_forms import NoteForm
from conference.proposals.models import Proposal, ProposalFile, Review, Reviewer
from conference.proposals.sending_files import send
from conference.proposals.tables import Wanted
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

HISTORY = 30


@at_desk(Capability.SEE_ORDERS)
@form_page
def proposal(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show a proposal, and do with it what its form asks."""
    call = call_for(event)
    one = desk_proposal(call, number)
    shared = around(request, call, "proposals")
    query = request.GET.urlencode()
    form = NoteForm(request.POST if request.POST.get("action") == "note" else None, proposal=one)
    if request.method == "POST" and shared["may_run"] and _act(request, event, one, form):
        return redirect(reverse("desk:proposal", args=[event.slug, number]) + (f"?{query}" if query else ""))
    context: dict[str, Any] = {
        **shared,
        "proposal": one,
        "query": f"?{query}" if query else "",
        "tone": wording.STATE_TONES[one.state],
        "authors": list(one.authors.all()),
        "files": list(one.files.all()),
        "spoken": Language(one.language).label,
        "away": [(begins.astimezone(event.tz), ends.astimezone(event.tz)) for begins, ends in queries.unavailable(one)],
        "form": form,
        "acts": [(word, label) for word, label in act_labels() if rules.may_decide(one.state, one.shown_state, word)],
        "may_withdraw": rules.may_move(one.state, "withdrawn") and one.shown_state != "rejected",
        "letters": outbox.about(about(one)).defer("text", "html")[:HISTORY],
        "entries": history.of(about(one))[:HISTORY],
        **_reviews(one),
        **_neighbours(request, one),
    }
    return render(request, "conference/proposals/desk/one.html", context)


def _reviews(one: Proposal) -> dict[str, Any]:
    given = Review.objects.filter(proposal=one).select_related("phase", "reviewer__person").prefetch_related("scores__criterion")
    found = list(given.order_by("phase__position", "reviewer"))
    reviewers = list(Reviewer.objects.filter(call=one.call).select_related("person"))
    names = {who.pk: str(who) for who in reviewers}
    barred = queries.conflicts(one.call, reviewers, [one])
    return {
        "reviews": found,
        "conflicts": [(names[who], wording.CONFLICTS[ground]) for (_one, who), ground in barred.items()],
        "averages": [
            (phase, rules.result([r.value for r in found if r.phase_id == phase.pk and r.value is not None], phase.average))
            for phase in {review.phase_id: review.phase for review in found}.values()
        ],
    }


def _neighbours(request: HttpRequest, one: Proposal) -> dict[str, Any]:
    """Return the proposals before and after this one in the list the reader came from."""
    rows = tables.lines(one.call, Wanted.read(request.GET.dict()), timezone.now())
    numbers = [row.proposal.number for row in rows]
    if one.number not in numbers:
        return {}
    place = numbers.index(one.number)
    return {"before": numbers[place - 1] if place else None, "after": numbers[place + 1] if place + 1 < len(numbers) else None}


def _act(request: HttpRequest, event: Event, one: Proposal, form: NoteForm) -> bool:
    """Do what was asked for; tell whether the page is to be shown anew."""
    who: dict[str, Any] = {"proposal": one, "by": request.user, "at": timezone.now()}
    action = request.POST.get("action", "")
    if action == "note":
        return form.is_valid() and attempt(request, event, lambda: proposals.write_note(**form.cleaned_data, **who), _("Saved."))
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        word: (
            partial(proposals.decide, to=word, **who),
            _("Noted. The authors see nothing of it until decisions are published."),
        )
        for word, _label in act_labels()
    }
    acts["link"] = (lambda: proposals.send_link(**who), _("The link is on its way to the first author."))
    acts["withdraw"] = (lambda: proposals.withdraw(**who), _("The proposal is taken back."))
    if action not in acts:
        raise Http404
    attempt(request, event, *acts[action])
    return True


@at_desk(Capability.SEE_ORDERS)
@require_safe
def proposal_file(request: HttpRequest, event: Event, number: int, pk: int) -> HttpResponseBase:
    """A file of a proposal."""
    return send(get_object_or_404(ProposalFile, proposal=desk_proposal(call_for(event), number), pk=pk))
