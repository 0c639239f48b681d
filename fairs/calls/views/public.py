"""What everybody sees of calls: the list, and one call with what it asks for and costs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Partner
from common.money import written
from exhibitors.models import Paper
from fairs.calls import access, queries
from fairs.calls.models import Call
from fairs.calls.rules import Phase
from fairs.calls.wording import PHASES
from fairs.fairground import drawing
from fairs.fairground import queries as grounds
from ticketing.pricing import PriceList


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls that are open or coming, those closing first on top, and those closed not long ago."""
    now = timezone.now()
    country = request.GET.get("country", "") if request.GET.get("country") in Partner.Country.values else ""
    words = request.GET.get("q", "")[:80]
    everything = [*queries.public_calls(at=now), *queries.closed_calls(at=now)]
    names = queries.goods_of(everything)
    goods = request.GET.get("goods", "") if request.GET.get("goods") in names else ""
    wanted = {"country": country, "goods": goods, "words": words}
    is_filtered = bool(country or goods or words)
    shown = (
        {call.pk for call in [*queries.public_calls(at=now, **wanted), *queries.closed_calls(at=now, **wanted)]} if is_filtered else None
    )
    cards = [_card(call, now) for call in everything if shown is None or call.pk in shown]
    context = {
        "open_ones": [card for card in cards if card["phase"] is not Phase.CLOSED],
        "closed_ones": [card for card in cards if card["phase"] is Phase.CLOSED],
        "words": words,
        "is_filtered": is_filtered,
        "filters": [
            _options("goods", _("Goods"), _("All goods"), names.items(), goods),
            _options("country", _("Country"), _("Both countries"), Partner.Country.choices, country),
        ],
    }
    return render(request, "fairs/calls/list.html", context)


def _card(call: Call, now: datetime) -> dict[str, Any]:
    phase = queries.phase_of(call, now)
    word, tone = PHASES[phase]
    return {"call": call, "event": call.event, "phase": phase, "word": word, "tone": tone, "place": _place(call)}


def _place(call: Call) -> str:
    site = call.event.site
    return f"{site.name}, {site.settlement or site.municipality.name}" if site else ""


def _options(name: str, label: str, anything: str, choices: Iterable[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    options = [{"value": "", "label": anything, "selected": not chosen}]
    options += [{"value": value, "label": text, "selected": value == chosen} for value, text in choices]
    return {"name": name, "label": label, "options": options}


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one call: dates, goods with their live count, sizes, prices, papers, rules, the plan."""
    now = timezone.now()
    one = access.public_call(slug, now)
    phase = queries.phase_of(one, now)
    prices = queries.read_prices(one)
    word, tone = PHASES[phase]
    context = {
        "call": one,
        "event": one.event,
        "phase": phase.value,
        "phase_word": word,
        "phase_tone": tone,
        "place": _place(one),
        "counts": queries.goods_counts(one, as_told=True),
        "examples": _examples(one, prices, now) if prices else [],
        "is_free": prices is None,
        "add_ons": _add_ons(one, prices),
        "papers": _papers(one),
        "drawing": _drawing(one),
        "map_url": _map_url(slug),
        "mine": queries.application_at(one, request.user) if request.user.is_authenticated else [],
    }
    return render(request, "fairs/calls/call.html", context)


def _examples(one: Call, prices: PriceList, now: datetime) -> list[dict[str, Any]]:
    on = now.astimezone(one.event.tz).date()
    found = queries.examples(prices, on=on, days=one.event.days.count(), module_m=one.module_m)
    return [{"label": case.label, "total": written(case.quote.total, case.quote.currency)} for case in found if case.quote]


def _add_ons(one: Call, prices: PriceList | None) -> list[dict[str, Any]]:
    amounts = {rate.code: written(rate.amount, prices.currency) for rate in prices.rates} if prices else {}
    return [{"name": add_on.name, "most": add_on.most, "price": amounts.get(add_on.code, "")} for add_on in one.add_ons.all()]


def _papers(one: Call) -> list[dict[str, Any]]:
    found = one.required_papers.prefetch_related("goods_groups")
    labels = dict(Paper.Kind.choices)
    return [
        {"label": labels.get(paper.kind, paper.kind), "groups": [str(group) for group in paper.goods_groups.all()], "note": paper.note}
        for paper in found
    ]


def _drawing(one: Call) -> drawing.Drawing | None:
    """Return the plan once the organiser shows it to everybody. Who stands where is no matter of the call."""
    ground = grounds.ground_of(one.event)
    return drawing.draw(grounds.layout(ground), px_per_m=14) if ground is not None and ground.is_public else None


def _map_url(slug: str) -> str:
    """Return the address of the public map, "" where this installation has none."""
    try:
        return reverse("calls:map", args=[slug])
    except NoReverseMatch:
        return ""
