"""A maker's place: the offer and its price, yes or no, passes, papers, goods for the border."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from fairs.calls.access import application_for
from fairs.calls.models import Application
from fairs.calls.wording import price_words
from fairs.offers import documents, queries
from fairs.offers import operations as offers
from fairs.offers.forms import DeclineForm, GoodsForm, PassForm
from fairs.offers.models import LoadSlot, Offer, StallPass
from fairs.offers.standing import money_of
from ticketing.events.forms import tell
from ticketing.orders.mails import link as order_link
from ticketing.tickets import documents as tickets
from ticketing.tickets import queries as ticket_queries

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAPERS: dict[str, Callable[..., bytes]] = {"contract": documents.contract, "decision": documents.decision, "goods": documents.goods}
_TOLD = {Application.State.OFFERED, Application.State.ACCEPTED, Application.State.CONFIRMED}


@login_required
@form_page
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a maker has been offered and what hangs on it; take their answer."""
    application = application_for(request.user, pk)
    offer = queries.standing_offer(application)
    if offer is None:
        raise Http404
    offer.application = application
    declining = DeclineForm(request.POST if request.POST.get("action") == "decline" else None)
    if request.method == "POST" and (declining.is_valid() or not declining.is_bound):
        _answer(request, offer, declining)
        return redirect("calls:place", pk)
    return render(request, "fairs/offers/place.html", _context(application, offer, declining))


def _answer(request: HttpRequest, offer: Offer, declining: DeclineForm) -> None:
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if request.POST.get("action") == "accept":
            offers.accept(offer=offer, **person)
            messages.success(request, _("Thank you! The place is kept for you."))
        elif declining.is_bound:
            offers.decline(offer=offer, reason=declining.cleaned_data["reason"], **person)
            messages.success(request, _("You have declined. Thank you for telling us; the place goes to another maker."))
    except Refused as refused:
        messages.error(request, str(refused))


def _context(application: Application, offer: Offer, declining: DeclineForm) -> dict[str, Any]:
    made = list(application.passes.filter(returned_at=None).select_related("ticket"))
    limits = offers.limits(application)
    counts = [
        {"label": kind.label, "made": sum(one.kind == kind for one in made), "limit": limits[kind], "kind": kind.value}
        for kind in StallPass.Kind
    ]
    return {
        "application": application,
        "event": application.call.event,
        "offer": offer,
        "is_over": offer.state == Offer.State.OPEN and timezone.now() >= offer.expires_at,
        "price": price_words(offer.quote),
        "order_link": order_link(offer.order) if offer.order else "",
        "declining": declining,
        "slot": LoadSlot.objects.filter(application=application).select_related("entrance").first(),
        "passes": made,
        "counts": counts,
        "pass_form": PassForm(),
        "is_told": application.shown_state in _TOLD,
        **money_of(offer, timezone.now()),
    }


@login_required
@form_page
def make_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one badge, wristband or vehicle pass."""
    application = application_for(request.user, pk)
    form = PassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offers.make_pass(application=application, new=offers.NewPass(**form.cleaned_data), by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("The pass is made. Print it, or show it on the phone."))
            return redirect("calls:place", pk)
    return render(request, "fairs/offers/make_pass.html", {"application": application, "event": application.call.event, "form": form})


@login_required
@require_http_methods(["POST"])
def take_back_pass(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Cancel one pass, so that another can be made instead."""
    application = application_for(request.user, pk)
    made = get_object_or_404(StallPass.objects.select_related("ticket__event"), application=application, pk=number, returned_at=None)
    made.application = application
    try:
        offers.take_back(made=made, by=request.user, at=timezone.now())
        messages.success(request, _("The pass no longer opens a gate. You can make another one."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calls:place", pk)


@login_required
@require_safe
def passes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All passes of a maker, one on each A6, to be printed."""
    application = application_for(request.user, pk)
    numbers = application.passes.filter(returned_at=None).values("ticket")
    found = list(ticket_queries.with_code().filter(pk__in=numbers).order_by("product", "pk"))
    if not found:
        messages.info(request, _("There is no pass to print yet. Make one first."))
        return redirect("calls:place", pk)
    return _pdf(tickets.badges_pdf(found, "a6", at=timezone.now()), f"passes-{application.number}")


@login_required
@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A maker's own paper, in the language they read."""
    application = application_for(request.user, pk)
    if kind not in PAPERS or (kind != "goods" and application.shown_state in (Application.State.DRAFT, Application.State.SUBMITTED)):
        raise Http404
    return _pdf(PAPERS[kind](application, language=get_language() or "lv", at=timezone.now()), f"{kind}-{application.number}")


@login_required
@form_page
def goods(request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
    """The goods that cross the border with a maker: add a line, change one, take one away."""
    application = application_for(request.user, pk)
    one = get_object_or_404(application.goods, pk=line) if line else None
    if one and request.POST.get("action") == "drop":
        one.application = application
        offers.drop_goods(goods=one, by=request.user, at=timezone.now())
        return redirect("calls:goods", pk)
    form = GoodsForm(request.POST or None, instance=one, initial={"currency": application.call.event.currency, "unit": _("pcs.")})
    if request.method == "POST" and form.is_valid():
        try:
            offers.save_goods(application=application, facts=form.cleaned_data, goods=one, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            return redirect("calls:goods", pk)
    context = {"application": application, "event": application.call.event, "form": form, "lines": application.goods.all(), "one": one}
    return render(request, "fairs/offers/goods.html", context)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"},
    )
