"""Drafts by the solver: ask, follow, look at the reasons, take over."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from conference.programme import operations, queries, texts
from conference.programme.access import draft_for
from conference.programme.forms import AskForm
from conference.programme.models import DraftJob, Session
from conference.programme.warnings import names_of
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

SHOWN = 10
USUAL = 12
"""Seconds that a draft usually takes at most, for the progress bar."""
TONES = {"queued": "info", "running": "info", "done": "ok", "impossible": "warn", "failed": "bad", "cancelled": "neutral"}


@at_desk(Capability.EDIT_EVENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest, event: Event) -> HttpResponse:
    """List the latest drafts, and ask for another."""
    form = AskForm(request.POST or None)
    made: list[DraftJob] = []
    if submit(
        request,
        event,
        form,
        lambda: made.append(operations.ask(event=event, **form.cleaned_data, by=request.user, at=timezone.now())),
        "",
    ):
        return redirect("desk:programme_draft", event.slug, made[0].pk)
    found = [(job, TONES[job.state], len(job.answer.get("placed", ()))) for job in queries.drafts_of(event)[:SHOWN]]
    return render(request, "conference/programme/desk/drafts.html", {"form": form, "drafts": found, "under_way": queries.under_way(event)})


@at_desk(Capability.EDIT_EVENT)
@never_cache
@require_safe
def draft(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Show a draft: on its way, impossible and why, or finished with its reasons."""
    job = draft_for(event, pk)
    context: dict[str, Any] = {"job": job, "tone": TONES[job.state]}
    if job.state in DraftJob.UNDER_WAY:
        return render(request, "conference/programme/desk/draft_progress.html", {**context, **_progress(job)})
    sessions = list(queries.planned(event))
    names = names_of(event, sessions, by_key=True)
    context["demands"] = [texts.demand(kind, subject, names) for kind, subject in job.answer.get("demands", ())]
    context["rows"] = _rows(job, {one.pk: one for one in sessions}, names)
    return render(request, "conference/programme/desk/draft.html", context)


def _rows(job: DraftJob, sessions: dict[int, Session], names: texts.Names) -> list[dict[str, Any]]:
    found = []
    for one in job.answer.get("placed", ()):
        session = sessions.get(one["session"])
        if session is None:
            continue
        starts_at = queries.moment_of(job.event, one["start"]).astimezone(job.event.tz)
        slot = getattr(session, "slot", None)
        found.append(
            {
                "session": session,
                "when": texts.when(starts_at, starts_at + timedelta(minutes=session.minutes)),
                "hall": names.halls.get(one["hall"], "–"),
                "interpreters": ", ".join(names.interpreters.get(who, "–") for who in one["interpreters"]),
                "why": texts.reasons(one["reasons"]),
                "is_same": slot is not None and slot.starts_at == starts_at and slot.hall_id == one["hall"],
                "is_new": slot is None,
            }
        )
    return found


def _progress(job: DraftJob) -> dict[str, Any]:
    waited = (timezone.now() - job.asked_at).total_seconds()
    if job.state == DraftJob.State.QUEUED:
        return {"value": 0, "max": USUAL, "text": _("The draft waits for its turn …")}
    found, changes = job.progress.get("found", 0), job.progress.get("changes", 0)
    if not found:
        text = _("Looking for a first programme without clashes …")
    else:
        text = ngettext("%(n)d programme found so far", "%(n)d programmes found so far", found) % {"n": found}
        text += ". " + (
            ngettext(
                "In the best, tracks use %(n)d room more than one each.", "In the best, tracks use %(n)d rooms more than one each.", changes
            )
            % {"n": changes}
        )
    return {"value": min(int(waited), USUAL), "max": USUAL, "text": text}


@at_desk(Capability.EDIT_EVENT)
@never_cache
@require_safe
def draft_progress(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Tell how far a draft is, for the progress bar."""
    job = draft_for(event, pk)
    url = reverse("desk:programme_draft", args=[event.slug, pk])
    return JsonResponse({**_progress(job), "done": job.state not in DraftJob.UNDER_WAY, "url": url})


@at_desk(Capability.EDIT_EVENT)
@require_POST
def draft_act(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Cancel a draft, or take it over."""
    job, person = draft_for(event, pk), {"by": request.user, "at": timezone.now()}
    if request.POST.get("action") == "take_over":
        if attempt(
            request,
            event,
            lambda: operations.take_over(job=job, **person),
            _("The draft is taken over. Nobody is told before you release it."),
        ):
            return redirect("desk:programme", event.slug)
    else:
        attempt(request, event, lambda: operations.cancel_draft(job=job, **person), _("The draft is cancelled."))
        return redirect("desk:programme_drafts", event.slug)
    return redirect("desk:programme_draft", event.slug, pk)
