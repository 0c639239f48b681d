"""Pages behind an order's secret link: whoever has the link has the tickets, so it must not leak nor be kept by others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ticketing.orders import access
from ticketing.orders.models import Order

View = Callable[..., HttpResponse]


def to(order: Order, page: str = "order", **more: Any) -> str:
    """Return the path of one of the order's pages."""
    return reverse(f"orders:{page}", kwargs={"code": order.code, "secret": order.secret, **more})


def to_cart(order: Order) -> str:
    """Return the path of the cart."""
    return reverse("shop:cart", args=[order.code, order.secret])


def behind_link(view: View) -> View:
    """Give the view the order of the link instead of its code and secret; a stale or wrong link gets a page that helps."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, secret: str, **more: Any) -> HttpResponse:
        try:
            order = access.order_by_link(code, secret)
        except Http404:
            response = render(request, "ticketing/orders/no_such_link.html", status=404)
        else:
            request.order = order  # type: ignore[attr-defined]  # for what rooms above add to the page
            response = view(request, order, **more)
        response["Cache-Control"] = "private, no-store"
        # "no-referrer" would send forms with the origin "null", which the check against forged requests must refuse
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
