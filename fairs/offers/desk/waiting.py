"""The waiting list: who is on it, and a free stall offered to whoever is next."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from fairs.calls.access import call_for
from fairs.calls.models import Call
from fairs.fairground.models import Stall
from fairs.offers import operations as offers
from fairs.offers import queries, tables
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import whole
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked

PER_PAGE = 50


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, event: Event) -> HttpResponse:
    """The free stalls and the waiting list; offer a stall to whoever is next."""
    call = call_for(event)
    free = queries.free_stalls(event)
    if request.method == "POST":
        _offer_next(request, event, call, [stall for stall in free if str(stall.pk) == request.POST.get("stall")])
        return redirect("desk:waiting", event.slug)
    words = request.GET.get("q", "").strip()[:60]
    context = {
        "free": free,
        "page_obj": Paginator(tables.found_waiting(call, words), PER_PAGE).get_page(request.GET.get("page")),
        "waits": queries.line_of(call).exists(),
        "groups": call.goods_groups.all(),
        "words": words,
        "reset_url": request.path if words else "",
        "csv_url": f"{reverse('desk:waiting_file', args=[event.slug, 'csv'])}?{request.GET.urlencode()}",
        "xlsx_url": f"{reverse('desk:waiting_file', args=[event.slug, 'xlsx'])}?{request.GET.urlencode()}",
    }
    return render(request, "fairs/offers/desk/waiting.html", context)


@at_desk(Capability.RUN_FAIR)
@require_safe
def waiting_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the waiting list to a spreadsheet."""
    found = tables.found_waiting(call_for(event), request.GET.get("q", "").strip()[:60])
    return sheets.download(kind, f"{event.slug}-waiting", found, tables.waiting_columns(), event.tz)


def _offer_next(request: HttpRequest, event: Event, call: Call, stalls: list[Stall]) -> None:
    """Offer the chosen stall to whoever is next, and say to whom."""
    try:
        refuse_if_locked(event, timezone.now())
        made = (
            offers.offer_next(call=call, stalls=stalls, group=whole(request.POST.get("group", "")), by=request.user, at=timezone.now())
            if stalls
            else None
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return
    if made is None:
        messages.info(request, _("Nobody on the waiting list fits there."))
        return
    messages.success(request, _("Stall %(stalls)s is offered to %(name)s.") % {"stalls": made.stalls, "name": made.application.exhibitor})
