"""What everybody sees of one event, and all events as open data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from common.languages import Language
from common.publicity import queries as publicity
from ticketing.catalogue import opendata, queries
from ticketing.events import access
from ticketing.events import queries as events

LISTED = 500


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: when, where, what it costs, what is left."""
    event, now = access.public_event(slug), timezone.now()
    request.shown_events = [event]  # rooms above add their links to it (config.public)
    today = now.astimezone(event.tz).date()
    currency = wished if (wished := request.GET.get("currency", "")) in event.currencies else event.currency
    offers = queries.offers(event, now, currency=currency)
    context = {
        "event": event,
        "currency": currency,
        "offers": offers,
        "languages": [Language(code).label for code in event.languages if code in Language.values],
        "is_locked": access.is_locked(event, today),
        "is_over": now >= event.ends_at,
        "is_bookable": access.is_bookable(event, now),
        "is_anything_open": any(offer.is_open for offer in offers),
        "publicity": publicity.notice_for(
            on=today, country=event.partner.country, publisher=event.partner.name, language=translation.get_language()
        ),
        "structured": opendata.structured(event, offers, currency),
    }
    return render(request, "ticketing/catalogue/detail.html", context)


@require_safe
def open_data(request: HttpRequest) -> JsonResponse:
    """All events to come, for other programs and sites."""
    now = timezone.now()
    found = list(events.calendar(at=now).prefetch_related("days")[:LISTED])
    offers = queries.offers_of(found, now)
    return JsonResponse(
        {"licence": opendata.LICENCE, "events": [opendata.record(event, offers[event.pk]) for event in found]},
        json_dumps_params={"ensure_ascii": False},
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"},
    )
