"""The organiser's pages about one event: its facts and days, its periods of validity."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events import operations, queries, rules
from ticketing.events.access import at_desk
from ticketing.events.forms import BaseDays, DayFormSet, EventForm, NewEventForm, WindowForm, as_typed, one_day_more, tell
from ticketing.events.models import Event, EventDay

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _days_form(request: HttpRequest, form: EventForm, saved: list[EventDay] | None = None) -> BaseDays:
    if request.method == "POST":
        return DayFormSet(request.POST, prefix="days", form_kwargs={"zone": form.chosen_zone})
    names = DayFormSet.form.base_fields
    rows = [{name: getattr(day, name) for name in names} for day in saved or []] or [{}]
    return DayFormSet(initial=rows, prefix="days", form_kwargs={"zone": form.chosen_zone})


def _with_one_day_more(days: BaseDays, form: EventForm) -> BaseDays:
    zone = form.chosen_zone
    return DayFormSet(initial=one_day_more(days, zone), prefix="days", form_kwargs={"zone": zone})


def _try(form: EventForm, days: BaseDays, act: Callable[[], Event]) -> Event | None:
    """Check the form and the days, both, so that everything wrong is told at once; then act."""
    if not all([form.is_valid(), days.is_valid()]):
        return None
    try:
        return act()
    except Refused as refused:
        if not days.tell(refused):
            tell(refused, form)
        return None


@login_required
@form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a new event, for those who manage a partner."""
    partners = queries.partners_to_organise_for(request.user, timezone.localdate())
    if not partners:
        raise PermissionDenied
    first = partners[0]
    initial = {
        "partner": first,
        "zone": first.zone,
        "currency": first.currency,
        "languages": ["lv", "ru"],
        "contact_email": first.contact_email,
    }
    form = NewEventForm(request.POST or None, initial=initial, partners=partners)
    days = _days_form(request, form)
    if "add_day" in request.POST:
        days, form = _with_one_day_more(days, form), NewEventForm(initial=as_typed(form), partners=partners)
    elif request.method == "POST":
        event = _try(
            form,
            days,
            lambda: operations.create(
                partner=form.cleaned_data["partner"], facts=form.facts(), days=days.days(), by=request.user, at=timezone.now()
            ),
        )
        if event:
            messages.success(request, _("The event is a draft now. Nobody sees it until you publish it."))
            return redirect("desk:event", event.slug)
    return render(request, "ticketing/events/desk/new.html", {"form": form, "days": days})


@at_desk(Capability.EDIT_EVENT)
@form_page
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change the facts and days of an event."""
    form = EventForm(request.POST or None, row=event)
    days = _days_form(request, form, list(event.days.all()))
    if "add_day" in request.POST:
        days, form = _with_one_day_more(days, form), EventForm(initial=as_typed(form), row=event)
    elif request.method == "POST" and _try(
        form,
        days,
        lambda: operations.change(event=event, facts=form.facts(), days=days.days(), by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("Saved."))
        return redirect("desk:event", event.slug)
    return render(
        request,
        "ticketing/events/desk/edit.html",
        {"event": event, "form": form, "days": days, "windows": event.windows.all(), "may_be_moved": rules.may_move(event.state, "moved")},
    )


@at_desk(Capability.EDIT_EVENT)
@form_page
def move(request: HttpRequest, event: Event) -> HttpResponse:
    """Move a published event to other days."""
    zone = {"zone": event.tz}
    if request.method == "POST":
        days = DayFormSet(request.POST, prefix="days", form_kwargs=zone)
    else:
        names = DayFormSet.form.base_fields
        days = DayFormSet(
            initial=[{name: getattr(day, name) for name in names} for day in event.days.all()], prefix="days", form_kwargs=zone
        )
    refusal = ""
    if "add_day" in request.POST:
        days = DayFormSet(initial=one_day_more(days, event.tz), prefix="days", form_kwargs=zone)
    elif request.method == "POST" and days.is_valid():
        try:
            operations.move_dates(event=event, days=days.days(), by=request.user, at=timezone.now())
        except Refused as refused:
            refusal = "" if days.tell(refused) else str(refused)
        else:
            messages.success(request, _("The event has moved."))
            return redirect("desk:event", event.slug)
    may_be_moved = rules.may_move(event.state, "moved")
    return render(
        request, "ticketing/events/desk/move.html", {"event": event, "days": days, "refusal": refusal, "may_be_moved": may_be_moved}
    )


@at_desk(Capability.EDIT_EVENT)
@form_page
def window(request: HttpRequest, event: Event, number: int | None = None) -> HttpResponse:
    """Add a period of validity, or change one."""
    present = get_object_or_404(event.windows, number=number) if number else None
    initial = None if present else {"valid_from": event.starts_at, "valid_until": event.ends_at}
    form = WindowForm(request.POST or None, row=present, initial=initial, zone=event.tz)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {
            "names": form.name_facts(),
            "valid_from": form.cleaned_data["valid_from"],
            "valid_until": form.cleaned_data["valid_until"],
            "by": request.user,
            "at": timezone.now(),
        }
        try:
            if present:
                operations.change_window(window=present, **said)
            else:
                operations.add_window(event=event, **said)
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:edit", event.slug)
    return render(request, "ticketing/events/desk/window.html", {"event": event, "form": form, "window": present})
