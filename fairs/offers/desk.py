"""The organiser's pages: publishing decisions, offers, the waiting list, times to drive in, papers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.errors import Refused
from common.outbox import queries as outbox
from fairs.allocation import queries as allocation
from fairs.calls.access import call_for
from fairs.calls.models import Application, Call
from fairs.calls.wording import price_words
from fairs.fairground import queries as grounds
from fairs.fairground.models import Stall
from fairs.offers import documents, queries, tables
from fairs.offers import operations as offers
from fairs.offers.forms import DeclineForm, LoadForm, OffersFilter
from fairs.offers.models import LoadSlot, Offer
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
LANGUAGES = ("lv", "ru", "en")


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


@at_desk(Capability.RUN_FAIR)
@form_page
def waiting(request: HttpRequest, event: Event) -> HttpResponse:
    """The free stalls and the waiting list; offer a stall to whoever is next."""
    call = call_for(event)
    free = queries.free_stalls(event)
    if request.method == "POST":
        _offer_next(request, event, call, [stall for stall in free if str(stall.pk) == request.POST.get("stall")])
        return redirect("desk:waiting", event.slug)
    line = Application.objects.filter(call=call, state=Application.State.WAITING).select_related("exhibitor", "goods_group")
    context = {"free": free, "line": line.order_by("goods_group", "place_in_list", "number"), "groups": call.goods_groups.all()}
    return render(request, "fairs/offers/desk/waiting.html", context)


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


@at_desk(Capability.RUN_FAIR)
@form_page
def load_in(request: HttpRequest, event: Event) -> HttpResponse:
    """Who drives in when: compute it, change one by hand."""
    call = call_for(event)
    if request.method == "POST" and request.POST.get("action") == "plan":
        attempt(
            request,
            event,
            lambda: offers.plan_load_in(event=event, by=request.user, at=timezone.now()),
            _("Everybody with a stall has a time now."),
        )
        return redirect("desk:load_in", event.slug)
    one = Application.objects.filter(call=call, number=whole(request.GET.get("entry", "")) or 0).first()
    form = LoadForm(request.POST or None, event=event)
    if one is not None:
        one.call = call
        if submit(
            request,
            event,
            form,
            lambda: offers.fix_load_in(application=one, **form.cleaned_data, by=request.user, at=timezone.now()),
            _("The time is changed. Computing again leaves it."),
        ):
            return redirect("desk:load_in", event.slug)
    slots = LoadSlot.objects.filter(application__call=call).select_related("application__exhibitor", "entrance")
    stalls = {application.pk: numbers for application, numbers in documents.placed(event)}
    rows = [(slot, stalls.get(slot.application_id, "")) for slot in slots]
    ground = grounds.ground_of(event)
    context = {
        "rows": rows,
        "form": form,
        "one": one,
        "placed": len(stalls),
        "findings": allocation.findings(event, grounds.layout(ground)) if ground is not None else [],
    }
    return render(request, "fairs/offers/desk/load_in.html", context)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def papers(request: HttpRequest, event: Event) -> HttpResponse:
    """The papers of a fair, each in three languages."""
    call_for(event)
    listed = [
        ("traders", _("List of traders"), _("for the municipality: who sells what on which stall")),
        ("plan", _("Stall plan"), _("for the municipality and the fire service: to scale, with a legend and who stands where")),
        ("schedule", _("Set-up schedule"), _("who drives in when, by which entrance")),
        ("cards", _("Stall cards"), _("A5, to stand on each stall")),
        ("decisions", _("Decision letters"), _("for makers without e-mail, all in one")),
        ("contracts", _("Participation contracts"), _("of all confirmed makers, to be signed")),
    ]
    return render(request, "fairs/offers/desk/papers.html", {"listed": listed, "languages": LANGUAGES})


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def paper(request: HttpRequest, event: Event, kind: str, language: str) -> HttpResponse:
    """One paper as PDF."""
    call_for(event)
    if language not in LANGUAGES or kind not in documents.BY_KIND:
        raise Http404
    content = documents.BY_KIND[kind](event, language=language, at=timezone.now())
    if content is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect("desk:papers", event.slug)
    name = f"{event.slug}-{kind}-{language}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _said(request: HttpRequest) -> tuple[str, str]:
    form = OffersFilter(request.GET)
    form.is_valid()
    return form.cleaned_data.get("q", "").strip(), form.cleaned_data.get("state", "")
