"""Prepared decisions, publishing them at once, and the letters with the proof of sending."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from conference.proposals import mails, queries, wording
from conference.proposals import operations as proposals
from conference.proposals.access import call_for
from conference.proposals.desk.frame import around, form_page
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.events.sheets import Column

PER_PAGE = 50
MOST_SHOWN = 100
"""Letters written out on the page of decisions; the others read alike."""

COLUMNS = [
    Column(gettext_lazy("Written"), lambda letter: letter.created_at),
    Column(gettext_lazy("To"), lambda letter: letter.to),
    Column(gettext_lazy("Letter"), lambda letter: str(queries.KINDS.get(letter.kind, letter.kind))),
    Column(gettext_lazy("Subject"), lambda letter: letter.subject),
    Column(gettext_lazy("Language"), lambda letter: letter.language),
    Column(gettext_lazy("State"), lambda letter: letter.get_state_display()),
    Column(gettext_lazy("Sent"), lambda letter: letter.sent_at),
    Column(gettext_lazy("Error"), lambda letter: letter.error),
]


@at_desk(Capability.SEE_ORDERS)
@form_page
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    """Show every letter that would go out; publish all decisions at once."""
    call = call_for(event)
    shared = around(request, call, "proposals_publish")
    if request.method == "POST" and shared["may_run"]:
        if attempt(
            request,
            event,
            lambda: proposals.publish(call=call, by=request.user, at=timezone.now()),
            _("Published. Every letter can be followed here."),
        ):
            return redirect("desk:proposals_letters", event.slug)
        return redirect("desk:proposals_publish", event.slug)
    rows = list(queries.to_publish(call))
    for one in rows:
        one.call = call
    context = {
        **shared,
        "rows": [(one, mails.sample(one) if place < MOST_SHOWN else None) for place, one in enumerate(rows)],
        "tones": wording.STATE_TONES,
        "letters": sum(len(one.authors.all()) for one in rows),
        "undecided": call.proposals.filter(state="submitted").count(),
    }
    return render(request, "conference/proposals/desk/publish.html", context)


def _said(request: HttpRequest) -> tuple[str, str, str]:
    which, kind = request.GET.get("which", ""), request.GET.get("kind", "")
    return request.GET.get("q", "").strip()[:100], which if which in queries.WHICH else "", kind if kind in queries.KINDS else ""


@at_desk(Capability.SEE_ORDERS)
@require_safe
def letters(request: HttpRequest, event: Event) -> HttpResponse:
    """List the letters to authors and reviewers, newest first, with how many wait, left, or went wrong."""
    call = call_for(event)
    words, which, kind = _said(request)
    counted = queries.letter_counts(event)
    kinds = [("", _("all")), *queries.KINDS.items()]
    context: dict[str, Any] = {
        **around(request, call, "proposals_letters"),
        "page_obj": Paginator(queries.letters(event, words, which, kind), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "which": which,
        "reset_url": reverse("desk:proposals_letters", args=[event.slug]) if words or kind else "",
        "pills": [
            {"label": label, "url": f"?which={name}", "active": name == which, "count": counted[name]}
            for name, label in queries.WHICH.items()
        ],
        "filters": [
            {
                "name": "kind",
                "label": _("Letter"),
                "options": [{"value": value, "label": label, "selected": value == kind} for value, label in kinds],
            }
        ],
        "may_send": Capability.CHANGE_ORDERS in request.desk.allowed,
        **{
            f"{file}_url": f"{reverse('desk:proposals_letters_file', args=[event.slug, file])}?{request.GET.urlencode()}"
            for file in ("csv", "xlsx")
        },
    }
    return render(request, "conference/proposals/desk/letters.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def letters_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the letters, filtered as on the page, to a spreadsheet: the proof of sending."""
    call_for(event)
    found = queries.letters(event, *_said(request))
    return sheets.download(kind, f"{event.slug}-proposal-letters-{timezone.localdate():%Y-%m-%d}", found, COLUMNS, event.tz)
