"""Where a proposal stands: its state as told, withdrawing, confirming, handing in slides and papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from conference.proposals import operations as proposals
from conference.proposals import queries, rules, wording
from conference.proposals.links import behind_link
from conference.proposals.models import Proposal, ProposalFile
from conference.proposals.operations.filling import may_edit
from conference.proposals.sending_files import send
from conference.proposals.views.writing import added, file_form, summary

State = Proposal.State


@behind_link
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Show a proposal to its authors: what was told, what they may do next. A file sent to this page is kept."""
    now, shown = timezone.now(), proposal.shown_state
    is_coming = shown in (State.ACCEPTED, State.CONFIRMED)
    form = file_form(request, proposal, now) if is_coming else None
    if form is not None and added(request, proposal, form, now):
        return redirect("learn:proposal", proposal.secret)
    is_open = may_edit(proposal, now)
    context = {
        "proposal": proposal,
        "event": proposal.call.event,
        "call": proposal.call,
        "state": State(shown).label,
        "tone": wording.STATE_TONES[shown],
        "standing": wording.STANDING[shown],
        "answer": proposal.answer if shown == proposal.state and shown in rules.DECISIONS else "",
        "feedback": queries.feedback(proposal),
        "may_edit": is_open,
        "may_confirm": shown == State.ACCEPTED and proposal.state == State.ACCEPTED,
        "may_withdraw": shown not in (State.WITHDRAWN, State.REJECTED),
        "is_coming": is_coming,
        "form": form,
        **summary(proposal),
    }
    return render(request, "conference/proposals/mine.html", context)


@behind_link
@require_POST
def act(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Confirm, or take back."""
    who = {"proposal": proposal, "by": str(proposal.authors.all()[0]), "at": timezone.now()}
    try:
        if request.POST.get("action") == "confirm":
            proposals.confirm(**who)
            messages.success(request, _("Thank you! It is noted that you come."))
        elif request.POST.get("action") == "withdraw":
            proposals.withdraw(**who)
            messages.success(request, _("The proposal is taken back."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("learn:proposal", proposal.secret)


@behind_link
@require_safe
def file(request: HttpRequest, proposal: Proposal, pk: int) -> HttpResponseBase:
    """One of the proposal's own files."""
    return send(get_object_or_404(ProposalFile, proposal=proposal, pk=pk))
