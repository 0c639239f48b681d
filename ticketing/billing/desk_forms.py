"""What staff type about money: checks of shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.billing.models import BankAccount
from ticketing.billing.operations import ACCOUNT_FACTS
from ticketing.billing.providers import PROVIDERS, TOLD
from ticketing.events.forms import CURRENCIES

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


def providers() -> list[tuple[str, Any]]:
    """Return the ways to pay as options."""
    return [(provider.name, provider.label) for provider in PROVIDERS.values()]


def by_hand() -> list[tuple[str, Any]]:
    """Return those of which money is recorded by hand."""
    return [(name, label) for name, label in providers() if name not in TOLD]


class MoneyForm(forms.Form):
    """Money that came, or went back."""

    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({"inputmode": "decimal", **_NO_AUTOCOMPLETE}),
    )
    provider = forms.ChoiceField(label=_("Paid by"), choices=by_hand)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=80,
        required=False,
        help_text=_("What the bank calls the payment, or the number of the receipt. It can be recorded only once."),
        widget=forms.TextInput(_NO_AUTOCOMPLETE),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))


class AccountForm(forms.ModelForm):
    """A bank account; numbers may be typed with spaces, as they stand on paper."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])

    class Meta:
        model = BankAccount
        fields = ACCOUNT_FACTS

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in ("number", "bic", "correspondent", "inn", "kpp"):
            self.fields[name].max_length = 50
            self.fields[name].validators = []
            self.fields[name].widget.attrs |= {"maxlength": 50, "spellcheck": "false", **_NO_AUTOCOMPLETE}
        if self.instance.pk:
            self.fields["currency"].disabled = True
            self.initial["number"] = self.instance.shown

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation writes, and says what is wrong."""
