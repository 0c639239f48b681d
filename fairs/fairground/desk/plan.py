"""The ground's own page: setting it up, the plan and what the checks find, its size and limits, the picture underneath."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from fairs.fairground import document, drawing, operations, queries
from fairs.fairground.access import fair_or_404, ground_for
from fairs.fairground.forms import CopyForm, GroundForm, NewGroundForm, PictureForm, ScaleForm, SeenForm, TemplateForm
from fairs.fairground.models import Ground, GroundTemplate
from fairs.fairground.rules.layout import Layout, StallAt
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
MAY_CHANGE = Capability.RUN_FAIR


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def ground(request: HttpRequest, event: Event) -> HttpResponse:
    """The plan with what the checks find; or, where there is none yet, the ways to make one."""
    found = queries.ground_of(fair_or_404(event))
    if found is None:
        return _none_yet(request, event)
    found.event = event
    plan = queries.layout(found)
    told = queries.findings(found, plan)
    request.ground_layout = plan  # rooms above judge who stands on it (config.standing)
    context: dict[str, Any] = {
        "ground": found,
        "plan": plan,
        "drawing": drawing.draw(plan, _marks(event, plan), picture_url=_picture_url(event, found)),
        "told": told,
        "open": sum(one.is_open for one in told),
        "blocked": sum(stall.is_blocked for stall in plan.stalls),
        "kw": sum(stall.power_kw for stall in plan.stalls),
        "may_change": MAY_CHANGE in request.desk.allowed,
    }
    return render(request, "fairs/fairground/desk/ground.html", context)


def _marks(event: Event, plan: Layout) -> dict[int, drawing.Mark]:
    base, now = reverse("desk:stall", args=[event.slug, 0]).removesuffix("0/"), timezone.now()

    def state(stall: StallAt) -> str:
        return "blocked" if stall.is_blocked else "held" if stall.held_at(now) else "free"

    return {stall.id: drawing.Mark(state(stall), link=f"{base}{stall.id}/", tip=stall.held_for) for stall in plan.stalls}


def _picture_url(event: Event, found: Ground) -> str:
    return f"{reverse('desk:ground_picture', args=[event.slug])}?v={found.version}" if found.background else ""


def _none_yet(request: HttpRequest, event: Event) -> HttpResponse:
    may_change = MAY_CHANGE in request.desk.allowed
    act = request.POST.get("action", "") if may_change else ""
    form = NewGroundForm(request.POST if act == "new" else None, initial={"width_m": 60, "depth_m": 40})
    copy = CopyForm(
        request.POST if act == "copy" else None,
        grounds=queries.grounds_to_copy(event),
        templates=list(GroundTemplate.objects.filter(partner=event.partner)),
    )
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if act == "new" and submit(
        request,
        event,
        form,
        lambda: operations.set_up(event=event, facts=form.facts(), **person),
        _("The ground is made. Draw its rows now."),
    ):
        return redirect("desk:ground_editor", event.slug)
    if act == "copy" and submit(request, event, copy, lambda: _copy(event, copy.chosen, **person), _("The ground is copied.")):
        return redirect("desk:ground", event.slug)
    return render(request, "fairs/fairground/desk/none_yet.html", {"form": form, "copy": copy, "may_change": may_change})


def _copy(event: Event, source: Ground | GroundTemplate, **person: Any) -> None:
    wanted = document.of(source) if isinstance(source, Ground) else source.document
    size = wanted["ground"]
    made = operations.set_up(event=event, facts={"width_m": size["width"], "depth_m": size["depth"]}, **person)
    for stall in wanted["stalls"]:
        stall.update(held_for="", held_until="")  # whom a stall was kept for is a matter of that fair
    operations.load(ground=made, wanted=wanted, **person)


@at_desk(MAY_CHANGE)
@form_page
def settings(request: HttpRequest, event: Event) -> HttpResponse:
    """Size, limits, north; whether everybody sees the plan; the picture underneath; a template."""
    found = ground_for(event)
    act = request.POST.get("action", "")
    form = GroundForm(request.POST if act == "set" else None, row=found)
    picture = PictureForm(request.POST if act == "picture" else None, request.FILES or None, auto_id="picture_%s")
    scale = ScaleForm(request.POST if act == "scale" else None, auto_id="scale_%s")
    keep = TemplateForm(request.POST if act == "keep" else None, auto_id="keep_%s")
    person: dict[str, Any] = {"ground": found, "by": request.user, "at": timezone.now()}
    acts: dict[str, tuple[Any, Any, Any]] = {
        "set": (form, lambda: operations.change(facts=form.facts(), **person), _("Saved.")),
        "picture": (picture, lambda: _set_picture(picture, **person), _("The picture lies under the plan. Set its scale now.")),
        "scale": (scale, lambda: _scale(scale, **person), _("The picture is to scale.")),
        "keep": (
            keep,
            lambda: operations.keep_template(name=keep.cleaned_data["name"], **person),
            _("The template is kept for your next fairs."),
        ),
    }
    if act in acts and submit(request, event, *acts[act]):
        return redirect("desk:ground_settings", event.slug)
    if act == "off":
        attempt(request, event, lambda: operations.take_picture_off(**person), _("The picture is taken away."))
        return redirect("desk:ground_settings", event.slug)
    context = {"ground": found, "form": form, "picture": picture, "scale": scale, "keep": keep, "picture_url": _picture_url(event, found)}
    return render(request, "fairs/fairground/desk/settings.html", context)


def _set_picture(form: PictureForm, **person: Any) -> None:
    file = form.cleaned_data["picture"]
    try:
        operations.set_picture(file=file, name=file.name, width_m=form.cleaned_data["width_m"], **person)
    except Refused as refused:
        refused.field = refused.field or "picture"
        raise


def _scale(form: ScaleForm, **person: Any) -> None:
    said = form.cleaned_data
    corners = [said[name] for name in ("x1", "y1", "x2", "y2")]
    if said["metres"] and None not in corners:
        operations.calibrate(first=(corners[0], corners[1]), second=(corners[2], corners[3]), metres=said["metres"], **person)
    elif said["width_m"]:
        operations.change(ground=person["ground"], facts={"background_width_m": said["width_m"]}, by=person["by"], at=person["at"])
    else:
        raise Refused(_("Click two points of the picture and give the metres between them, or give its width."), code="nothing_said")


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def picture(request: HttpRequest, event: Event) -> HttpResponseBase:
    """The picture underneath, for those who may see the ground at the desk."""
    found = ground_for(event)
    if not found.background:
        raise Http404
    return FileResponse(found.background.open(), content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@at_desk(MAY_CHANGE)
@require_POST
def seen(request: HttpRequest, event: Event) -> HttpResponse:
    """Say of a finding why it may stay, or open it again."""
    found, form = ground_for(event), SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This change cannot be read."))
    elif request.POST.get("action") == "reopen":
        said = {name: form.cleaned_data[name] for name in ("rule", "about")}
        attempt(
            request, event, lambda: operations.take_back(ground=found, **said, by=request.user, at=timezone.now()), _("It is open again.")
        )
    else:
        said = form.cleaned_data
        attempt(
            request,
            event,
            lambda: operations.acknowledge(ground=found, **said, by=request.user, at=timezone.now()),
            _("Noted, with your reason."),
        )
    return redirect(reverse("desk:ground", args=[event.slug]) + "#checks")
