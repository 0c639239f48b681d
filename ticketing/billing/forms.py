"""What buyers choose when they pay."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.billing.providers import Provider
from ticketing.orders.forms import RefusableForm


class CreditForm(RefusableForm):
    """The code of a credit to pay with."""

    credit = forms.CharField(
        label=_("Code of the credit"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code of your credit.")},
    )


class ProviderForm(forms.Form):
    """How to pay."""

    provider = forms.ChoiceField(
        label=_("How would you like to pay?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you will pay."), "invalid_choice": _("This way to pay is not offered. Choose another.")},
    )

    def __init__(self, providers: Sequence[Provider], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["provider"].choices = [(provider.name, provider.label) for provider in providers]
