"""What the treasurer's pages share: whose books, the head of a page, the files of a list."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.partners.models import Partner
from ticketing.events.models import Event
from ticketing.treasury import going, queries
from ticketing.treasury.forms import PeriodForm
from ticketing.treasury.queries import Scope

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def scope_of(request: HttpRequest, partner: Partner) -> Scope:
    """Return whose books the page is asked for: by the event and the currency in its address."""
    slug, currency = request.GET.get("event", ""), request.GET.get("currency", "")
    event = Event.objects.filter(partner=partner, slug=slug).first() if slug else None
    known = queries.currencies(partner)
    return Scope(partner, currency if currency in known else (event.currency if event else known[0]), event)


def draw(request: HttpRequest, partner: Partner, scope: Scope, name: str, more: dict[str, Any]) -> HttpResponse:
    """Draw a page of the treasurer's with its choice of books."""
    known, query = queries.currencies(partner), request.GET.urlencode()
    picks = [("", _("all events")), *((event.slug, event.title) for event in queries.events(partner))]
    chosen = scope.event.slug if scope.event else ""
    filters = [
        {"name": "event", "label": _("Event"), "options": [{"value": v, "label": text, "selected": v == chosen} for v, text in picks]}
    ]
    if len(known) > 1:
        filters.append(currency_filter(known, scope.currency))
    context = {
        "partner": partner,
        "scope": scope,
        "currency": scope.currency,
        "zone": partner.zone,
        "filters": filters,
        "query": f"?{query}" if query else "",
        "here": request.get_full_path(),
    }
    return render(request, f"ticketing/treasury/{name}.html", context | more)


def currency_filter(known: Iterable[str], chosen: str) -> dict[str, Any]:
    """Return the choice of a currency for the bar of filters."""
    options = [{"value": one, "label": one, "selected": one == chosen} for one in known]
    return {"name": "currency", "label": _("Currency"), "options": options}


def files(name: str, partner: Partner, request: HttpRequest) -> dict[str, str]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {f"{kind}_url": reverse(f"desk:{name}", args=[partner.code, kind]) + query for kind in ("csv", "xlsx")}


def to_bank(scope: Scope) -> dict[str, Any]:
    return {"payers": going.accounts(scope.partner, scope.currency), "unfetched": going.unfetched(scope.partner, scope.currency)}


def bounds_of(since: date, until: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments at which the first day begins and the last one ends."""
    return datetime.combine(since, time(), zone), datetime.combine(until + timedelta(days=1), time(), zone)


def period_of(request: HttpRequest, zone: ZoneInfo, days: int) -> tuple[date, date]:
    today = timezone.now().astimezone(zone).date()
    return PeriodForm(request.GET).period(today - timedelta(days=days), today)
