"""The list of credits, and giving their holders more time."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events.deskwork import back_to
from ticketing.events.sheets import download
from ticketing.treasury import credits
from ticketing.treasury.desk.shared import PAGE, draw, files, scope_of
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers.models import Voucher


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {"words": request.GET.get("q", "").strip()[:100], "which": request.GET.get("which", "")}


@at_partner(Capability.BOOK_MONEY)
@require_safe
def listed(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List the credits with what is left of each, and what they come to."""
    scope, wanted, now = scope_of(request, partner), _wanted(request), timezone.now()
    page = Paginator(credits.found(scope, now, **wanted), PAGE).get_page(request.GET.get("page"))
    zone = ZoneInfo(partner.zone)
    today = now.astimezone(zone).date()
    for one in page:
        one.is_over = credits.is_over(one, now)
        one.last_day = (one.valid_until - timedelta(seconds=1)).astimezone(zone).date() if one.valid_until else None
        since = max(one.last_day or today, today)
        one.soonest, one.usual = since + timedelta(days=1), since + timedelta(days=365)
    said = {name: request.GET[name] for name in ("q", "event", "currency") if request.GET.get(name)}
    base = reverse("desk:treasury_credits", args=[partner.code])
    more: dict[str, Any] = {
        "page_obj": page,
        "words": wanted["words"],
        "sums": credits.sums(credits.found(scope, now, which="all"), now),
        "pills": [
            {"label": label, "url": f"{base}?{urlencode({**said, 'which': one})}", "active": wanted["which"] == one}
            for one, label in credits.PILLS.items()
        ],
        "kept": [("which", wanted["which"])] if wanted["which"] else [],
        **files("treasury_credits_file", partner, request),
    }
    return draw(request, partner, scope, "credits", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def credits_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the credits, filtered as on the page, to a spreadsheet."""
    found = credits.found(scope_of(request, partner), timezone.now(), **_wanted(request))
    return download(kind, f"{partner.code}-credits", found.iterator(chunk_size=1000), credits.columns(), ZoneInfo(partner.zone))


@at_partner(Capability.BOOK_MONEY)
@require_POST
def prolong(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Let a credit be spent until the end of another day."""
    one = get_object_or_404(Voucher, partner=partner, kind=Voucher.Kind.CREDIT, pk=pk)
    try:
        day = parse_date(request.POST.get("until", ""))
    except ValueError:
        day = None
    try:
        until = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(partner.zone)) if day else None
        vouchers.prolong(credit=one, until=until, by=request.user, at=timezone.now())
    except (Refused, OverflowError) as refused:
        messages.error(request, str(refused) if isinstance(refused, Refused) else _("Choose a later day."))
    else:
        messages.success(request, _("The credit can be spent longer now."))
    return back_to(request, reverse("desk:treasury_credits", args=[partner.code]))
