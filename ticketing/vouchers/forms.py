"""What is typed at the desk about vouchers: checks of shape only."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.events.forms import FactsForm
from ticketing.events.models import Event
from ticketing.vouchers.models import Voucher
from ticketing.vouchers.operations import CHANGEABLE, MOST_AT_ONCE

_KINDS = [(kind.value, kind.label) for kind in Voucher.Kind if kind != Voucher.Kind.CREDIT]


class ChangeForm(FactsForm):
    """What may still change of a voucher."""

    model = Voucher
    plain: ClassVar[Sequence[str]] = CHANGEABLE
    LIMITS: ClassVar[Sequence[str]] = ("uses_allowed", "minimum", "valid_from", "valid_until")
    PLACES: ClassVar[Sequence[str]] = ("reserved",)
    NOTES: ClassVar[Sequence[str]] = ("note",)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        self.fields["uses_allowed"].help_text = _("tickets; orders where an amount comes off")
        self.fields["reserved"].required = False

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields as the page groups them."""
        return {name.lower(): [self[field] for field in getattr(self, name)] for name in ("LIMITS", "PLACES", "NOTES")}

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return found | {"reserved": found["reserved"] or 0}


class MakeForm(ChangeForm):
    """New vouchers: one, or many with a code each."""

    plain = ("kind", "value", "currency", "products", "unlocks", *CHANGEABLE, "quota", "batch")
    WHAT: ClassVar[Sequence[str]] = ("kind", "value", "currency", "products", "unlocks")
    PLACES = ("quota", "reserved")
    NOTES = ("code", "count", "batch", "note")

    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS)
    value = forms.DecimalField(
        label=_("Percent or amount"), min_value=0, max_digits=10, decimal_places=2, required=False, help_text=_("empty for access only")
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, help_text=_("of the amount and of the minimum"))
    code = forms.CharField(
        label=_("Code of your own"), max_length=30, required=False, help_text=_("empty: one that is hard to guess"), strip=True
    )
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=1)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, event=event, **options)
        self.fields["currency"].choices = [(code, code) for code in event.currencies]
        self.fields["products"] = forms.ModelMultipleChoiceField(
            event.products.all(), label=_("For"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("none chosen: all")
        )
        self.fields["quota"].queryset = event.quotas.all()
        self.fields["quota"].required = False

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        return {"what": [self[field] for field in self.WHAT], **super().groups}

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        del found["products"]
        value = 0 if found["kind"] == Voucher.Kind.ACCESS else found["value"] or 0
        needs_currency = found["kind"] in (Voucher.Kind.AMOUNT, Voucher.Kind.FIXED) or found["minimum"] is not None
        return found | {"value": value, "currency": found["currency"] if needs_currency else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind in (Voucher.Kind.PERCENT, Voucher.Kind.AMOUNT) and "value" in cleaned and not value:
            self.add_error("value", _("Give an amount above zero."))
        if kind == Voucher.Kind.PERCENT and value and value > 100:
            self.add_error("value", _("Give at most 100 percent."))
        if kind == Voucher.Kind.FIXED and value is None and "value" in cleaned:
            self.add_error("value", _("Give the price."))
        if cleaned.get("reserved") and not cleaned.get("quota"):
            self.add_error("quota", _("Choose the places that it keeps."))
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("The end must be later than the start."))
        if cleaned.get("minimum") is not None and cleaned["minimum"] <= 0:
            self.add_error("minimum", _("Give an amount above zero."))
        return cleaned
