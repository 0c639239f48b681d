"""The pages of who waits: joining, and one's own place behind a secret link, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from ticketing.catalogue import queries as catalogue
from ticketing.events import access as events
from ticketing.orders import links
from ticketing.orders.models import Order
from ticketing.waiting import access, operations, queries
from ticketing.waiting.forms import JoinForm
from ticketing.waiting.models import Wait

View = Callable[..., HttpResponse]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Wait for what is sold out, alone or with others."""
    event, now = events.public_event(slug), timezone.now()
    rule = queries.rule_of(event)
    if rule is None:
        raise Http404
    is_open = rule.is_open and events.is_bookable(event, now) and now < event.starts_at
    asked = {name: request.GET[name] for name in request.GET if request.GET[name].isdigit()}
    closed = queries.closed_products(event)
    form = JoinForm(catalogue.offers(event, now), closed, rule.most_people, request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            wait = operations.join(
                event=event,
                wants=form.wants(),
                waiter=form.waiter(),
                request_key=form.key(),
                language=translation.get_language() or "lv",
                by="visitor",
                at=now,
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("shop:wait", wait.secret)
    context = {"event": event, "rule": rule, "form": form, "rows": form.rows(), "is_open": is_open and form.choices}
    return render(request, "ticketing/waiting/join.html", context)


def behind_link(view: View) -> View:
    """Give the view whose link it is; whoever has the link can take the places, so it must not leak nor be kept by others."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        try:
            wait = access.by_link(secret)
        except Http404:
            response = render(request, "ticketing/waiting/no_such_link.html", status=404)
        else:
            response = view(request, wait, **more)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@require_safe
@behind_link
def wait(request: HttpRequest, wait: Wait) -> HttpResponse:
    """Where I stand, or the places kept for me."""
    event, cart = wait.event, wait.order
    is_kept = (
        wait.state == Wait.State.OFFERED
        and cart is not None
        and cart.state == Order.State.HELD
        and cart.expires_at is not None
        and cart.expires_at > timezone.now()
    )
    if cart is not None and cart.placed_at is not None:
        return redirect(links.to(cart))
    context = {
        "event": event,
        "wait": wait,
        "wishes": list(wait.wishes.select_related("product", "variation")),
        "rule": queries.rule_of(event),
        "place": queries.place_of(wait) if wait.state == Wait.State.WAITING else None,
        "is_kept": is_kept,
        "cart_url": links.to_cart(cart) if is_kept and cart is not None else "",
    }
    return render(request, "ticketing/waiting/wait.html", context)


def _do(request: HttpRequest, wait: Wait, act: Callable[..., Any], done: Any) -> HttpResponse:
    try:
        act(wait=wait, by="visitor", at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(done))
    return redirect("shop:wait", wait.secret)


@require_POST
@behind_link
def leave(request: HttpRequest, wait: Wait) -> HttpResponse:
    """Wait no more."""
    return _do(request, wait, operations.leave, _("You are off the list."))


@require_POST
@behind_link
def decline(request: HttpRequest, wait: Wait) -> HttpResponse:
    """Give the offered places back."""
    return _do(request, wait, operations.decline, _("Thank you for telling. The places go to whoever is next."))
