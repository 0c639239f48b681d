"""The organiser's pages about areas, gates and phones."""

import base64
import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from accounts.roles.rules import Capability
from ticketing.door import documents, operations, queries
from ticketing.door.desk_forms import AreaForm, DeviceForm, GateChangeForm, GateForm, NewDeviceForm, PinForm
from ticketing.door.models import Area, Device, DoorPin, Gate
from ticketing.door.operations.pins import TRIES
from ticketing.door.tables import DEVICE_STATES
from ticketing.door.texts import WORDS
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


# --- areas and gates ------------------------------------------------------------------------------------------------


@at_desk(Capability.RUN_DOOR)
@require_safe
def gates(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the event's areas, gates and phones."""
    phones = queries.devices(event, timezone.now())
    context = {
        "event": event,
        "areas": Area.objects.filter(event=event),
        "gates": Gate.objects.filter(event=event).select_related("area").prefetch_related("products"),
        "devices": [(phone, *DEVICE_STATES[phone.state], Device.Rights(phone.rights).label) for phone in phones],
        "pin": DoorPin.objects.filter(event=event).first(),
    }
    return render(request, "ticketing/door/desk/gates.html", context)


def _form_page(request: HttpRequest, event: Event, form: forms.Form, title: Any, **more: Any) -> HttpResponse:
    return render(request, "ticketing/door/desk/form.html", {"event": event, "form": form, "title": title, **more})


@at_desk(Capability.RUN_DOOR)
@form_page
def area(request: HttpRequest, event: Event, area_id: int | None = None) -> HttpResponse:
    """Add an area, or change or remove one."""
    present = get_object_or_404(Area, event=event, pk=area_id) if area_id else None
    if present and request.POST.get("action") == "drop":
        return _drop(request, event, present)
    kept = ("name", "capacity", "within", "stays_overnight")
    initial = {name: getattr(present, name) for name in kept} if present else None
    form = AreaForm(request.POST or None, initial=initial, event=event, area=present)

    def act() -> Any:
        if present:
            return operations.change_area(area=present, **form.cleaned_data, **_person(request))
        return operations.make_area(event=event, **form.cleaned_data, **_person(request))

    if submit(request, event, form, act, _("Saved.")):
        return redirect("desk:gates", event.slug)
    return _form_page(request, event, form, present.name if present else _("New area"), may_drop=present is not None)


@at_desk(Capability.RUN_DOOR)
@form_page
def gate(request: HttpRequest, event: Event, gate_id: int | None = None) -> HttpResponse:
    """Add a gate, or change or remove one."""
    present = get_object_or_404(Gate.objects.select_related("event__partner"), event=event, pk=gate_id) if gate_id else None
    if present and request.POST.get("action") == "drop":
        return _drop(request, event, present)
    if not Area.objects.filter(event=event).exists():
        return redirect("desk:new_area", event.slug)
    kind, initial = (GateChangeForm, _facts(present)) if present else (GateForm, {})
    form = kind(request.POST or None, initial=initial, event=event, at=timezone.now())

    def act() -> Any:
        if present:
            return operations.change_gate(gate=present, **form.cleaned_data, **_person(request))
        return operations.make_gate(event=event, **form.cleaned_data, **_person(request))

    if submit(request, event, form, act, _("Saved.")):
        return redirect("desk:gates", event.slug)
    return _form_page(request, event, form, present.name if present else _("New gate"), may_drop=present is not None)


def _facts(gate: Gate) -> dict[str, Any]:
    facts = {name: getattr(gate, name) for name in ("name", "area", "rule", "opens_at", "closes_at", "is_active")}
    return {**facts, "products": list(gate.products.values_list("pk", flat=True))}


def _drop(request: HttpRequest, event: Event, subject: Area | Gate) -> HttpResponse:
    attempt(request, event, lambda: operations.drop(subject=subject, **_person(request)), _("Removed."))
    return redirect("desk:gates", event.slug)


@at_desk(Capability.RUN_DOOR)
@never_cache
@form_page
def pin(request: HttpRequest, event: Event) -> HttpResponse:
    """Set the supervisors' number, change it or take it away."""
    present = DoorPin.objects.filter(event=event).first()
    if present and request.POST.get("action") == "drop":
        attempt(request, event, lambda: operations.set_pin(event=event, pin="", **_person(request)), _("There is no number any more."))
        return redirect("desk:gates", event.slug)
    form = PinForm(request.POST or None)
    if submit(
        request, event, form, lambda: operations.set_pin(event=event, **form.cleaned_data, **_person(request)), _("The number is set.")
    ):
        return redirect("desk:gates", event.slug)
    return render(request, "ticketing/door/desk/pin.html", {"event": event, "form": form, "present": present})


@at_desk(Capability.RUN_DOOR)
@require_safe
def guide(request: HttpRequest, event: Event, language: str) -> HttpResponse:
    """The page that a volunteer gets on the first day, as PDF."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    address = settings.SITE_URL.partition("://")[2] + reverse("door:scanner")
    content = documents.guide(event, address=address, words=WORDS, language=language, at=timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="gate-{language}.pdf"'})


# --- phones ---------------------------------------------------------------------------------------------------------


@at_desk(Capability.RUN_DOOR)
@never_cache
@form_page
def new_device(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a place for a phone, and show the link that pairs it: once, since only its hash is kept."""
    if not Gate.objects.filter(event=event).exists():
        return redirect("desk:new_gate", event.slug)
    initial = {"language": get_language(), "gate": request.GET.get("gate"), "shows_names": True}
    form = NewDeviceForm(request.POST or None, initial=initial, event=event)
    made: list[tuple[Device, str]] = []
    if submit(request, event, form, lambda: made.append(operations.make_device(event=event, **form.cleaned_data, **_person(request))), ""):
        return _pairing(request, event, *made[0])
    return _form_page(request, event, form, _("New phone"), submit_label=_("Make a pairing code"))


@at_desk(Capability.RUN_DOOR)
@never_cache
@form_page
def device(request: HttpRequest, event: Event, device_id: int) -> HttpResponse:
    """Change a phone's name, gate or rights; switch it off; or give its place a new link."""
    phone = get_object_or_404(Device.objects.select_related("event__partner", "gate"), event=event, pk=device_id)
    action = request.POST.get("action", "")
    tokens: list[str] = []
    others: dict[str, tuple[Callable[[], Any], str]] = {
        "revoke": (lambda: operations.revoke(device=phone, **_person(request)), _("The phone is switched off.")),
        "again": (lambda: operations.let_try_again(device=phone, **_person(request)), _("The phone may try the number again.")),
        "roll": (lambda: tokens.append(operations.roll(device=phone, **_person(request))), _("The old link and key no longer work.")),
    }
    if request.method == "POST" and action in others:
        attempt(request, event, *others[action])
        return _pairing(request, event, phone, tokens[0]) if tokens else redirect("desk:gates", event.slug)
    initial = {name: getattr(phone, name) for name in ("name", "gate", "rights", "shows_names")}
    form = DeviceForm(request.POST or None, initial=initial, event=event)
    if submit(request, event, form, lambda: operations.change_device(device=phone, **form.cleaned_data, **_person(request)), _("Saved.")):
        return redirect("desk:gates", event.slug)
    line = next(line for line in queries.devices(event, timezone.now()) if line.id == phone.pk)
    label, tone = DEVICE_STATES[line.state]
    context = {
        "event": event,
        "form": form,
        "device": phone,
        "seen_at": line.seen_at,
        "label": label,
        "tone": tone,
        "tries": TRIES,
        "is_raised": phone.raised_until is not None and phone.raised_until > timezone.now(),
        "is_locked_out": phone.wrong_pins >= TRIES and phone.pin_again_at is not None and phone.pin_again_at > timezone.now(),
    }
    return render(request, "ticketing/door/desk/device.html", context)


def _pairing(request: HttpRequest, event: Event, phone: Device, token: str) -> HttpResponse:
    """Show the link and its picture. The picture stands in the page itself: the token must not get into anybody's log."""
    link = f"{settings.SITE_URL}/door/pair#{token}"
    context = {"event": event, "device": phone, "link": link, "picture": _picture(link), "until": phone.pairing_until}
    return render(request, "ticketing/door/desk/pairing.html", context)


def _picture(link: str) -> str:
    symbol = QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    symbol.add_data(link)
    file = io.BytesIO()
    symbol.make_image().save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
