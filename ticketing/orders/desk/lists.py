"""The lists of orders and of tickets, their files, and what is done to many orders at once."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events.access import at_desk, is_locked
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.events.sheets import download
from ticketing.orders import operations as orders
from ticketing.orders import tables
from ticketing.orders.models import Order
from ticketing.orders.tables import Wanted
from ticketing.tickets import queries

PAGE = 50
CHUNK = 1000


def _filters(event: Event, wanted: Wanted, pills: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, Any]:
    """Return what the filter bar shows."""
    kept = {"q": wanted.words, "product": wanted.product or "", "sort": wanted.sort}
    products = [{"value": "", "label": _("all"), "selected": not wanted.product}]
    products += [{"value": p.pk, "label": p.name, "selected": p.pk == wanted.product} for p in tables.products_of(event)]
    return {
        "wanted": wanted,
        "pills": [
            {
                "label": label,
                "url": "?" + urlencode({name: value for name, value in {**kept, "state": state}.items() if value}),
                "active": wanted.state == state,
                "count": counts[state],
            }
            for state, label in pills.items()
        ],
        "filters": [{"name": "product", "label": _("Product"), "options": products}],
    }


def _files(name: str, event: Event, request: HttpRequest) -> dict[str, str]:
    said = {name: value for name, value in request.GET.items() if name != "page"}
    query = f"?{urlencode(said)}" if said else ""
    return {f"{kind}_url": reverse(f"desk:{name}", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")}


@at_desk(Capability.SEE_ORDERS)
@require_safe
def order_list(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the event's orders, fifty on a page."""
    now, wanted = timezone.now(), Wanted.read(request.GET.dict())
    found = tables.found_orders(event, wanted, now)
    page = Paginator(tables.with_lines(found), PAGE).get_page(request.GET.get("page"))
    names = tables.Names(event)
    for order in tables.marked(page):
        order.contents = tables.contents(order, names)
        order.is_overdue = order.state == Order.State.PLACED and order.expires_at is not None and order.expires_at <= now
    context = {
        "event": event,
        "page_obj": page,
        "totals": tables.totals(found),
        "may_change": Capability.CHANGE_ORDERS in request.desk.allowed and not is_locked(event, now.astimezone(event.tz).date()),
        "sorts": tables.ORDER_SORTS,
        **_filters(event, wanted, tables.ORDER_PILLS, tables.order_counts(event, now)),
        **_files("orders_file", event, request),
    }
    return render(request, "ticketing/orders/desk/orders.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def orders_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the orders, filtered as on the page, to a spreadsheet."""
    found = tables.with_lines(tables.found_orders(event, Wanted.read(request.GET.dict()), timezone.now()))
    return download(kind, f"{event.slug}-orders", found.iterator(chunk_size=CHUNK), tables.order_columns(event), event.tz)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def ticket_list(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the event's tickets, fifty on a page: those ordered and those of guests."""
    wanted = Wanted.read(request.GET.dict())
    page = Paginator(tables.found_tickets(event, wanted), PAGE).get_page(request.GET.get("page"))
    names = tables.Names(event)
    for ticket in page:
        ticket.what = names.of(ticket)
        ticket.label, ticket.tone = tables.TICKET_STATES[ticket.state]
        ticket.spoken = queries.spoken(ticket)
        ticket.order = tables.order_of(ticket)
    context = {
        "event": event,
        "page_obj": page,
        "may_change": Capability.CHANGE_ORDERS in request.desk.allowed,
        **_filters(event, wanted, tables.TICKET_PILLS, tables.ticket_counts(event)),
        **_files("tickets_file", event, request),
    }
    return render(request, "ticketing/orders/desk/tickets.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def tickets_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the tickets with their answers, filtered as on the page, to a spreadsheet."""
    found = tables.with_answers(tables.found_tickets(event, Wanted.read(request.GET.dict())))
    columns = tables.ticket_columns(event, list(event.questions.all()))
    return download(kind, f"{event.slug}-tickets", found.iterator(chunk_size=CHUNK), columns, event.tz)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def bulk(request: HttpRequest, event: Event) -> HttpResponse:
    """Mail the chosen orders again, or ask and then cancel them."""
    chosen = list(tables.orders_of(event).filter(code__in=request.POST.getlist("order")[:PAGE]).select_related("event__partner"))
    action = request.POST.get("action", "")
    if not chosen:
        messages.warning(request, _("Choose at least one order first."))
    elif action == "cancel":
        live = [order for order in chosen if order.state in (Order.State.PLACED, Order.State.PAID)]
        return render(request, "ticketing/orders/desk/cancel_many.html", {"event": event, "chosen": tables.marked(live)})
    elif action == "resend":
        done = _each(request, event, chosen, orders.resend)
        messages.success(request, ngettext("%(n)s order was mailed again.", "%(n)s orders were mailed again.", done) % {"n": done})
    elif action == "cancel_now":
        done = _each(request, event, chosen, orders.cancel)
        messages.success(request, ngettext("%(n)s order was cancelled.", "%(n)s orders were cancelled.", done) % {"n": done})
    return redirect("desk:orders", event.slug)


def _each(request: HttpRequest, event: Event, chosen: list[Order], operation: Callable[..., Any]) -> int:
    """Do the same to each order, every one in a transaction of its own; say which refused and count the others."""
    done, now = 0, timezone.now()
    for order in chosen:
        try:
            refuse_if_locked(event, now)
            operation(order=order, by=request.user, at=now)
        except Refused as refused:
            messages.error(request, f"{order.code}: {refused}")
        else:
            done += 1
    return done
