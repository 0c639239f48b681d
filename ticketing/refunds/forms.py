"""What buyers and organisers type about refunds: checks of shape only."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import ValidationError as WrongNumber

from ticketing.orders.forms import RefusableForm
from ticketing.refunds.models import Refund
from ticketing.refunds.rules import Step

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class IbanForm(RefusableForm):
    """An account that euros can be sent to."""

    holder = forms.CharField(label=_("Holder of the account"), max_length=70, widget=forms.TextInput({"autocomplete": "name"}))
    account = forms.CharField(
        label="IBAN", max_length=42, widget=forms.TextInput(_PLAIN), help_text=_("for example LV80 BANK 0000 4351 9500 1")
    )

    def clean_account(self) -> str:
        try:
            return str(iban.validate(self.cleaned_data["account"], check_country=False))
        except WrongNumber:
            raise ValidationError(_("This is not an IBAN: a letter or digit is wrong or missing."), code="not_iban") from None


class RussianAccountForm(RefusableForm):
    """An account that roubles can be sent to."""

    holder = forms.CharField(label=_("Holder of the account"), max_length=70, widget=forms.TextInput({"autocomplete": "name"}))
    account = forms.RegexField(
        r"^[\d ]+$",
        label=_("Number of the account"),
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}),
        help_text=_("20 digits"),
    )
    bank = forms.RegexField(
        r"^\d{9}$", label=_("BIK of the bank"), widget=forms.TextInput({"inputmode": "numeric", **_PLAIN}), help_text=_("9 digits")
    )

    def clean_account(self) -> str:
        digits = "".join(self.cleaned_data["account"].split())
        if len(digits) != 20:
            raise ValidationError(_("The number of the account has 20 digits."), code="not_account")
        return digits


def account_form(currency: str, *args: Any, **options: Any) -> RefusableForm:
    """Return the form for an account in a currency."""
    return (RussianAccountForm if currency == "RUB" else IbanForm)(*args, **options)


MOST_STEPS = 6


class LadderForm(RefusableForm):
    """Up to six steps; a row without days or share is left out."""

    def __init__(self, steps: tuple[Step, ...], *args: Any, **options: Any):
        super().__init__(*args, **options)
        for number in range(MOST_STEPS):
            step = steps[number] if number < len(steps) else None
            self.fields[f"days_{number}"] = _whole(step.days if step else None, 730)
            self.fields[f"percent_{number}"] = _whole(step.percent if step else None, 100)
            self.fields[f"fee_{number}"] = forms.DecimalField(
                required=False,
                min_value=Decimal("0.00"),
                max_digits=8,
                decimal_places=2,
                localize=True,
                initial=step.fee if step else None,
                widget=forms.TextInput({"inputmode": "decimal", **_PLAIN}),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the inputs of each step."""
        return [{name: self[f"{name}_{number}"] for name in ("days", "percent", "fee")} for number in range(MOST_STEPS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        steps = []
        for number in range(MOST_STEPS):
            days, percent = cleaned.get(f"days_{number}"), cleaned.get(f"percent_{number}")
            if (days is None) != (percent is None):
                self.add_error(f"days_{number}", ValidationError(_("Give both days and share, or neither."), code="half"))
            if days is not None and percent is not None:
                steps.append(Step(days, percent, cleaned.get(f"fee_{number}") or Decimal("0.00")))
        return {**cleaned, "steps": tuple(steps)}


def _whole(initial: int | None, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=0, max_value=most, initial=initial, widget=forms.TextInput({"inputmode": "numeric", **_PLAIN})
    )


class OweForm(RefusableForm):
    """Money that is to go back at the organiser's wish."""

    amount = forms.DecimalField(
        label=_("Amount"), max_digits=10, decimal_places=2, localize=True, widget=forms.TextInput({"inputmode": "decimal", **_PLAIN})
    )
    way = forms.ChoiceField(
        label=_("How it goes back"), required=False, choices=[("", _("as usual: to the card it came from, else to a bank"))]
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The buyer is told it."))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["way"].choices = [*self.fields["way"].choices, *((way.value, way.label) for way in Refund.Way)]
