"""Lists of what is due, what must go back, and the shifts of all tills."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events.sheets import download
from ticketing.orders.models import Order
from ticketing.refunds import operations as refund_operations
from ticketing.refunds import tables as refund_tables
from ticketing.tills import queries as till_queries
from ticketing.tills import tables as till_tables
from ticketing.treasury import going, operations, queries, tables, wording
from ticketing.treasury.desk.shared import PAGE, draw, files, scope_of, to_bank
from ticketing.treasury.queries import Scope

WHICH = {"": gettext_lazy("all that wait"), "soon": gettext_lazy("in three days"), "late": gettext_lazy("not paid in time")}


def _due(request: HttpRequest, scope: Scope) -> Any:
    which = request.GET.get("which", "")
    words = request.GET.get("q", "").strip()[:100]
    return queries.due(scope, timezone.now(), words=words, which=which if which in WHICH else "")


@at_partner(Capability.BOOK_MONEY)
@require_safe
def due(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List what is due, what ends first before others; or what was not paid in time."""
    scope, which = scope_of(request, partner), request.GET.get("which", "")
    page = Paginator(_due(request, scope), PAGE).get_page(request.GET.get("page"))
    for order in page:
        order.way = wording.provider(order.provider) if order.provider else ""
    said = {name: request.GET[name] for name in ("q", "event", "currency") if request.GET.get(name)}
    base = reverse("desk:treasury_due", args=[partner.code])
    more = {
        "page_obj": page,
        "words": request.GET.get("q", ""),
        "is_late": which == "late",
        "pills": [
            {"label": label, "url": f"{base}?{urlencode({**said, 'which': one})}", "active": which == one} for one, label in WHICH.items()
        ],
        "kept": [("which", which)] if which else [],
        **files("treasury_due_file", partner, request),
    }
    return draw(request, partner, scope, "due", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def due_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give what is due, filtered as on the page, to a spreadsheet."""
    found = _due(request, scope_of(request, partner))
    return download(kind, f"{partner.code}-due", found, tables.due_columns(), ZoneInfo(partner.zone))


def _wanted(request: HttpRequest) -> dict[str, str]:
    said = request.GET
    return {"words": said.get("q", "").strip()[:100], "state": said.get("state", "open"), "way": said.get("way", "")}


@at_partner(Capability.BOOK_MONEY)
@require_safe
def refunds(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List what must go back, by way, and money that is promised to nobody."""
    scope, wanted = scope_of(request, partner), _wanted(request)
    page = Paginator(refund_tables.found(scope.refunds(), **wanted), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.tone = refund_tables.TONES[one.state]
    base, counts = reverse("desk:treasury_refunds", args=[partner.code]), refund_tables.counts(scope.refunds())
    pills = [("open", _("To go")), ("done", _("Gone back")), ("waived", _("Waived")), ("", _("all"))]
    more = {
        "page_obj": page,
        "words": wanted["words"],
        "going": going.going(scope.refunds(), partner, scope.currency),
        **to_bank(scope),
        "unpromised": queries.unpromised(scope),
        "pills": [
            {
                "label": label,
                "url": f"{base}?currency={scope.currency}&state={state}",
                "active": wanted["state"] == state,
                "count": counts.get(state) if state else None,
            }
            for state, label in pills
        ],
        "kept": [("state", wanted["state"]), ("way", wanted["way"])],
        **files("treasury_refunds_file", partner, request),
    }
    return draw(request, partner, scope, "refunds", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def refunds_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the refunds, filtered as on the page, to a spreadsheet."""
    found = refund_tables.found(scope_of(request, partner).refunds(), **_wanted(request))
    return download(kind, f"{partner.code}-refunds", found.iterator(chunk_size=1000), refund_tables.columns(), ZoneInfo(partner.zone))


@at_partner(Capability.BOOK_MONEY)
@require_POST
def promise(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Promise the surplus of one order back."""
    one = get_object_or_404(Order.objects.select_related("event__partner"), event__partner=partner, code=request.POST.get("order", ""))
    try:
        refund_operations.owe_surplus(order=one, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: the money is to go back. The buyer gets a letter."))
    return redirect(f"{reverse('desk:treasury_refunds', args=[partner.code])}?currency={one.currency}")


@at_partner(Capability.BOOK_MONEY)
@require_POST
def retry_cards(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Have the card company try all refunds again that it would not carry out."""
    scope = scope_of(request, partner)
    count = operations.retry_cards(refunds=scope.refunds(), by=request.user, at=timezone.now())
    messages.success(request, ngettext("%(n)d refund is tried again.", "%(n)d refunds are tried again.", count) % {"n": count})
    return redirect(f"{reverse('desk:treasury_refunds', args=[partner.code])}?currency={scope.currency}")


def _shifts(request: HttpRequest, scope: Scope) -> Any:
    state = request.GET.get("state", "")
    words = request.GET.get("q", "").strip()[:100]
    return till_queries.shifts(scope.event, partner=scope.partner, words=words, state=state if state in till_tables.PILLS else "")


@at_partner(Capability.BOOK_MONEY)
@require_safe
def shifts(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List the shifts of all tills, newest first."""
    scope, state = scope_of(request, partner), request.GET.get("state", "")
    said = {name: request.GET[name] for name in ("q", "event", "currency") if request.GET.get(name)}
    base = reverse("desk:treasury_shifts", args=[partner.code])
    more = {
        "page_obj": Paginator(_shifts(request, scope), PAGE).get_page(request.GET.get("page")),
        "words": request.GET.get("q", ""),
        "pills": [
            {"label": label, "url": f"{base}?{urlencode({**said, 'state': one})}", "active": state == one}
            for one, label in till_tables.PILLS.items()
        ],
        "kept": [("state", state)] if state else [],
        **files("treasury_shifts_file", partner, request),
    }
    return draw(request, partner, scope, "shifts", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def shifts_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the shifts, filtered as on the page, to a spreadsheet."""
    found = _shifts(request, scope_of(request, partner))
    return download(kind, f"{partner.code}-shifts", found.iterator(chunk_size=1000), till_tables.columns(), ZoneInfo(partner.zone))
