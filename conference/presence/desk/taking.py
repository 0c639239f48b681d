"""Taking presence over at the desk: from the gates' scans, and from the log of an online meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from conference.presence import onlinelog, queries
from conference.presence import operations as presence
from conference.presence.forms import LogForm, ScansForm
from conference.presence.operations import Taken
from conference.presence.wording import FAULTS, PARTS
from conference.programme.models import Session
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 40


def _halls(sessions: list[Session]) -> dict[int, str]:
    """Return the rooms sessions take place in, by key; 0 for those without a room."""
    return {one.slot.hall_id or 0: str(one.slot.hall) if one.slot.hall else _("Sessions without a room") for one in sessions}


def _telling(request: HttpRequest, take: Callable[[], Taken]) -> Callable[[], None]:
    """Return an act that takes, and tells what came of it."""

    def act() -> None:
        taken = take()
        found = ngettext("%(n)s person was found.", "%(n)s people were found.", taken.people) % {"n": taken.people}
        rest = _("Entries written: %(written)s; taken back: %(gone)s.") % {"written": taken.written, "gone": taken.gone}
        messages.success(request, f"{found} {rest}")

    return act


@at_desk(Capability.RUN_DOOR)
@form_page
def scans(request: HttpRequest, event: Event) -> HttpResponse:
    """Take over from the gates who was where."""
    sessions, areas = queries.sessions(event), queries.areas(event)
    likely = {one.slot.hall_id or 0: queries.likely_area(one, areas) for one in sessions}
    rooms = {key: (name, likely.get(key)) for key, name in _halls(sessions).items()}
    form = ScansForm(request.POST if request.method == "POST" else None, rooms=rooms, areas=areas)

    def take() -> Taken:
        chosen = {one.pk: form.area_of(one.slot.hall_id) for one in sessions}
        return presence.take_scans(event=event, areas=chosen, by=request.user, at=timezone.now())

    if submit(request, event, form, _telling(request, take), ""):
        return redirect("desk:attendance", event.slug)
    context = {"event": event, "form": form, "sessions": sessions, "areas": areas}
    return render(request, "conference/presence/desk/scans.html", context)


@at_desk(Capability.RUN_DOOR)
@form_page
def online(request: HttpRequest, event: Event) -> HttpResponse:
    """Take in the log of an online meeting: choose the file, look at what was understood, take it."""
    sessions = queries.sessions(event)
    form = LogForm(request.POST or None, request.FILES or None, halls=[(str(key), name) for key, name in _halls(sessions).items()])
    match, lacks = _understood(event, form) if request.method == "POST" and form.is_valid() else (None, [])

    def take() -> Taken:
        times = match.times if match else {}
        return presence.take_log(event=event, times=times, sessions=form.shown(sessions), by=request.user, at=timezone.now())

    if match and request.POST.get("action") == "take" and submit(request, event, form, _telling(request, take), ""):
        return redirect("desk:attendance", event.slug)
    context = {"event": event, "form": form, "sessions": sessions, "match": match, "lacks": [PARTS[part] for part in lacks]}
    return render(request, "conference/presence/desk/online.html", {**context, **_found(match)})


def _understood(event: Event, form: LogForm) -> tuple[onlinelog.Match | None, list[Any]]:
    """Return what the log says of our people, or what is not known of its columns yet."""
    lacks = onlinelog.lacks(form.columns)
    if lacks or form.table is None:
        return None, lacks
    lines = onlinelog.lines(form.table, form.columns, event.tz, day_first=form.day_first)
    return onlinelog.match(lines, queries.known(event)), []


def _found(match: onlinelog.Match | None) -> dict[str, Any]:
    """Return what was understood, for the page."""
    if match is None:
        return {}
    return {
        "people": len(match.times),
        "strangers": match.strangers[:SHOWN],
        "more_strangers": max(len(match.strangers) - SHOWN, 0),
        "faulty": [{"line": line, "why": FAULTS[line.fault]} for line in match.faulty[:SHOWN] if line.fault],
        "more_faulty": max(len(match.faulty) - SHOWN, 0),
    }
