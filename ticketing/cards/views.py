"""The buyer's way to Stripe and back, and the address that Stripe tells its news to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Partner
from common.errors import Refused
from ticketing.cards import operations as cards
from ticketing.cards import queries
from ticketing.cards.models import CardSession
from ticketing.orders import links
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order

State = CardSession.State
LONGEST_NOTICE = 1_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def card(request: HttpRequest, order: Order) -> HttpResponse:
    """Leave for Stripe (POST); or come back from there (GET), and read what is known here. What the browser says counts for nothing."""
    if request.method == "POST":
        return _begin(request, order)
    if order.state == Order.State.PAID:
        return redirect(links.to(order))
    session = queries.latest(order)
    if session is None:
        return redirect(links.to(order, "pay"))
    waits = session.state in (State.ASKED, State.OPEN)
    context = {"order": order, "event": order.event, "session": session, "waits": waits, "said": said(session, order)}
    return render(request, "ticketing/cards/back.html", context)


def _begin(request: HttpRequest, order: Order) -> HttpResponse:
    try:
        cards.begin(order=order, by="visitor", at=timezone.now())
    except cards.UnderWay as refused:
        messages.info(request, str(refused))
        return redirect(links.to(order, "card"))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(links.to(order, "pay"))
    return redirect(links.to(order, "card_go"))


@require_safe
@behind_link
def go(request: HttpRequest, order: Order) -> HttpResponse:
    """Take the buyer to the page at Stripe. By a page of ours: the content policy lets no form lead elsewhere."""
    session = queries.latest(order)
    if session is None or session.state != State.OPEN or not session.url or order.state != Order.State.PLACED:
        return redirect(links.to(order, "card"))
    return render(request, "ticketing/cards/go.html", {"order": order, "event": order.event, "session": session})


@require_safe
@behind_link
def state(request: HttpRequest, order: Order) -> HttpResponse:
    """Tell the waiting page whether there is news."""
    session = queries.latest(order)
    waits = session is not None and session.state in (State.ASKED, State.OPEN) and order.state == Order.State.PLACED
    url = links.to(order) if order.state == Order.State.PAID else links.to(order, "card")
    return JsonResponse({"done": not waits, "url": url, "text": str(said(session, order)) if session else ""})


def said(session: CardSession, order: Order) -> Any:
    """Return in a sentence what is known here of a payment."""
    if session.state in (State.ASKED, State.OPEN):
        return _("Waiting for word from Stripe. It usually comes within seconds.")
    if session.state == State.PROCESSING:
        return _("Your bank needs a few days to send the money. Your places are kept meanwhile, and we write to you when it has come.")
    if session.state == State.PAID and order.state == Order.State.PLACED:
        return _("Your payment has come, but it is less than the order costs. The rest is still to be paid.")
    if session.state == State.PAID:
        return _("Your payment came after the places had been given back, and they have gone. The money goes back to your card.")
    if session.state == State.FAILED:
        return _("The payment did not come through. Nothing was taken. Try again, or choose another way.")
    return _("Nothing was paid, and the page at Stripe is closed now. You can begin again.")


@csrf_exempt
@require_POST
def notices(request: HttpRequest, code: str) -> HttpResponse:
    """Take in what Stripe tells. Once it is kept, Stripe need not tell again, whether it can be booked now or not."""
    partner = get_object_or_404(Partner, code=code)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_NOTICE:
        return HttpResponse(status=413)
    now = timezone.now()
    try:
        notice = cards.receive(partner=partner, body=request.body, signature=request.headers.get("Stripe-Signature", ""), at=now)
    except cards.NotSigned:
        return HttpResponse(status=400)
    cards.book(notice=notice, at=now)
    return HttpResponse(status=200)
