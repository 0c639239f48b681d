"""Sessions: the list, one session with its place and warnings, proposals taken in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from conference.programme import operations, queries, tables
from conference.programme.access import session_for
from conference.programme.forms import PlaceForm, SessionForm
from conference.programme.models import Session
from conference.programme.operations import Wanted
from conference.programme.warnings import warnings_of
from conference.proposals.models import Track
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
STATES = ("placed", "unplaced", "cancelled")


def _asked(request: HttpRequest) -> dict[str, str]:
    state = request.GET.get("state", "")
    return {
        "words": request.GET.get("q", "").strip()[:80],
        "state": state if state in STATES else "",
        "track": request.GET.get("track", "")[:9],
    }


@at_desk(Capability.EDIT_EVENT)
@require_safe
def sessions(request: HttpRequest, event: Event) -> HttpResponse:
    """List the sessions, with what is wrong with their places."""
    asked = _asked(request)
    found = queries.found_sessions(event, **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    labels = {"": _("All"), "placed": _("With a place"), "unplaced": _("Without a place"), "cancelled": _("Cancelled")}
    tracks = [("", _("All tracks")), *((str(one.pk), one.name) for one in Track.objects.filter(event=event))]
    query = request.GET.urlencode()
    warnings = warnings_of(event, list(queries.planned(event)))
    context: dict[str, Any] = {
        "page_obj": page,
        "rows": [(one, warnings.get(one.number, []), tables.speakers(one)) for one in page],
        "words": asked["words"],
        "filters": [
            {
                "name": "track",
                "label": _("Track"),
                "options": [{"value": value, "label": label, "selected": value == asked["track"]} for value, label in tracks],
            }
        ],
        "pills": [{"label": label, "url": f"?state={name}", "active": name == asked["state"]} for name, label in labels.items()],
        "reset_url": reverse("desk:programme_sessions", args=[event.slug]) if any(asked.values()) else "",
        "csv_url": f"{reverse('desk:programme_sessions_file', args=[event.slug, 'csv'])}?{query}",
        "xlsx_url": f"{reverse('desk:programme_sessions_file', args=[event.slug, 'xlsx'])}?{query}",
        "waiting": queries.not_taken_in(event),
    }
    return render(request, "conference/programme/desk/sessions.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def sessions_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the sessions, filtered as on the page, to a spreadsheet."""
    found = list(queries.found_sessions(event, **_asked(request)))
    columns = tables.session_columns(warnings_of(event, list(queries.planned(event))))
    return sheets.download(kind, f"{event.slug}-sessions-{timezone.localdate():%Y-%m-%d}", found, columns, event.tz)


@at_desk(Capability.EDIT_EVENT)
@form_page
def new_session(request: HttpRequest, event: Event) -> HttpResponse:
    """Add a session by hand."""
    form = SessionForm(request.POST or None, event=event, initial={"language": "lv", "minutes": 30, "counts": True})
    made: list[Session] = []
    if submit(
        request,
        event,
        form,
        lambda: made.append(operations.add(event=event, wanted=_wanted(form), by=request.user, at=timezone.now())),
        _("The session is added. Give it a place."),
    ):
        return redirect("desk:programme_session", event.slug, made[0].number)
    return render(request, "conference/programme/desk/session_form.html", {"form": form})


def _wanted(form: SessionForm) -> Wanted:
    said = form.cleaned_data
    chairs = frozenset(one.pk for one in said.get("chairs") or ())
    return Wanted(form.facts(), list(said["speakers"]), chairs, list(said.get("things") or ()))


@at_desk(Capability.EDIT_EVENT)
@form_page
def session(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show a session with its warnings; give it a place by a form."""
    one = session_for(event, number)
    form = PlaceForm(request.POST or None, session=one)
    if submit(request, event, form, lambda: _place(request, one, form), _("The place is saved.")):
        return redirect("desk:programme_session", event.slug, number)
    warnings = warnings_of(event, list(queries.planned(event)))
    context = {
        "session": one,
        "slot": getattr(one, "slot", None),
        "form": form,
        "warnings": warnings.get(number, []),
        "speakers": [(row.speaker, row.is_chair) for row in one.appearances.all()],
        "things": [(row.bookable, row.booking) for row in one.equipment.all()],
    }
    return render(request, "conference/programme/desk/session.html", context)


def _place(request: HttpRequest, one: Session, form: PlaceForm) -> None:
    said, person = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    slot = operations.place(session=one, hall=said["hall"], starts_at=said["starts_at"], is_fixed=said["is_fixed"], **person)
    if "interpreters" in said:
        operations.set_interpreters(slot=slot, interpreters=list(said["interpreters"]), **person)


@at_desk(Capability.EDIT_EVENT)
@form_page
def session_edit(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Change what a session is."""
    one = session_for(event, number)
    form = SessionForm(request.POST or None, event=event, row=one)
    if submit(
        request,
        event,
        form,
        lambda: operations.change(
            session=one, wanted=_wanted(form), revision=form.cleaned_data["revision"] or 0, by=request.user, at=timezone.now()
        ),
        _("The session is saved."),
    ):
        return redirect("desk:programme_session", event.slug, number)
    return render(request, "conference/programme/desk/session_form.html", {"form": form, "session": one})


@at_desk(Capability.EDIT_EVENT)
@require_POST
def session_act(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Cancel a session, have it take place after all, or take its place away."""
    one = session_for(event, number)
    person = {"session": one, "by": request.user, "at": timezone.now()}
    acts = {
        "cancel": (operations.cancel, _("The session is cancelled. Release the programme to tell everybody.")),
        "reinstate": (operations.reinstate, _("The session takes place again. Give it a place.")),
        "unplace": (operations.unplace, _("The session has no place now.")),
    }
    if (asked := request.POST.get("action", "")) in acts:
        act, done = acts[asked]
        attempt(request, event, lambda: act(**person), done)
    return redirect("desk:programme_session", event.slug, number)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def take_in(request: HttpRequest, event: Event) -> HttpResponse:
    """Make sessions of all accepted proposals that are none yet."""
    made: list[Session] = []
    waiting = queries.not_taken_in(event)
    if not waiting:
        messages.info(request, _("All accepted proposals are in the programme."))
        return redirect("desk:programme_sessions", event.slug)
    said = ngettext("%(n)d session is made.", "%(n)d sessions are made.", len(waiting)) % {"n": len(waiting)}
    attempt(
        request,
        event,
        lambda: made.extend(operations.take_in(event=event, accepted=waiting, by=request.user, at=timezone.now())),
        said,
    )
    return redirect("desk:programme_sessions", event.slug)
