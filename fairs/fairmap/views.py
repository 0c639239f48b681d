"""The map, its pictures, and the script that keeps both on a phone."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.languages import fold
from exhibitors.works.sending import send
from fairs.fairground import drawing
from fairs.fairground import queries as grounds
from fairs.fairground.models import Ground
from fairs.fairground.rules.layout import Layout
from fairs.fairmap import access, keeping, queries, rules
from fairs.fairmap.queries import Maker
from ticketing.events import wording

CRAFTS = 12
"""So many crafts are offered to look for at one tap."""

WIDTH_PX = 720
"""As wide as the plan opens, if its stalls are neither too small to tap nor larger than a palm by that."""


def _language(request: HttpRequest) -> str:
    """Return the language asked for in the address (of the copy that a phone keeps), else the reader's."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan with who stands where, found by maker, craft, goods or stall; the same as a list. Works without script."""
    ground = access.public_ground(slug)
    with translation.override(_language(request)):
        response = render(request, "fairs/fairmap/map.html", _context(request, ground))
    patch_cache_control(response, no_cache=True)
    return response


def _context(request: HttpRequest, ground: Ground) -> dict[str, Any]:
    event, plan, words = ground.event, grounds.layout(ground), request.GET.get("q", "").strip()[:80]
    makers = queries.makers(event)
    sought = rules.read(fold(words), {queries.folded(stall.number) for stall in plan.stalls})
    found = [maker for maker in makers if maker.is_found(sought)] if sought else makers
    language = translation.get_language()
    return {
        "event": event,
        "words": words,
        "is_searching": bool(sought),
        "makers": makers,
        "found": {maker.anchor for maker in found},
        "all": len(makers),
        "empty_stalls": _empty(plan, makers, sought),
        "crafts": queries.crafts_of(makers, CRAFTS),
        "drawing": _drawing(plan, makers, found if sought else (), sought),
        "worker": f"{reverse('calls:map_worker', args=[event.slug])}?in={language}",
        "as_of": wording.moment(timezone.now(), event.tz),
    }


def _empty(plan: Layout, makers: list[Maker], sought: rules.Sought) -> list[str]:
    """Return the stalls that were asked for by number and have no maker."""
    taken = {stall for maker in makers for stall in maker.stall_ids}
    return [stall.number for stall in plan.stalls if stall.id not in taken and queries.folded(stall.number) in sought.numbers]


def _drawing(plan: Layout, makers: list[Maker], found: Any, sought: rules.Sought) -> drawing.Drawing:
    marks = {
        stall.id: drawing.Mark(
            "found" if queries.folded(stall.number) in sought.numbers else "free",
            words=_("%(number)s: nobody here") % {"number": stall.number},
        )
        for stall in plan.stalls
    }
    anchors = {maker.anchor for maker in found}
    for maker in makers:
        state = "found" if maker.anchor in anchors else "assigned"
        for pk, number in zip(maker.stall_ids, maker.stalls, strict=True):
            said = ", ".join(filter(None, [f"{number}: {maker.name}", *maker.crafts[:1]]))
            if marks[pk].link:  # a shared stall leads to its first maker, whose card names the other
                marks[pk] = drawing.Mark(
                    marks[pk].state if state != "found" else state,
                    marks[pk].label,
                    marks[pk].link,
                    words=f"{marks[pk].words}; {maker.name}",
                )
            else:
                marks[pk] = drawing.Mark(state, maker.name, f"#{maker.anchor}", words=said)
    words = {"assigned": _("a maker"), "free": _("no maker"), "found": _("what you look for")}
    return drawing.draw(
        plan, marks, px_per_m=round(min(max(WIDTH_PX / plan.width, 12), 26)), title=_("Map of the fair"), supply=False, words=words
    )


@require_safe
def picture(request: HttpRequest, slug: str, photo: int) -> HttpResponseBase:
    """A small picture of a work that its maker shows to everybody."""
    found = access.public_picture(access.public_ground(slug).event, photo)
    return send(request, found, "thumb")


@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker, at the root of what it serves; other bytes as soon as anything on the map is another."""
    ground, language = access.public_ground(slug), _language(request)
    event = ground.event
    with translation.override(language):
        words = [event.title, *(f"{day.date} {day.hours}" for day in wording.openings(event))]
        kept = keeping.described(event, language, queries.makers(event), grounds.layout(ground), words)
    text = f"self.KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(static('map/service-worker.js'))});\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response
