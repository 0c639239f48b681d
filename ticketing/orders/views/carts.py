"""The second step: who orders and who comes, while the places are held."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Refused, Stale
from ticketing.orders import links, queries, rules
from ticketing.orders import operations as orders
from ticketing.orders.forms import CartForm, count_name
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order, OrderLine


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def cart(request: HttpRequest, order: Order) -> HttpResponse:
    """Give names and place the order. Sent twice, it leads to the one order; too late, it offers to choose again."""
    now = timezone.now()
    if order.state in (Order.State.PLACED, Order.State.PAID, Order.State.CANCELLED):
        return redirect(links.to(order))
    lines = queries.lines_of(order)
    if order.state == Order.State.LAPSED or order.expires_at is None or order.expires_at <= now:
        return _expired(request, order, lines)
    known = {"name": order.name, "email": order.email, "phone": order.phone}  # of whom the waiting list offered the places
    form = CartForm(order, lines, queries.questions_for(lines), request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            order = orders.place(order=order, buyer=form.buyer(), holders=form.holders(), by="visitor", at=now)
        except orders.HoldExpired:
            return _expired(request, order, lines)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(links.to(order, "pay") if order.state == Order.State.PLACED else links.to(order))
    return render(request, "ticketing/orders/cart.html", {**_context(order, lines), "form": form})


@require_POST
@behind_link
def drop(request: HttpRequest, order: Order) -> HttpResponse:
    """Empty the cart."""
    try:
        orders.drop(order=order, by="visitor", at=timezone.now())
    except Stale:
        return redirect(links.to_cart(order))
    messages.success(request, _("Your places are free again for others."))
    return redirect("events:detail", order.event.slug)


def _expired(request: HttpRequest, order: Order, lines: Sequence[OrderLine]) -> HttpResponse:
    return render(request, "ticketing/orders/expired.html", _context(order, lines), status=410)


def _context(order: Order, lines: Sequence[OrderLine]) -> dict[str, Any]:
    """What both pages show; `choose_again` is the address of the choice with the cart's numbers filled in."""
    items = queries.basket(lines)
    counts = {count_name(item.line.product_id, item.line.variation_id): item.count for item in items}
    address = f"{reverse('shop:choose', args=[order.event.slug])}?{urlencode(counts)}"
    is_offer = order.expires_at is not None and order.expires_at - order.held_at > rules.HOLD  # by the waiting list
    return {
        "order": order,
        "event": order.event,
        "price": queries.price_of(order, lines),
        "choose_again": address,
        "is_offer": is_offer,
    }
