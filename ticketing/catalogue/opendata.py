"""Events as data for other programs: the open list, and what search engines read in an event's page.

The list has what a public standard for fairs asks for: id, name, dates, hours, number of places, price, address,
organiser and contact; texts in all three languages.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from common.languages import Language
from places.sites.models import Site
from ticketing.catalogue.queries import Offer
from ticketing.events.models import Event

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"

_STATUS = {
    Event.State.CANCELLED: "https://schema.org/EventCancelled",
    Event.State.MOVED: "https://schema.org/EventRescheduled",
}
_MODE = {
    Event.Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Event.Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
    Event.Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
}


def _url(event: Event) -> str:
    return settings.SITE_URL + reverse("events:detail", args=[event.slug])


def _in_all(thing: Any, field: str) -> dict[str, str]:
    return {language: text for language in Language.values if (text := getattr(thing, f"{field}_{language}", ""))}


def _address(site: Site | None) -> dict[str, Any] | None:
    if site is None:
        return None
    return {
        "name": _in_all(site, "name"),
        "house": site.house,
        "settlement": _in_all(site, "settlement"),
        "postal_code": site.postal_code,
        "municipality": site.municipality.name,
        "country": site.municipality.country,
        "latitude": float(site.latitude),
        "longitude": float(site.longitude),
    }


def record(event: Event, offers: Sequence[Offer]) -> dict[str, Any]:
    """Return one event as an entry of the open list. Money as text, times with their distance from UTC."""
    partner = event.partner
    return {
        "id": event.slug,
        "url": _url(event),
        "kind": event.kind,
        "state": event.state,
        "name": _in_all(event, "title"),
        "summary": _in_all(event, "summary"),
        "starts_at": event.starts_at.astimezone(event.tz).isoformat(),
        "ends_at": event.ends_at.astimezone(event.tz).isoformat(),
        "time_zone": event.zone,
        "days": [
            {"opens_at": day.opens_at.astimezone(event.tz).isoformat(), "closes_at": day.closes_at.astimezone(event.tz).isoformat()}
            for day in event.days.all()
        ],
        "offers": [
            {
                "name": _in_all(offer.product, "name"),
                "variation": _in_all(choice.variation, "name") if choice.variation else {},
                "price": str(choice.price),
                "currency": event.currency,
                "places": choice.size,
                "places_left": choice.left,
                "sale": choice.sale,
            }
            for offer in offers
            for choice in offer.choices
        ],
        "address": _address(event.site),
        "organiser": {
            "id": partner.code,
            "name": partner.name,
            "registration_number": partner.registration_number,
            "country": partner.country,
        },
        "contact": event.contact_email or partner.contact_email,
    }


def structured(event: Event, offers: Sequence[Offer], currency: str = "") -> str:
    """Return the event in schema.org's words as JSON-LD, safe to stand in a `<script>` element. `currency` is that of the offers."""
    site = event.site
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": _url(event),
        "startDate": event.starts_at.astimezone(event.tz).isoformat(),
        "endDate": event.ends_at.astimezone(event.tz).isoformat(),
        "eventStatus": _STATUS.get(Event.State(event.state), "https://schema.org/EventScheduled"),
        "eventAttendanceMode": _MODE[Event.Mode(event.mode)],
        "inLanguage": event.languages,
        "organizer": {"@type": "Organization", "name": event.partner.name},
        "offers": [
            {
                "@type": "Offer",
                "name": offer.product.name,
                "price": str(choice.price),
                "priceCurrency": currency or event.currency,
                "url": _url(event),
                "availability": "https://schema.org/InStock" if choice.is_open else "https://schema.org/SoldOut",
            }
            for offer in offers
            for choice in offer.choices
        ],
    }
    if event.moved_from is not None:
        facts["previousStartDate"] = event.moved_from.astimezone(event.tz).isoformat()
    if site is not None:
        facts["location"] = {
            "@type": "Place",
            "name": site.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": site.house,
                "addressLocality": site.settlement,
                "addressRegion": site.municipality.name,
                "postalCode": site.postal_code,
                "addressCountry": site.municipality.country,
            },
            "geo": {"@type": "GeoCoordinates", "latitude": float(site.latitude), "longitude": float(site.longitude)},
        }
    # "<" cannot end the element nor begin a comment in it once it is written as an escape
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
