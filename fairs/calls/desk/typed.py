"""Typing in an application that came on paper or by phone, and changing one for its maker: all of the maker's form on one page."""

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from common.errors import Refused
from exhibitors.profiles.access import visible
from fairs.calls import operations as calls
from fairs.calls import wording
from fairs.calls.access import call_for, desk_application
from fairs.calls.forms import STEPS, StepForm
from fairs.calls.models import Application
from fairs.calls.operations.filling import Lists
from fairs.fairground import queries as grounds
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, whole
from ticketing.events.forms import tell
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
SOURCES = [choice for choice in Application.Source.choices if choice[0] != Application.Source.WEB]


@at_desk(Capability.RUN_FAIR)
@form_page
def new(request: HttpRequest, event: Event) -> HttpResponse:
    """Choose whose application it is and how it came; a maker nobody knows yet is entered first."""
    call = call_for(event)
    words = request.GET.get("q", "").strip()[:100]
    if request.method == "POST":
        maker = get_object_or_404(visible(request.user), pk=whole(request.POST.get("exhibitor", "")))
        source = request.POST.get("source", "")
        begun: list[int] = []

        def begin() -> None:
            try:
                made = calls.begin(
                    call=call,
                    exhibitor=maker,
                    by=request.user,
                    at=timezone.now(),
                    source=source if source in dict(SOURCES) else Application.Source.PAPER,
                )
            except calls.AlreadyApplied as already:
                known = Application.objects.filter(pk=already.facts["application"]).first()
                if known is None:
                    raise
                begun.append(known.number)
            else:
                begun.append(made.number)

        if attempt(request, event, begin, _("Now type in what the paper says.")):
            return redirect("desk:application_edit", event.slug, begun[0])
    found: list[Any] = list(visible(request.user).matching(words).select_related("craft", "municipality")[:20]) if words else []
    return render(request, "fairs/calls/desk/type_in.html", {"words": words, "found": found, "sources": SOURCES, "call": call})


@at_desk(Capability.RUN_FAIR)
@form_page
def edit(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Change an application for its maker, before and after the deadline, as long as it has not been decided upon."""
    application = desk_application(call_for(event), number)
    if application.state not in Application.EDITABLE:
        return redirect("desk:application", event.slug, number)
    forms = _forms(application, request)
    problem = ""
    checked = [form.is_valid() for form in forms.values()] if request.method == "POST" else [False]
    if all(checked):
        saved = _save(request, event, application, forms)
        if saved is None:
            return redirect("desk:application", event.slug, number)
        problem = saved
    context = {
        "application": application,
        "forms": [(name, wording.STEP_LABELS[name], form) for name, form in forms.items()],
        "errors": [(field, error) for form in forms.values() for field in form for error in field.errors],
        "problems": [*([problem] if problem else []), *(error for form in forms.values() for error in form.non_field_errors())],
        "is_draft": application.state == Application.State.DRAFT,
        "revision": application.revision,
        "call": application.call,
    }
    return render(request, "fairs/calls/desk/application_edit.html", context)


def _forms(application: Application, request: HttpRequest) -> dict[str, StepForm]:
    """Return the maker's steps; staff see the plan's stalls before it is public."""
    data = request.POST if request.method == "POST" else None
    ground = grounds.ground_of(application.call.event)
    more = {"wishes": {"layout": grounds.layout(ground) if ground is not None else None}}
    return {name: form(data, application=application, **more.get(name, {})) for name, form in STEPS.items()}


def _save(request: HttpRequest, event: Event, application: Application, forms: dict[str, StepForm]) -> str | None:
    """Save all steps at once, and send the application where that was asked for; return what was refused, None where all went well."""
    facts: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    for form in forms.values():
        facts |= form.facts()
        given = form.lists()
        lists |= {one.name: getattr(given, one.name) for one in fields(given) if getattr(given, one.name) is not None}
    person: dict[str, Any] = {"by": request.user, "at": timezone.now(), "by_staff": True}
    try:
        sent = whole(request.POST.get("revision", ""))
        revision = -1 if sent is None else sent
        saved = calls.save(application=application, facts=facts, lists=Lists(**lists), revision=revision, **person)
    except Refused as refused:
        application.refresh_from_db(fields=["revision", "state"])
        at_field = next((form for form in forms.values() if refused.field in form.fields), None)
        if at_field is None:
            return str(refused)
        tell(refused, at_field)
        return ""
    if "send" in request.POST:
        attempt(request, event, lambda: calls.submit(application=saved, **person), _("Saved and sent for the maker."))
    else:
        attempt(request, event, lambda: None, _("Saved."))
    return None
