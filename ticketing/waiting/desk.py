"""The organiser's pages about the waiting list."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from ticketing.catalogue.models import Product
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.waiting import access, operations, queries, tables
from ticketing.waiting.forms import MoveForm, ReasonForm, RuleForm
from ticketing.waiting.models import Wait, WaitingRule
from ticketing.waiting.tables import Wanted

PAGE = 50
RULE_FIELDS = ("is_open", "decides", "draws_at", "smaller_may_pass", "most_people", "hours", "late_hours")
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _filters(event: Event, wanted: Wanted) -> dict[str, Any]:
    kept = {"q": wanted.words, "product": wanted.product or ""}
    counts = tables.counts(event)
    products = [{"value": "", "label": _("all"), "selected": not wanted.product}]
    products += [{"value": p.pk, "label": p.name, "selected": p.pk == wanted.product} for p in queries.products_waited_for(event)]
    return {
        "wanted": wanted,
        "filters": [{"name": "product", "label": _("Product"), "options": products}],
        "pills": [
            {
                "label": label,
                "url": "?" + urlencode({name: value for name, value in {**kept, "state": state}.items() if value}),
                "active": wanted.state == state,
                "count": counts[state],
            }
            for state, label in tables.PILLS.items()
        ],
    }


@at_desk(Capability.SEE_ORDERS)
@require_safe
def waiting(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who waits for what, in the order of the line."""
    wanted = Wanted.read(request.GET.dict())
    page = Paginator(tables.found(event, wanted), PAGE).get_page(request.GET.get("page"))
    page.object_list = tables.marked(page.object_list, queries.places(event))
    said = {name: value for name, value in request.GET.items() if name != "page"}
    query = f"?{urlencode(said)}" if said else ""
    closed = queries.closed_products(event)
    context = {
        "event": event,
        "rule": queries.rule_of(event),
        "figures": queries.figures(event),
        "products": [(product, product.pk in closed) for product in queries.products_waited_for(event)],
        "page_obj": page,
        "may_change": Capability.CHANGE_ORDERS in request.desk.allowed,
        "may_rule": Capability.EDIT_EVENT in request.desk.allowed,
        **_filters(event, wanted),
        **{f"{kind}_url": reverse("desk:waiting_list_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/waiting/desk/list.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def waiting_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the list, filtered as on the page, to a spreadsheet."""
    found = tables.found(event, Wanted.read(request.GET.dict()))
    return download(kind, f"{event.slug}-waiting", found.iterator(chunk_size=1000), tables.columns(event), event.tz)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def one(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show one group on the list with its history."""
    return _one(request, event, access.at_event(event, number), MoveForm(), ReasonForm())


def _one(request: HttpRequest, event: Event, wait: Wait, move: MoveForm, offer: ReasonForm) -> HttpResponse:
    tables.marked([wait], queries.places(event))
    context = {
        "event": event,
        "wait": wait,
        "wishes": list(wait.wishes.select_related("product", "variation")),
        "entries": history.of(about(wait)),
        "move": move,
        "offer": offer,
        "may_change": Capability.CHANGE_ORDERS in request.desk.allowed,
    }
    return render(request, "ticketing/waiting/desk/one.html", context)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def act(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Offer places now, move somebody up, or take them off the list."""
    wait, action = access.at_event(event, number), request.POST.get("action", "")
    move = MoveForm(request.POST if action == "move" else None)
    offer = ReasonForm(request.POST if action == "offer" else None)
    if action == "move":
        if not submit(request, event, move, lambda: operations.move_up(wait=wait, **move.cleaned_data, **_person(request)), _("Moved up.")):
            return _one(request, event, wait, move, offer)
    elif action == "offer":
        if not submit(
            request,
            event,
            offer,
            lambda: operations.offer_now(wait=wait, **offer.cleaned_data, **_person(request)),
            _("The places are offered; a letter tells until when."),
        ):
            return _one(request, event, wait, move, offer)
    elif action == "leave":
        leave = operations.decline if wait.state == Wait.State.OFFERED else operations.leave
        attempt(request, event, lambda: leave(wait=wait, **_person(request)), _("Off the list."))
    return redirect("desk:wait", event.slug, wait.number)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def product(request: HttpRequest, event: Event, product_id: int) -> HttpResponse:
    """Close the list of a product, or open it again."""
    of = get_object_or_404(Product, event=event, pk=product_id)
    of.event = event
    if request.POST.get("action") == "reopen":
        attempt(request, event, lambda: operations.reopen_list(product=of, **_person(request)), _("People may wait for it again."))
    else:
        reason = request.POST.get("reason", "").strip()[:200]
        attempt(
            request,
            event,
            lambda: operations.close_list(product=of, reason=reason, **_person(request)),
            _("The list is closed; who waited gets a letter."),
        )
    return redirect("desk:waiting_list", event.slug)


@at_desk(Capability.EDIT_EVENT)
@form_page
def rule(request: HttpRequest, event: Event) -> HttpResponse:
    """Open a waiting list for the event, or change how it works."""
    present = queries.rule_of(event)
    usual = present or WaitingRule(event=event)
    form = RuleForm(request.POST or None, event=event, initial={name: getattr(usual, name) for name in RULE_FIELDS})
    if submit(request, event, form, lambda: operations.save_rule(event=event, facts=form.cleaned_data, **_person(request)), _("Saved.")):
        return redirect("desk:waiting_list", event.slug)
    return render(request, "ticketing/waiting/desk/rule.html", {"event": event, "form": form, "rule": present})
