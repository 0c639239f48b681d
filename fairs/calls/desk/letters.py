"""The letters to a fair's makers: what will go out, what went out and when, and what a person must look at."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from fairs.calls import queries
from fairs.calls.access import call_for
from fairs.calls.queries.letters import KINDS, WHICH
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.models import Event
from ticketing.events.sheets import Column

PER_PAGE = 50
COLUMNS = [
    Column(_("Written"), lambda letter: letter.created_at),
    Column(_("To"), lambda letter: letter.to),
    Column(_("Letter"), lambda letter: str(KINDS.get(letter.kind, letter.kind))),
    Column(_("Subject"), lambda letter: letter.subject),
    Column(_("Language"), lambda letter: letter.language),
    Column(_("State"), lambda letter: letter.get_state_display()),
    Column(_("Sent"), lambda letter: letter.sent_at),
    Column(_("Error"), lambda letter: letter.error),
]


def _said(request: HttpRequest) -> tuple[str, str, str]:
    which, kind = request.GET.get("which", ""), request.GET.get("kind", "")
    return request.GET.get("q", "").strip()[:100], which if which in WHICH else "", kind if kind in KINDS else ""


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def letters(request: HttpRequest, event: Event) -> HttpResponse:
    """List the letters to makers, newest first, with how many wait, left, or went wrong."""
    call = call_for(event)
    words, which, kind = _said(request)
    counted = queries.letter_counts(event)
    here = reverse("desk:applications_letters", args=[event.slug])
    context: dict[str, Any] = {
        "page_obj": Paginator(queries.letters(event, words, which, kind), PER_PAGE).get_page(request.GET.get("page")),
        "kinds": KINDS,
        "words": words,
        "which": which,
        "reset_url": here if words or kind else "",
        "pills": [
            {"label": label, "url": f"?which={name}", "active": name == which, "count": counted[name]} for name, label in WHICH.items()
        ],
        "filters": [
            {
                "name": "kind",
                "label": _("Letter"),
                "options": [
                    {"value": value, "label": label, "selected": value == kind} for value, label in (("", _("all")), *KINDS.items())
                ],
            }
        ],
        "untold": queries.untold(call).exclude(state="draft").select_related("exhibitor").count(),
        "may_send": Capability.CHANGE_ORDERS in request.desk.allowed,
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
        **{
            f"{file}_url": f"{reverse('desk:applications_letters_file', args=[event.slug, file])}?{request.GET.urlencode()}"
            for file in ("csv", "xlsx")
        },
    }
    return render(request, "fairs/calls/desk/letters.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def letters_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the letters, filtered as on the page, to a spreadsheet: the proof of sending."""
    call_for(event)
    found = queries.letters(event, *_said(request))
    return sheets.download(kind, f"{event.slug}-makers-letters-{timezone.localdate():%Y-%m-%d}", found, COLUMNS, event.tz)
