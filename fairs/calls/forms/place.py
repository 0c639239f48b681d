"""The stall and what it needs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairs.calls.forms.fields import Amount, count_choices
from fairs.calls.forms.step import StepForm
from fairs.calls.models import Application
from fairs.calls.wording import APPLIANCES

LONGEST = Decimal(100)
FREE_ROWS = 2
"""Rows at least for appliances that are not in the list."""
MOST_ALIKE = 20
MOST_KW = Decimal(100)


class PlaceForm(StepForm):
    """How many stalls, and how large the tent is."""

    plain = ("stalls_max", "stalls_min", "front_m", "depth_m", "own_tent", "tent_note")
    helps = {"front_m": _("Along the aisle, with ropes and pegs."), "stalls_min": _("If you would come with fewer, too.")}
    stalls_max = forms.TypedChoiceField(label=_("Stalls wished"), coerce=int)
    stalls_min = forms.TypedChoiceField(label=_("Stalls at least"), coerce=int)
    front_m = Amount(label=_("Front you need, m"), min_value=Decimal("0.5"), max_value=LONGEST, max_digits=5, decimal_places=2)
    depth_m = Amount(label=_("Depth you need, m"), min_value=Decimal("0.5"), max_value=LONGEST, max_digits=5, decimal_places=2)

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        for name in ("stalls_max", "stalls_min"):
            self.fields[name].choices = count_choices(self.call.most_stalls)
        if self.call.most_stalls == 1:
            self.fields["stalls_min"].widget = forms.HiddenInput()
        self.fields["own_tent"].label = _("I bring my own tent")
        self.fields["tent_note"].help_text = _("Such as: 3 × 3 m, white.")
        self.order_fields(self.plain)


class NeedsForm(StepForm):
    """Power from a list of appliances that adds up; water, fire, access, the vehicle."""

    plain = ("needs_water", "has_fire", "needs_step_free", "vehicle_stays", "vehicle_plate", "vehicle_length_m")
    vehicle_length_m = Amount(
        label=_("Vehicle's length, m"),
        max_value=Decimal(30),
        max_digits=4,
        decimal_places=1,
        required=False,
        help_text=_("With its trailer."),
    )

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        labels = {
            "needs_water": _("I need water"),
            "has_fire": _("I work with open fire"),
            "needs_step_free": _("I need a place without steps"),
            "vehicle_stays": _("My vehicle stays at the stall"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        listed, free = _sorted_out(application)
        for code, (name, kw) in APPLIANCES.items():
            self.fields[f"n_{code}"] = forms.IntegerField(
                label=name, min_value=0, max_value=MOST_ALIKE, required=False, initial=listed.get(code), widget=_Count(kw)
            )
        self.rows = range(max(FREE_ROWS, len(free) + 1))
        for row in self.rows:
            known = free[row] if row < len(free) else {}
            self.fields[f"name_{row}"] = forms.CharField(
                label=_("Another appliance"), max_length=40, required=False, initial=known.get("name")
            )
            self.fields[f"kw_{row}"] = Amount(
                label=_("kW"), max_value=MOST_KW, max_digits=5, decimal_places=2, required=False, initial=_decimal(known.get("kw"))
            )

    def appliances(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields of the listed appliances, each with what one of them draws."""
        return [(self[f"n_{code}"], kw) for code, (_name, kw) in APPLIANCES.items()]

    def free_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the pairs of name and kW for appliances that are not listed."""
        return [(self[f"name_{row}"], self[f"kw_{row}"]) for row in self.rows]

    def others(self) -> list[forms.BoundField]:
        """Return the fields beside the appliances, in order."""
        return [self[name] for name in self.plain]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for row in self.rows:
            if said.get(f"name_{row}") and f"kw_{row}" in said and said[f"kw_{row}"] is None:
                self.add_error(f"kw_{row}", forms.ValidationError(gettext("How many kW? It stands on the appliance."), code="no_kw"))
        if not self.errors and sum((_draws(one) for one in self._chosen()), Decimal(0)) > MOST_KW:
            self.add_error(
                None, forms.ValidationError(gettext("Together that is more than 100 kW. Look at the numbers again."), code="too_much")
            )
        return said

    def facts(self) -> dict[str, Any]:
        chosen = self._chosen()
        return {**super().facts(), "appliances": chosen, "power_kw": sum((_draws(one) for one in chosen), Decimal(0))}

    def _chosen(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        listed = [
            {"code": code, "name": str(name), "kw": kw, "count": said[f"n_{code}"]}
            for code, (name, kw) in APPLIANCES.items()
            if said.get(f"n_{code}")
        ]
        free = [
            {"name": said[f"name_{row}"] or gettext("other"), "kw": str(said[f"kw_{row}"]), "count": 1}
            for row in self.rows
            if said.get(f"kw_{row}")
        ]
        return listed + free


class _Count(forms.NumberInput):
    """How many of an appliance; the script beside reads what one draws."""

    def __init__(self, kw: str):
        super().__init__({"data-kw": kw, "inputmode": "numeric"})


def _draws(one: Mapping[str, Any]) -> Decimal:
    return (_decimal(one.get("kw")) or Decimal(0)) * int(one.get("count") or 1)


def _decimal(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None


def _sorted_out(application: Application) -> tuple[dict[str, int], list[Mapping[str, Any]]]:
    """Return the kept appliances as counts by code, and the others; power that no list explains is one of the others."""
    kept: list[Mapping[str, Any]] = list(application.appliances)
    listed = {one["code"]: int(one.get("count") or 1) for one in kept if one.get("code") in APPLIANCES}
    free = [one for one in kept if one.get("code") not in APPLIANCES]
    rest = application.power_kw - sum((_draws(one) for one in kept), Decimal(0))
    if rest > 0:
        free.append({"name": gettext("other"), "kw": str(rest)})
    return listed, free
