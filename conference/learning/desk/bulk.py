"""Doing something to the enrolments that were ticked, after saying to whom and how many."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.roles.rules import Capability
from conference.learning import tables
from conference.learning.access import course_for
from conference.learning.desk.acts import ACTS, Outcome, do_many
from conference.learning.models import Course, Enrolment
from conference.learning.tables import Wanted
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, whole
from ticketing.events.models import Event

SHOWN = 10


def _ticked(request: HttpRequest, course: Course) -> list[Enrolment]:
    """Return the ticked enrolments, or all of the filtered list where that was asked for."""
    if "all" in request.POST:
        return list(tables.found(course, Wanted.read(request.GET.dict())))
    return tables.numbered(course, {number for said in request.POST.getlist("number") if (number := whole(said)) is not None})


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def chosen(request: HttpRequest, event: Event) -> HttpResponse:
    """Say what would be done to whom; do it once that is confirmed."""
    course, word = course_for(event), request.POST.get("action", "")
    said = Wanted.read(request.GET.dict()).said
    back = reverse("desk:enrolments", args=[event.slug]) + (f"?{urlencode(said)}" if said else "")
    picked = _ticked(request, course)
    if word not in ACTS or not picked:
        messages.info(request, _("Tick the people first, then choose what to do with them."))
        return redirect(back)
    act = ACTS[word]
    concerned = [one for one in picked if one.state in act.states]
    for one in concerned:
        one.course = course
    words = request.POST.get("words", "").strip()[:250]
    lacks_words = act.asks == "answer" and not words
    if "confirm" in request.POST and concerned and not lacks_words:
        outcome: list[Outcome] = []
        if attempt(
            request,
            event,
            lambda: outcome.append(do_many(word, concerned, words=words, by=request.user, at=timezone.now())),
            act.label,
        ):
            _report(request, outcome[0])
        return redirect(back)
    context: dict[str, Any] = {
        "act": act,
        "word": word,
        "concerned": concerned,
        "shown": concerned[:SHOWN],
        "rest": max(len(concerned) - SHOWN, 0),
        "left_out": len(picked) - len(concerned),
        "is_missing": "confirm" in request.POST and lacks_words,
        "back": back,
    }
    return render(request, "conference/learning/desk/chosen.html", context)


def _report(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.info(request, ngettext("Done for %(n)s person.", "Done for %(n)s people.", outcome.done) % {"n": outcome.done})
    for one, why in outcome.refused[:SHOWN]:
        messages.warning(request, f"{one.number} {one.name}: {why}")
