"""Quotas and questions at the desk: parts of the offer that only the orders can tell how far they are in use."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from ticketing.catalogue.models import Question
from ticketing.cockpit.forms import BaseOptions, OptionFormSet, QuestionForm, QuotaForm, option_row
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit
from ticketing.events.forms import as_typed
from ticketing.events.models import Event
from ticketing.orders import operations as orders

form_page = require_http_methods(["GET", "HEAD", "POST"])


@at_desk(Capability.EDIT_EVENT)
@form_page
def quota(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add a quota, or change one."""
    present = get_object_or_404(event.quotas, pk=pk) if pk else None
    products = list(event.products.prefetch_related("variations"))
    initial = {"covers": QuotaForm.covered(present)} if present else None
    form = QuotaForm(request.POST or None, row=present, initial=initial, products=products)

    def save() -> Any:
        return orders.save_quota(event=event, pairs=form.wanted(), quota=present, by=request.user, at=timezone.now(), **form.facts())

    if submit(request, event, form, save, _("Saved, and counted again.")):
        return redirect("desk:products", event.slug)
    return render(request, "ticketing/cockpit/quota.html", {"event": event, "form": form, "quota": present})


@at_desk(Capability.EDIT_EVENT)
@form_page
def question(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add a question, or change one, with the answers to choose from."""
    present = get_object_or_404(event.questions, pk=pk) if pk else None
    initial = {"products": list(present.products.all()) if present else list(event.products.filter(admits=True))}
    form = QuestionForm(request.POST or None, row=present, initial=initial, event=event)
    rows = _rows(request, present)

    def save() -> Any:
        said = {"products": form.cleaned_data["products"], "options": rows.options(), "question": present}
        return orders.save_question(event=event, facts=form.facts(), by=request.user, at=timezone.now(), **said)

    if "add_row" in request.POST:
        form, rows = QuestionForm(initial=as_typed(form), event=event), OptionFormSet(initial=rows.one_more(), prefix="options")
    elif all([rows.is_valid(), form.is_bound]) and submit(request, event, form, save, _("Saved.")):
        return redirect("desk:products", event.slug)
    return render(request, "ticketing/cockpit/question.html", {"event": event, "form": form, "rows": rows, "question": present})


def _rows(request: HttpRequest, present: Question | None) -> BaseOptions:
    if request.method == "POST":
        return OptionFormSet(request.POST, prefix="options")
    return OptionFormSet(initial=[option_row(option) for option in present.options.all()] if present else [], prefix="options")
