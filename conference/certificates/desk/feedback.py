"""Feedback at the desk: results by session, the codes to hang up, the trainer's link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from common.languages import Language, default_language
from conference.certificates import documents, links, queries, rules
from conference.certificates.tables import feedback_columns, feedback_rows
from conference.presence import queries as presence
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.models import Event


@at_desk(Capability.SEE_ORDERS)
@require_safe
def results(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what was said of each session, once enough have answered."""
    found = queries.results(event)
    context = {
        "event": event,
        "results": [{"found": one, "link": links.results_url(one.session)} for one in found],
        "shown_from": rules.SHOWN_FROM,
        "answers": sum(one.answers for one in found),
        "languages": Language.choices,
        **{f"{kind}_url": reverse("desk:feedback_file", args=[event.slug, kind]) for kind in ("csv", "xlsx")},
    }
    return render(request, "conference/certificates/desk/feedback.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def results_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give what was said to a spreadsheet, under the same rule as the page."""
    rows = feedback_rows(queries.results(event))
    return sheets.download(kind, f"{event.slug}-feedback", rows, feedback_columns(), event.tz)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def posters(request: HttpRequest, event: Event) -> HttpResponse:
    """The codes to hang up in the rooms, a page for each session."""
    sessions = [(one, links.room_url(one)) for one in presence.sessions(event)]
    if not sessions:
        raise Http404
    said = request.GET.get("language", "")
    language = said if said in Language.values else get_language() or default_language()
    content = documents.posters(event, sessions, language=language, at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{event.slug}-feedback-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
