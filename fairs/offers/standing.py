"""What an application's two pages say of the offer: stall, deadline, fee, passes, when to drive in."""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from fairs.calls.models import Application
from fairs.offers import queries, tables
from fairs.offers.models import LoadSlot, Offer, StallPass
from ticketing.orders.mails import link as order_link
from ticketing.orders.models import Order
from ticketing.refunds import queries as refunds
from ticketing.refunds import terms


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
        **money_of(offer, timezone.now()),
    }


def money_of(offer: Offer, at: datetime) -> dict[str, Any]:
    """Return what the maker would get back of a paid fee by declining now (`back`), or what goes back already (`refunds`)."""
    order = offer.order
    if order is None or not order.total:
        return {}
    if order.state == Order.State.PAID:
        return {"back": terms.would_get_back(order, order.total, at)}
    return {"refunds": refunds.of_order(order) if order.state == Order.State.CANCELLED else []}


def of_desk(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return the section for `desk:application`: the offer that stands, else the last one. Three statements."""
    offer = queries.standing_offer(application)
    if offer is None:
        return None
    made = StallPass.objects.filter(application=application, returned_at=None).order_by().values_list("kind").annotate(n=Count("pk"))
    kinds = dict(StallPass.Kind.choices)
    return {
        "template": "fairs/offers/section_desk.html",
        "event": application.call.event,
        "offer": offer,
        "tone": tables.TONES[offer.state],
        "passes": [(kinds[kind], n) for kind, n in sorted(made)],
        "slot": LoadSlot.objects.filter(application=application).select_related("entrance").first(),
    }
