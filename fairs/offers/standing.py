"""What the maker's page of an application says of the offer: stall, deadline, fee, when to drive in."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from fairs.calls.models import Application
from fairs.offers import queries
from fairs.offers.models import LoadSlot, Offer
from ticketing.orders.mails import link as order_link


def of_maker(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return the section for `calls:my`; None before a stall was offered. Two statements."""
    offer = queries.standing_offer(application)
    if offer is None:
        return None
    return {
        "template": "fairs/offers/standing.html",
        "offer": offer,
        "is_over": offer.state == Offer.State.OPEN and timezone.now() >= offer.expires_at,
        "order_link": order_link(offer.order) if offer.order else "",
        "slot": LoadSlot.objects.filter(application=application).select_related("entrance").first(),
    }
