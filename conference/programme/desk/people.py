"""Rooms, speakers and interpreters: lists and forms."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from conference.programme import operations, queries, tables
from conference.programme.access import hall_for, interpreter_for, speaker_for
from conference.programme.forms import HallForm, InterpreterForm, SpeakerForm
from conference.programme.models import Hall, Interpreter, Speaker
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.forms import FactsForm
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@at_desk(Capability.EDIT_EVENT)
@require_safe
def halls(request: HttpRequest, event: Event) -> HttpResponse:
    """List the columns of the programme."""
    return render(request, "conference/programme/desk/halls.html", {"halls": queries.halls_of(event)})


@at_desk(Capability.EDIT_EVENT)
@form_page
def hall(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add a room to the programme, change or remove one."""
    row = hall_for(event, pk) if pk else None
    form = HallForm(
        request.POST or None, event=event, row=row, initial={"position": queries.halls_of(event).count() + 1} if not row else None
    )
    return _form(
        request, event, form, row, "programme_halls", _("Room"),
        lambda facts, person: operations.save_hall(event=event, hall=row, facts=facts, **person),
        lambda person: operations.remove_hall(hall=row, **person) if isinstance(row, Hall) else None,
    )  # fmt: skip


@at_desk(Capability.EDIT_EVENT)
@require_safe
def speakers(request: HttpRequest, event: Event) -> HttpResponse:
    """List everybody who appears in the programme."""
    words = request.GET.get("q", "").strip()[:80]
    query = request.GET.urlencode()
    context = {
        "page_obj": Paginator(queries.found_speakers(event, words=words), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "reset_url": request.path if words else "",
        "csv_url": f"{reverse('desk:programme_speakers_file', args=[event.slug, 'csv'])}?{query}",
        "xlsx_url": f"{reverse('desk:programme_speakers_file', args=[event.slug, 'xlsx'])}?{query}",
    }
    return render(request, "conference/programme/desk/speakers.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def speakers_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the speakers to a spreadsheet."""
    found = queries.found_speakers(event, words=request.GET.get("q", "").strip()[:80])
    return sheets.download(kind, f"{event.slug}-speakers-{timezone.localdate():%Y-%m-%d}", found, tables.speaker_columns(), event.tz)


@at_desk(Capability.EDIT_EVENT)
@form_page
def speaker(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add a speaker, change or remove one."""
    row = speaker_for(event, pk) if pk else None
    form = SpeakerForm(request.POST or None, event=event, row=row)
    return _form(
        request, event, form, row, "programme_speakers", _("Speaker"),
        lambda facts, person: operations.save_speaker(event=event, speaker=row, facts=facts, **person),
        lambda person: operations.remove_speaker(speaker=row, **person) if isinstance(row, Speaker) else None,
    )  # fmt: skip


@at_desk(Capability.EDIT_EVENT)
@require_safe
def interpreters(request: HttpRequest, event: Event) -> HttpResponse:
    """List the interpreters with what they are down for."""
    return render(request, "conference/programme/desk/interpreters.html", {"interpreters": queries.interpreters_of(event)})


@at_desk(Capability.EDIT_EVENT)
@form_page
def interpreter(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add an interpreter, change or remove one."""
    row = interpreter_for(event, pk) if pk else None
    form = InterpreterForm(request.POST or None, event=event, row=row)
    return _form(
        request, event, form, row, "programme_interpreters", _("Interpreter"),
        lambda facts, person: operations.save_interpreter(event=event, interpreter=row, facts=facts, **person),
        lambda person: operations.remove_interpreter(interpreter=row, **person) if isinstance(row, Interpreter) else None,
    )  # fmt: skip


def _form(
    request: HttpRequest,
    event: Event,
    form: FactsForm,
    row: models.Model | None,
    back: str,
    what: str,
    save: Callable[[dict[str, Any], dict[str, Any]], Any],
    remove: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """Show the form of one row, save it, or remove the row."""
    person = {"by": request.user, "at": timezone.now()}
    if row is not None and request.POST.get("action") == "remove":
        gone = attempt(request, event, lambda: remove(person), _("%(name)s is removed.") % {"name": row})
        return redirect(f"desk:{back}", event.slug) if gone else redirect(request.path)
    if submit(request, event, form, lambda: save(form.facts(), person), _("Saved.")):
        return redirect(f"desk:{back}", event.slug)
    context = {"form": form, "row": row, "what": what, "back": reverse(f"desk:{back}", args=[event.slug])}
    return render(request, "conference/programme/desk/row.html", context)
