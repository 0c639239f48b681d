"""The pages of a proposal's form, one after another; every one is kept as soon as it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Refused
from common.languages import Language
from conference.proposals import operations as proposals
from conference.proposals import queries, rules, wording
from conference.proposals.forms import AuthorRows, FileForm, TalkForm, WhenForm, author_rows
from conference.proposals.links import behind_link
from conference.proposals.models import ABSTRACT_MAX, Proposal, ProposalFile
from conference.proposals.operations.files import takes_files
from conference.proposals.operations.filling import may_edit
from ticketing.events.deskwork import whole
from ticketing.events.forms import tell

form_page = require_http_methods(["GET", "HEAD", "POST"])


@behind_link
@form_page
def step(request: HttpRequest, proposal: Proposal, step: str) -> HttpResponse:
    """Fill in one page of a proposal; saved, it leads on to the next."""
    now = timezone.now()
    if step not in rules.STEPS:
        raise Http404
    if not may_edit(proposal, now):
        messages.info(request, _("This proposal can no longer be changed. Write to the organiser if something is wrong."))
        return redirect("learn:proposal", proposal.secret)
    pages: dict[str, Callable[[HttpRequest, Proposal, datetime], HttpResponse]] = {
        "talk": _talk,
        "people": _people,
        "files": _files,
        "when": _when,
        "review": _review,
    }
    return pages[step](request, proposal, now)


def _talk(request: HttpRequest, proposal: Proposal, now: datetime) -> HttpResponse:
    form = TalkForm(request.POST or None, proposal=proposal)
    if _saved(request, proposal, form, now):
        return _onward(request, proposal, "talk")
    more = {"form": form, "abstract_max": ABSTRACT_MAX, "abstract_length": len(str(form["abstract"].value() or ""))}
    return _page(request, proposal, "talk", more)


def _when(request: HttpRequest, proposal: Proposal, now: datetime) -> HttpResponse:
    form = WhenForm(request.POST or None, proposal=proposal)
    if _saved(request, proposal, form, now):
        return _onward(request, proposal, "when")
    return _page(request, proposal, "when", {"form": form})


def _saved(request: HttpRequest, proposal: Proposal, form: Any, now: datetime) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        proposals.save(proposal=proposal, facts=form.facts(), revision=_revision(request), by=_name(proposal), at=now)
    except Refused as refused:
        proposal.refresh_from_db(fields=["revision"])
        tell(refused, form)
        return False
    return True


def _people(request: HttpRequest, proposal: Proposal, now: datetime) -> HttpResponse:
    start = author_rows(list(proposal.authors.all()))
    rows = AuthorRows(request.POST or None, initial=start, prefix="authors")
    refused = None
    if request.method == "POST" and "add_row" in request.POST:
        typed = rows.one_more({"speaks": False})
        typed[0]["email"] = start[0]["email"]
        rows = AuthorRows(initial=typed, prefix="authors")
    elif request.method == "POST" and rows.is_valid():
        try:
            proposals.save_authors(proposal=proposal, authors=rows.authors(), revision=_revision(request), by=_name(proposal), at=now)
            return _onward(request, proposal, "people")
        except Refused as caught:
            proposal.refresh_from_db(fields=["revision"])
            refused = caught
    return _page(request, proposal, "people", {"rows": rows, "refused": refused})


def _files(request: HttpRequest, proposal: Proposal, now: datetime) -> HttpResponse:
    form = file_form(request, proposal, now)
    if form is not None and added(request, proposal, form, now):
        return redirect("learn:proposal_step", proposal.secret, "files")
    return _page(request, proposal, "files", {"form": form, "files": proposal.files.all()})


def _review(request: HttpRequest, proposal: Proposal, now: datetime) -> HttpResponse:
    """Show everything once more with what is missing; send it."""
    if request.method == "POST":
        try:
            proposals.submit(proposal=proposal, by=_name(proposal), at=now)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("learn:proposal_step", proposal.secret, "review")
        messages.success(request, _("Sent! You find here at any time where it stands."))
        return redirect("learn:proposal", proposal.secret)
    more = {
        "missing": [
            (wording.MISSING[word], reverse("learn:proposal_step", args=[proposal.secret, page]))
            for page, word in queries.missing(proposal)
        ],
        **summary(proposal),
    }
    return _page(request, proposal, "review", more)


def summary(proposal: Proposal) -> dict[str, Any]:
    """Return what stands in a proposal, for its own pages."""
    zone = proposal.call.event.tz
    return {
        "authors": list(proposal.authors.all()),
        "files": list(proposal.files.all()),
        "spoken": Language(proposal.language).label,
        "away": [(begins.astimezone(zone), ends.astimezone(zone)) for begins, ends in queries.unavailable(proposal)],
    }


def file_form(request: HttpRequest, proposal: Proposal, now: datetime) -> FileForm | None:
    """Return the form for the kinds of file that are taken now; None where none is."""
    kinds = [kind for kind in ProposalFile.Kind.values if takes_files(proposal, kind, now)]
    is_sent = request.method == "POST" and "file_form" in request.POST
    return FileForm(request.POST if is_sent else None, request.FILES if is_sent else None, kinds=kinds) if kinds else None


def added(request: HttpRequest, proposal: Proposal, form: FileForm, now: datetime) -> bool:
    """Keep the uploaded file; tell whether it was."""
    if not form.is_bound or not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        proposals.add_file(
            proposal=proposal,
            kind=said["kind"],
            file=said["file"].file,
            name=said["file"].name,
            may_publish=said["may_publish"],
            by=_name(proposal),
            at=now,
        )
    except Refused as refused:
        form.add_error("file", str(refused))
        return False
    messages.success(request, _("The file is kept."))
    return True


@behind_link
@require_POST
def file_act(request: HttpRequest, proposal: Proposal, pk: int) -> HttpResponse:
    """Take a file away, or say whether it may be published."""
    one = get_object_or_404(ProposalFile, proposal=proposal, pk=pk)
    one.proposal = proposal
    who: dict[str, Any] = {"file": one, "by": _name(proposal), "at": timezone.now()}
    try:
        if request.POST.get("action") == "remove":
            proposals.remove_file(**who)
            messages.success(request, _("The file is gone."))
        else:
            proposals.allow_publishing(may_publish=request.POST.get("action") == "allow", **who)
            messages.success(request, _("Saved."))
    except Refused as refused:
        messages.error(request, str(refused))
    back = "files" if request.POST.get("back") == "files" else ""
    return redirect("learn:proposal_step", proposal.secret, back) if back else redirect("learn:proposal", proposal.secret)


def _page(request: HttpRequest, proposal: Proposal, step: str, more: dict[str, Any]) -> HttpResponse:
    lacking = {page for page, _word in queries.missing(proposal)}
    context = {
        "proposal": proposal,
        "event": proposal.call.event,
        "call": proposal.call,
        "step": step,
        "title": wording.STEP_LABELS[step],
        "number": rules.STEPS.index(step) + 1,
        "ladder": [
            {
                "name": page,
                "title": wording.STEP_LABELS[page],
                "url": reverse("learn:proposal_step", args=[proposal.secret, page]),
                "is_here": page == step,
                "lacks": page in lacking,
            }
            for page in rules.STEPS
        ],
        "revision": proposal.revision,
        **more,
    }
    return render(request, f"conference/proposals/steps/{step}.html", context)


def _onward(request: HttpRequest, proposal: Proposal, step: str) -> HttpResponse:
    if proposal.state == Proposal.State.SUBMITTED or "stay" in request.POST:
        messages.success(request, _("Saved."))
    onward = step if "stay" in request.POST else rules.STEPS[rules.STEPS.index(step) + 1]
    return redirect("learn:proposal_step", proposal.secret, onward)


def _revision(request: HttpRequest) -> int:
    found = whole(request.POST.get("revision", ""))
    return -1 if found is None else found


def _name(proposal: Proposal) -> str:
    """Return who acts: whoever holds the link, so the first author."""
    return str(proposal.authors.all()[0])
