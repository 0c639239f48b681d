"""What became of stalls, line by line, and who had good and bad places over the years."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from fairs.allocation import queries, tables
from fairs.allocation.models import LedgerEntry
from fairs.calls.access import fair_or_404
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.models import Event

PER_PAGE = 50


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def record(request: HttpRequest, event: Event) -> HttpResponse:
    """List every stall given and freed, the newest first."""
    asked = _asked(request)
    page = Paginator(queries.record(fair_or_404(event), asked), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "fairs/allocation/desk/record.html", {"page_obj": page, "words": asked, "query": request.GET.urlencode()})


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def record_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the record to a spreadsheet."""
    found = queries.record(fair_or_404(event), _asked(request))
    return sheets.download(kind, f"{event.slug}-stalls-{timezone.localdate():%Y-%m-%d}", found, tables.record_columns(), event.tz)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def years(request: HttpRequest, event: Event) -> HttpResponse:
    """List who had corners, dead ends and no place at the partner's fairs, worst luck first."""
    asked = _asked(request)
    page = Paginator(queries.ledger(fair_or_404(event).partner, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "words": asked, "query": request.GET.urlencode(), "kinds": LedgerEntry.Kind}
    return render(request, "fairs/allocation/desk/years.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def years_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the years to a spreadsheet."""
    found = queries.ledger(fair_or_404(event).partner, _asked(request))
    return sheets.download(kind, f"{event.partner.code}-places", found, tables.years_columns(), event.tz)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]
