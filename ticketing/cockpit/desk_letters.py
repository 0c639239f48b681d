"""The letters of an event: what was sent to whom, and what a person must look at."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from common.outbox.models import Message
from ticketing.cockpit import operations, queries
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.events.sheets import Column

PER_PAGE = 50
PILLS = {
    "": gettext_lazy("All"),
    "trouble": gettext_lazy("To be looked at"),
    "under_way": gettext_lazy("Under way"),
    "sent": gettext_lazy("Sent"),
}
COLUMNS = [
    Column(gettext_lazy("Written"), lambda letter: letter.created_at),
    Column(gettext_lazy("To"), lambda letter: letter.to),
    Column(gettext_lazy("Subject"), lambda letter: letter.subject),
    Column(gettext_lazy("State"), lambda letter: letter.get_state_display()),
    Column(gettext_lazy("Sent"), lambda letter: letter.sent_at),
    Column(gettext_lazy("Error"), lambda letter: letter.error),
]


def _said(request: HttpRequest) -> tuple[str, str]:
    """Return the words and the quick filter of the address."""
    which = request.GET.get("which", "")
    return request.GET.get("q", "").strip()[:100], which if which in PILLS else ""


@at_desk(Capability.SEE_ORDERS)
@require_safe
def letters(request: HttpRequest, event: Event) -> HttpResponse:
    """List the event's letters, newest first."""
    words, which = _said(request)
    counted = queries.letter_counts(event)
    more: dict[str, Any] = {
        "event": event,
        "page_obj": Paginator(queries.letters(event, words, which), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "reset_url": reverse("desk:letters", args=[event.slug]) if words else "",
        "which": which,
        "pills": [
            {"label": label, "url": f"?which={name}", "active": name == which, "count": counted[name]} for name, label in PILLS.items()
        ],
        "csv_url": f"{reverse('desk:letters_file', args=[event.slug, 'csv'])}?{request.GET.urlencode()}",
        "may_send": Capability.CHANGE_ORDERS in request.desk.allowed,
    }
    return render(request, "ticketing/cockpit/letters.html", more)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def letters_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the letters, filtered as on the page, to a spreadsheet."""
    found = queries.letters(event, *_said(request))
    return sheets.download(kind, f"{event.slug}-letters-{timezone.localdate():%Y-%m-%d}", found, COLUMNS, event.tz)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def send_again(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Send a letter once more that failed, or of which nobody knows whether it arrived."""
    letter: Message = get_object_or_404(queries.letters(event), pk=pk)
    attempt(
        request,
        event,
        lambda: operations.send_again(letter=letter, event=event, by=request.user, at=timezone.now()),
        _("The letter to %(to)s is on its way again.") % {"to": letter.to},
    )
    return redirect("desk:letters", event.slug)
