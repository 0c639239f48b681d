"""The page of a call's prices: edited in words, tried on cases, exchanged as a file by experts."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from fairs.calls import operations as calls
from fairs.calls import queries, wording
from fairs.calls.access import call_for
from fairs.calls.desk.price_edit import GROUPS, PriceEdit, errors_of
from fairs.calls.models import Call
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.pricing import Case, PriceList, PriceListError, from_document, quote
from ticketing.pricing.presets import usual

LONGEST_DOCUMENT = 200_000
PRESETS: dict[str, tuple[Any, dict[str, Any]]] = {
    "vat": (lazy("The usual list, with VAT; residents pay half"), {}),
    "vat_free": (lazy("The usual list, with VAT; residents pay nothing"), {"resident_percent": 100}),
    "no_vat": (lazy("The usual list of an organiser not registered for VAT"), {"vat": None}),
}
"""Lists to begin with; see `ticketing.pricing.presets`."""


class TryForm(forms.Form):
    """A case to try the list on."""

    stalls = forms.IntegerField(label=lazy("Stalls"), min_value=1, max_value=6, initial=2)
    power_kw = forms.DecimalField(label=lazy("Power, kW"), min_value=0, max_value=999, max_digits=5, decimal_places=2, initial=3)
    open_sides = forms.TypedChoiceField(
        label=lazy("Where"), choices=[(1, lazy("in a row")), (2, lazy("on a corner")), (3, lazy("at the end of a row"))], coerce=int
    )
    days = forms.IntegerField(label=lazy("Days"), min_value=1, max_value=60)
    group = forms.ChoiceField(label=lazy("Goods group"), required=False)
    is_resident = forms.BooleanField(label=lazy("lives in the host municipality"), required=False, initial=True)
    demonstrates = forms.BooleanField(label=lazy("shows the craft"), required=False)
    vehicle = forms.BooleanField(label=lazy("with a vehicle at the stall"), required=False)

    def __init__(self, data: Any = None, *, call: Call):
        super().__init__(data, prefix="try")
        self.fields["group"].choices = [(group.code, group.name) for group in call.goods_groups.all()] or [("", "–")]
        self.fields["days"].initial = max(call.event.days.count(), 1)

    def case(self, call: Call) -> Case:
        """Return the typed case, or the first one where something typed makes no sense."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {name: self[name].initial for name in self.fields}
        return Case(
            places=said["stalls"],
            front_m=call.module_m,
            power_kw=Decimal(said["power_kw"]),
            open_sides=int(said["open_sides"] or 1),
            days=said["days"],
            goods_group=said["group"] or next((code for code, _name in self.fields["group"].choices), ""),
            is_resident=bool(said["is_resident"]),
            demonstrates=bool(said["demonstrates"]),
            vehicles=int(bool(said["vehicle"])),
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a case comes to, or why there is no price for it."""

    price: dict[str, Any] | None
    problem: str = ""


def _tried(prices: PriceList, case: Case, call: Call) -> Tried:
    try:
        found = quote(prices, case, on=timezone.now().astimezone(call.event.tz).date())
    except PriceListError:
        return Tried(None, _("The list has no price for this much power: its largest band is smaller."))
    return Tried(wording.price_words(found.to_json()))


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, event: Event) -> HttpResponse:
    """Edit the price list. Nothing is kept before it is saved; trying it, presets and files only fill the form."""
    call = call_for(event)
    present = queries.read_prices(call)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    edit, problem, made = PriceEdit(call, present), "", present
    if action in ("save", "try") or action.startswith("add:"):
        edit = PriceEdit(call, present, request.POST)
        made = None if action.startswith("add:") else edit.made()
        if action.startswith("add:") and action.removeprefix("add:") in GROUPS:
            edit.add(action.removeprefix("add:"))
        if action == "save" and made and _saved(request, event, call, made):
            return redirect("desk:call_prices", event.slug)
    elif action == "free" and _saved(request, event, call, None):
        return redirect("desk:call", event.slug)
    elif action.removeprefix("preset:") in PRESETS:
        made = usual(event.currency, **PRESETS[action.removeprefix("preset:")][1])
        edit = PriceEdit(call, made)
    elif action == "import":
        made, problem = _read(request.POST.get("document", ""), event)
        edit = PriceEdit(call, made or present)
    trying = TryForm(request.POST if action in ("save", "try") else None, call=call)
    on, days = timezone.now().astimezone(event.tz).date(), event.days.count()
    first = call.goods_groups.first()
    context = {
        "call": call,
        "edit": edit,
        "groups": edit.rows,
        "errors": list(errors_of(edit)) if edit.data is not None else [],
        "problem": problem,
        "presets": [(f"preset:{name}", label) for name, (label, _options) in PRESETS.items()],
        "is_new": present is None,
        "is_unsaved": made is not None and made != present,
        "trying": trying,
        "tried": _tried(made, trying.case(call), call) if made else None,
        "examples": queries.examples(made, on=on, days=days, module_m=call.module_m, group=first.code if first else "") if made else [],
    }
    return render(request, "fairs/calls/desk/prices.html", context)


def _saved(request: HttpRequest, event: Event, call: Call, made: PriceList | None) -> bool:
    return attempt(
        request,
        event,
        lambda: calls.save_prices(call=call, prices=made, by=request.user, at=timezone.now()),
        _("The prices are saved. Applications already sent keep theirs until you compute them anew.")
        if made
        else _("Places are free now."),
    )


def _read(text: str, event: Event) -> tuple[PriceList | None, str]:
    """Return the list in a document, or what is wrong with it."""
    try:
        if len(text) > LONGEST_DOCUMENT:
            raise ValueError("too long")
        found = from_document(json.loads(text))
    except (ValueError, RecursionError) as error:
        return None, _("This is no price list: %(why)s") % {"why": error}
    if found.currency != event.currency:
        return None, _("This list is in %(its)s, the fair in %(ours)s.") % {"its": found.currency, "ours": event.currency}
    return found, ""


@at_desk(Capability.RUN_FAIR)
@require_safe
def prices_file(request: HttpRequest, event: Event) -> HttpResponse:
    """Give the price list as the document it is kept in."""
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-prices.json"'}
    return JsonResponse(call_for(event).prices, json_dumps_params={"indent": 1, "ensure_ascii": False}, headers=headers)
