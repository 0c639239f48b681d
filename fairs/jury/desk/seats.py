"""The jury at a glance: its rounds, its jurors; appointing, replacing, describing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from fairs.calls.access import call_for
from fairs.calls.models import Call
from fairs.jury import operations as jury
from fairs.jury import queries
from fairs.jury.forms import JurorFactsForm, JurorForm
from fairs.jury.models import Juror, Round
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the rounds and the jurors; make the usual rounds, or one more."""
    call = call_for(event)
    may_run = Capability.RUN_FAIR in request.desk.allowed
    who: dict[str, Any] = {"call": call, "by": request.user, "at": timezone.now()}
    action = request.POST.get("action", "") if may_run else ""
    if action == "usual":
        attempt(request, event, lambda: jury.make_usual_rounds(**who), _("The three usual rounds are made. Look at their rules."))
        return redirect("desk:jury", event.slug)
    if action in Round.Kind.values:
        attempt(request, event, lambda: jury.add_round(kind=action, **who), _("The round is added."))
        return redirect("desk:jury", event.slug)
    rounds = queries.rounds(call)
    context = {
        "rounds": rounds,
        "jurors": Juror.objects.filter(call=call).select_related("person", "municipality"),
        "progress": {one.pk: queries.progress(one) for one in rounds if one.state == Round.State.OPEN and one.kind != "completeness"},
        "kinds": Round.Kind.choices,
        "usual": jury.USUAL,
        "may_run": may_run,
    }
    return render(request, "fairs/jury/desk/overview.html", context)


@at_desk(Capability.RUN_FAIR)
@form_page
def new_juror(request: HttpRequest, event: Event) -> HttpResponse:
    """Appoint a juror."""
    call = call_for(event)
    form = JurorForm(request.POST or None, initial={"language": "lv"})
    if submit(
        request,
        event,
        form,
        lambda: jury.appoint(call=call, who=form.who(), by=request.user, at=timezone.now()),
        _("The juror is appointed and has a letter with a link to the jury's desk."),
    ):
        return redirect("desk:jury", event.slug)
    return render(request, "fairs/jury/desk/new_juror.html", {"form": form, "replaced": None})


@at_desk(Capability.RUN_FAIR)
@form_page
def juror(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """What conflicts of a juror are found by; take them off a jury that has not begun."""
    one = _juror(call_for(event), pk)
    if request.POST.get("action") == "dismiss":
        done = attempt(
            request, event, lambda: jury.dismiss(juror=one, by=request.user, at=timezone.now()), _("The juror is taken off the jury.")
        )
        return redirect("desk:jury", event.slug) if done else redirect("desk:juror", event.slug, pk)
    form = JurorFactsForm(request.POST or None, instance=Juror.objects.get(pk=one.pk))
    if submit(
        request,
        event,
        form,
        lambda: jury.describe(juror=one, facts=form.cleaned_data, by=request.user, at=timezone.now()),
        _("Saved. Conflicts are found by this from now on."),
    ):
        return redirect("desk:jury", event.slug)
    return render(request, "fairs/jury/desk/juror.html", {"juror": one, "form": form})


@at_desk(Capability.RUN_FAIR)
@form_page
def replace_juror(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Put somebody else in a juror's seat."""
    one = _juror(call_for(event), pk)
    form = JurorForm(request.POST or None, initial={"language": "lv"})
    if submit(
        request,
        event,
        form,
        lambda: jury.replace(juror=one, who=form.who(), by=request.user, at=timezone.now()),
        _("The seat is taken by somebody else, who scores from the beginning."),
    ):
        return redirect("desk:jury", event.slug)
    return render(request, "fairs/jury/desk/new_juror.html", {"form": form, "replaced": one})


def _juror(call: Call, pk: int) -> Juror:
    found = get_object_or_404(Juror.objects.select_related("person", "municipality"), call=call, pk=pk)
    found.call = call
    return found
