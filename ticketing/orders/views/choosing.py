"""The first step: how many of what."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.errors import Refused
from ticketing.catalogue import queries as catalogue
from ticketing.events import access as events
from ticketing.events.models import Event
from ticketing.orders import access, links, rules
from ticketing.orders import operations as orders
from ticketing.orders.forms import ChoiceForm
from ticketing.orders.models import Order

COOKIE = "cart"
"""The link of the cart this browser holds at the event, so that a new choice replaces it. Sent to this page only."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose tickets; what is chosen is held for a while in a cart. Numbers in the address ("?count-7=2") are filled in."""
    event, now = events.public_event(slug), timezone.now()
    asked = {name: request.GET[name] for name in request.GET if request.GET[name].isdigit()}
    form = ChoiceForm(catalogue.offers(event, now), request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            order = orders.hold(
                event=event,
                wants=form.wants(),
                request_key=form.key(),
                language=translation.get_language(),
                by="visitor",
                at=now,
                replacing=_earlier_cart(request, event),
            )
        except Refused as refused:
            form.offers = catalogue.offers(event, now)  # what is left has just changed
            form.add_refusal(refused)
        else:
            return _to_cart(order, event)
    return _page(request, event, form, now)


def _page(request: HttpRequest, event: Event, form: ChoiceForm, now: datetime) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "rows": form.rows(),
        "is_bookable": events.is_bookable(event, now),
        "is_locked": events.is_locked(event, now.astimezone(event.tz).date()),
        "is_anything_open": any(offer.is_open for offer in form.offers),
        "hold_minutes": int(rules.HOLD.total_seconds() // 60),
    }
    return render(request, "ticketing/orders/choose.html", context)


def _earlier_cart(request: HttpRequest, event: Event) -> Order | None:
    code, _slash, secret = request.COOKIES.get(COOKIE, "").partition("/")
    if not secret or "\0" in code:
        return None
    try:
        order = access.order_by_link(code, secret)
    except Http404:
        return None
    return order if order.event_id == event.pk and order.state == Order.State.HELD else None


def _to_cart(order: Order, event: Event) -> HttpResponse:
    response = HttpResponseRedirect(links.to_cart(order))
    response.set_cookie(
        COOKIE,
        f"{order.code}/{order.secret}",
        max_age=rules.HOLD,
        path=reverse("shop:choose", args=[event.slug]),
        httponly=True,
        samesite="Lax",
    )
    return response
