"""Offers: publishing decisions, the list, and one offer with its history."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.outbox import queries as outbox
from fairs.calls.access import call_for
from fairs.calls.wording import price_words
from fairs.offers import operations as offers
from fairs.offers import queries, tables
from fairs.offers.forms import DeclineForm, OffersFilter
from fairs.offers.models import Offer
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def offers_list(request: HttpRequest, event: Event) -> HttpResponse:
    """List the fair's offers, with what waits to be published."""
    call = call_for(event)
    words, state = _said(request)
    counted = tables.counts(event)
    pills = [("", _("All")), *Offer.State.choices]
    context: dict[str, Any] = {
        "page_obj": Paginator(tables.found_offers(event, words, state), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "reset_url": reverse("desk:offers", args=[event.slug]) if words or state else "",
        "pills": [
            {"label": label, "url": f"?state={name}", "active": name == state, "count": counted.get(name, 0)} for name, label in pills
        ],
        "csv_url": f"{reverse('desk:offers_file', args=[event.slug, 'csv'])}?{request.GET.urlencode()}",
        "xlsx_url": f"{reverse('desk:offers_file', args=[event.slug, 'xlsx'])}?{request.GET.urlencode()}",
        "to_publish": len(queries.to_publish(call)),
        "free": len(queries.free_stalls(event)),
        "tones": tables.TONES,
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
    }
    return render(request, "fairs/offers/desk/offers.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def offers_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the offers, filtered as on the page, to a spreadsheet."""
    found = tables.found_offers(event, *_said(request))
    return sheets.download(kind, f"{event.slug}-offers-{timezone.localdate():%Y-%m-%d}", found, tables.columns(), event.tz)


@at_desk(Capability.RUN_FAIR)
@form_page
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    """Show whom publishing would tell what; publish all at once."""
    call = call_for(event)
    if request.method == "POST" and attempt(
        request,
        event,
        lambda: offers.publish(call=call, by=request.user, at=timezone.now()),
        _("The decisions are published and the letters written. Below you see which have left."),
    ):
        return redirect("desk:offers", event.slug)
    rows = queries.to_tell(call)
    return render(request, "fairs/offers/desk/publish.html", {"rows": rows, "call": call, "totals": queries.totals(rows)})


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def offer(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """One offer: its price, letters and history; answer it for a maker who telephones, or take it back."""
    one = get_object_or_404(queries.offers_of(event), pk=pk)
    one.application.call = call_for(event)
    may_run = Capability.RUN_FAIR in request.desk.allowed
    action = request.POST.get("action", "") if may_run else ""
    form = DeclineForm(request.POST if action in ("decline", "withdraw") else None)
    if action and (form.is_valid() or action == "accept"):
        person = {"by": request.user, "at": timezone.now()}
        reason = form.cleaned_data["reason"] if form.is_bound else ""
        acts = {
            "accept": (lambda: offers.accept(offer=one, **person), _("Accepted for the maker.")),
            "decline": (lambda: offers.decline(offer=one, reason=reason, **person), _("Declined for the maker. The stall is free.")),
            "withdraw": (
                lambda: offers.withdraw_offer(offer=one, reason=reason, **person),
                _("The offer is taken back. The stall is free."),
            ),
        }
        if action in acts:
            attempt(request, event, *acts[action])
        return redirect("desk:offer", event.slug, one.pk)
    context = {
        "offer": one,
        "application": one.application,
        "price": price_words(one.quote),
        "form": form,
        "letters": outbox.about(about(one.application)).defer("text", "html")[:30],
        "entries": history.of(about(one.application))[:30],
        "tone": tables.TONES[one.state],
        "may_run": may_run,
        "passed_over": queries.passed_over(one),
    }
    return render(request, "fairs/offers/desk/offer.html", context)


def _said(request: HttpRequest) -> tuple[str, str]:
    form = OffersFilter(request.GET)
    form.is_valid()
    return form.cleaned_data.get("q", "").strip(), form.cleaned_data.get("state", "")
