"""How stalls are given at a fair: the order of the aims, shares and limits, who stands apart, what is fixed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles.rules import Capability
from fairs.allocation import operations, queries, rules, words
from fairs.allocation.forms import RulesForm
from fairs.calls.access import call_for, desk_application
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_rules(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the rules in words, and change them. Plans made before keep theirs."""
    call = call_for(event)
    held = queries.rules_of(event)
    form = RulesForm(request.POST or None, rules=held, groups=queries.groups_of(call), crafts=queries.crafts_of(call))
    if submit(
        request,
        event,
        form,
        lambda: operations.set_rules(event=event, facts=form.facts(), by=request.user, at=timezone.now()),
        _("Kept. The next plan follows these rules."),
    ):
        return redirect("desk:plan_rules", event.slug)
    context = {
        "form": form,
        "rules": held,
        "order": words.order(rules.levels_of(held.preset, held.levels)),
        "pins": queries.pins(event),
        "goods_groups": [group for group in call.goods_groups.all() if group.min_percent or group.cap_stalls is not None],
    }
    return render(request, "fairs/allocation/desk/rules.html", context)


@at_desk(Capability.RUN_FAIR)
@require_POST
def drop_pin(request: HttpRequest, event: Event, entry: int) -> HttpResponse:
    """Let go of what is fixed for one maker."""
    application = desk_application(call_for(event), entry)
    attempt(
        request,
        event,
        lambda: operations.drop_pin(application=application, by=request.user, at=timezone.now()),
        _("The next plan decides again."),
    )
    return redirect("desk:plan_rules", event.slug)
