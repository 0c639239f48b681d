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
from ticketing.events.forms import as_typed
from ticketing.events.models import Event
from ticketing.orders import access, links, rules
from ticketing.orders import operations as orders
from ticketing.orders.forms import ChoiceForm
from ticketing.orders.models import Order
from ticketing.vouchers import queries as vouchers
from ticketing.vouchers.models import Voucher

CURRENCY = "currency"
"""The currency this browser chose last, at any event."""
YEAR = 365 * 24 * 60 * 60
LONGEST_CODE = 40
COOKIE = "cart"
"""The link of the cart this browser holds at the event, so that a new choice replaces it. Sent to this page only."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose tickets; what is chosen is held for a while in a cart.

    Numbers in the address ("?count-7=2") are filled in, so is a voucher's code ("?voucher="): it says nothing about a person, and is
    meant for campaigns. "?currency=" chooses among those the event sells in, and is remembered in this browser.
    """
    event, now = events.public_event(slug), timezone.now()
    asked = {name: request.GET[name] for name in request.GET if request.GET[name].isdigit() or name == "voucher"}
    currency = _currency(request, event)
    typed = (request.POST if request.method == "POST" else request.GET).get("voucher", "")[:LONGEST_CODE]
    voucher, fault = vouchers.look_up(event, typed, now) if typed.strip() else (None, None)
    unlocked = vouchers.unlocked(voucher) if voucher and not fault else frozenset()
    offers = catalogue.offers(event, now, currency=currency, unlocked=unlocked)
    form = ChoiceForm(offers, request.POST or None, initial=asked)
    if "look" in request.POST:  # the code alone was sent, to see what it opens
        form = ChoiceForm(offers, initial={**as_typed(form), "voucher": typed})
        form.say(voucher, fault)
    elif request.method == "POST" and form.is_valid():
        try:
            order = orders.hold(
                event=event,
                wants=form.wants(),
                request_key=form.key(currency),
                language=translation.get_language(),
                by="visitor",
                at=now,
                replacing=_earlier_cart(request, event),
                voucher=typed,
                currency=currency,
            )
        except Refused as refused:
            form.offers = catalogue.offers(event, now, currency=currency, unlocked=unlocked)  # what is left has just changed
            form.add_refusal(refused)
        else:
            return _to_cart(order, event)
    elif typed and request.method != "POST":
        form.say(voucher, fault)
    response = _page(request, event, form, now, currency)
    if currency == request.GET.get("currency"):
        response.set_cookie(CURRENCY, currency, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _currency(request: HttpRequest, event: Event) -> str:
    """Return what the visitor pays in: as chosen now or earlier, else the event's own.

    Not guessed from the language: in Latgale many who read Russian pay in euros.
    """
    wished = request.GET.get("currency") or request.COOKIES.get(CURRENCY, "")
    return wished if wished in event.currencies else event.currency


def _page(request: HttpRequest, event: Event, form: ChoiceForm, now: datetime, currency: str) -> HttpResponse:
    context = {
        "event": event,
        "currency": currency,
        "takes_vouchers": Voucher.objects.at(event).exists(),
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
