"""Who was there: the overview, the list to be ticked on a phone, the sheet, scans and online logs."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from common.languages import Language, default_language
from conference.learning.models import Enrolment
from conference.presence import documents, queries, rules
from conference.presence import operations as presence
from conference.presence.tables import columns
from conference.presence.wording import half_words
from conference.programme.models import Session
from ticketing.events import sheets, wording
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, whole
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 100


@at_desk(Capability.RUN_DOOR)
@require_safe
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    """Show each day's sessions with how many were there, and everybody's minutes. Seven statements with the guard's."""
    course = queries.course_of(event)
    sessions = queries.sessions(event)
    words = request.GET.get("q", "").strip()[:60]
    lines = queries.lines(event, sessions, words=words)
    counts = queries.counts(event)
    expected = len(lines) if not words else queries.people(event).count()
    percent = course.share_percent if course else 0
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "event": event,
        "course": course,
        "percent": percent,
        "days": [_day(event, day, sessions, counts) for day in queries.session_days(event, sessions)],
        "expected": expected,
        "page_obj": page,
        "lines": [{"line": line, "reaches": line.reckoning.reaches(percent)} for line in page],
        "words": words,
        "languages": Language.choices,
        "halves_url": reverse("desk:attendance_halves", args=[event.slug]) if Capability.EDIT_EVENT in request.desk.allowed else "",
        "may_export": Capability.SEE_ORDERS in request.desk.allowed,
        **{f"{kind}_url": reverse("desk:attendance_file", args=[event.slug, kind]) for kind in ("csv", "xlsx")},
    }
    return render(request, "conference/presence/desk/overview.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def half_days(request: HttpRequest, event: Event) -> HttpResponse:
    """Let each half of a day be a session, where there is no programme."""
    attempt(
        request,
        event,
        lambda: presence.make_half_days(event=event, by=request.user, at=timezone.now()),
        _("Each half of a day is a session now."),
    )
    return redirect("desk:attendance", event.slug)


def _day(event: Event, day: date, sessions: list[Session], counts: Any) -> dict[str, Any]:
    of_day = [one for one in sessions if one.slot.starts_at.astimezone(event.tz).date() == day]
    halves = queries.half_days(event, of_day)
    return {
        "date": day,
        "name": wording.day(day),
        "halves": [
            {"name": half_words(half), "sessions": [{"session": one, "count": counts[one.pk]} for one in halves[half]]}
            for half in sorted(halves)
        ],
    }


@at_desk(Capability.SEE_ORDERS)
@require_safe
def overview_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give everybody's minutes to a spreadsheet."""
    sessions = queries.sessions(event)
    return sheets.download(kind, f"{event.slug}-attendance", queries.lines(event, sessions), columns(event, sessions), event.tz)


def session_at(event: Event, number: int) -> Session:
    """Return a session somebody can be in.

    Raises:
        Http404: there is none of that number.
    """
    found = next((one for one in queries.sessions(event) if one.number == number), None)
    if found is None:
        raise Http404
    found.event = event
    return found


@at_desk(Capability.RUN_DOOR)
@form_page
def tick_list(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """The list of one session: tick who is there, with one thumb."""
    session = session_at(event, number)
    said = request.POST if request.method == "POST" else request.GET
    words, only = said.get("q", "").strip()[:60], said.get("only", "")
    if request.method == "POST":
        return _mark(request, event, session, words, only)
    ticks = queries.ticks(event, session, words=words)
    here = sum(tick.attendance is not None for tick in ticks)
    shown = [tick for tick in ticks if only not in ("here", "missing") or (tick.attendance is not None) == (only == "here")]
    pills = [("", _("All"), len(ticks)), ("here", _("Here"), here), ("missing", _("Missing"), len(ticks) - here)]
    context = {
        "event": event,
        "session": session,
        "ticks": shown,
        "here": here,
        "total": len(ticks),
        "words": words,
        "only": only,
        "pills": [
            {"label": label, "count": count, "active": only == word, "url": "?" + urlencode({"q": words, "only": word})}
            for word, label, count in pills
        ],
    }
    return render(request, "conference/presence/desk/ticks.html", context)


def _mark(request: HttpRequest, event: Event, session: Session, words: str, only: str) -> HttpResponse:
    """Tick one, take one back, or tick all who are shown."""
    now, action = timezone.now(), request.POST.get("action", "")
    act: dict[str, Any] = {"session": session, "by": request.user, "at": now}
    numbers = [whole(said) or 0 for said in request.POST.getlist("number")]
    chosen = list(queries.people(event).filter(number__in=numbers).select_related("course"))
    anchor = f"#person-{numbers[0]}" if action in ("tick", "clear") and numbers else ""
    if action == "tick" and chosen:
        attempt(request, event, lambda: presence.note(enrolment=chosen[0], how="staff", **act), _tell(chosen[0], _("%(name)s is here.")))
    elif action == "clear" and chosen:
        attempt(request, event, lambda: presence.clear(enrolment=chosen[0], **act), _tell(chosen[0], _("Taken back: %(name)s.")))
    elif action == "all" and chosen:
        done = ngettext("%(n)s person is here.", "%(n)s people are here.", len(chosen)) % {"n": len(chosen)}
        attempt(request, event, lambda: presence.note_many(enrolments=chosen, how="staff", **act), done)
    kept = urlencode({name: value for name, value in (("q", words), ("only", only)) if value})
    address = reverse("desk:attendance_session", args=[event.slug, session.number])
    return redirect(address + (f"?{kept}" if kept else "") + anchor)


def _tell(one: Enrolment, text: str) -> str:
    return text % {"name": one.name}


def _day_of(event: Event, sessions: list[Session], said: str) -> date:
    """Return the day that is asked for, else the one that goes on, else the first."""
    days = queries.session_days(event, sessions)
    if not days:
        raise Http404
    today = timezone.now().astimezone(event.tz).date()
    default = next((day for day in days if day >= today), days[-1])
    if not said:
        return default
    chosen = next((day for day in days if f"{day:%Y-%m-%d}" == said), None)
    if chosen is None:
        raise Http404
    return chosen


@at_desk(Capability.RUN_DOOR)
@require_safe
def sheet(request: HttpRequest, event: Event) -> HttpResponse:
    """The sign-in sheet of one day as PDF."""
    day = _day_of(event, queries.sessions(event), request.GET.get("day", ""))
    language = request.GET.get("language", "")
    if language not in Language.values:
        language = get_language() or default_language()
    content = documents.sheet(event, day=day, language=language, at=timezone.now())
    if content is None:
        raise Http404
    name = f"{event.slug}-sheet-{day:%Y-%m-%d}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@at_desk(Capability.RUN_DOOR)
@form_page
def typed(request: HttpRequest, event: Event) -> HttpResponse:
    """Type in a signed sheet: a box for each person and half of the day."""
    sessions = queries.sessions(event)
    said = request.POST if request.method == "POST" else request.GET
    day = _day_of(event, sessions, said.get("day", ""))
    of_day = [one for one in sessions if one.slot.starts_at.astimezone(event.tz).date() == day]
    halves = dict(sorted(queries.half_days(event, of_day).items()))
    if request.method == "POST":
        signed = {half.word: [whole(one) or 0 for one in request.POST.getlist(half.word)] for half in halves}
        act: dict[str, Any] = {"halves": {half.word: list(found) for half, found in halves.items()}, "signed": signed}
        total = sum(len(found) for found in signed.values())
        done = ngettext("%(n)s signature is typed in.", "%(n)s signatures are typed in.", total) % {"n": total}
        if attempt(request, event, lambda: presence.type_in(event=event, by=request.user, at=timezone.now(), **act), done):
            return redirect("desk:attendance", event.slug)
    context = {
        "event": event,
        "day": day,
        "day_name": wording.day(day),
        "days": [{"date": one, "name": wording.brief_day(one), "active": one == day} for one in queries.session_days(event, sessions)],
        "halves": [{"word": half.word, "name": half_words(half), "sessions": found} for half, found in halves.items()],
        "rows": _rows(event, halves, queries.lines(event, sessions)),
    }
    return render(request, "conference/presence/desk/typed.html", context)


def _rows(event: Event, halves: dict[rules.HalfDay, list[Session]], lines: list[queries.Line]) -> list[dict[str, Any]]:
    """Return the boxes of each person: signed where any session of the half-day is proven by signature; better proofs are named."""
    rows = []
    for line in lines:
        boxes = []
        for half, sessions in halves.items():
            proofs = {line.how[one.pk] for one in sessions if one.pk in line.how}
            boxes.append({"word": half.word, "checked": "signature" in proofs, "scanned": "scan" in proofs})
        rows.append({"enrolment": line.enrolment, "boxes": boxes})
    return rows
