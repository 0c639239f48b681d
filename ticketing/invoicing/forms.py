"""What is typed about papers: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.invoicing.models import BillTo, Document, Issuer
from ticketing.invoicing.operations.identity import FIELDS as OF_ISSUER
from ticketing.invoicing.operations.naming import FIELDS as OF_BILL
from ticketing.orders.fields import countries
from ticketing.orders.models import Order


class BillToForm(forms.ModelForm):
    """Whom the paper is for."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)

    class Meta:
        model = BillTo
        fields = OF_BILL
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["registration_number"].help_text = _(
            "of a self-employed person the taxpayer code; for Russia ИНН; a private person needs none"
        )
        self.fields["kpp"].help_text = _("of a Russian organisation")
        self.fields["email"].help_text = _("empty: the e-mail of the order")
        for name in ("registration_number", "vat_number", "kpp", "contract"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


def start_of(order: Order) -> dict[str, Any]:
    """Return what a form about an order begins with."""
    return {"kind": BillTo.Kind.FIRM, "country": order.event.partner.country, "email": ""}


class IssuerForm(forms.ModelForm):
    """What a partner's papers say of it."""

    class Meta:
        model = Issuer
        fields = OF_ISSUER


class PatternsForm(forms.Form):
    """How the numbers of each kind look this year; those that were begun are shown, not asked."""

    def __init__(self, patterns: dict[str, tuple[str, bool]], *args: Any, **options: Any):
        super().__init__(*args, **options)
        labels = dict(Document.Kind.choices)
        for kind, (pattern, is_begun) in patterns.items():
            self.fields[kind] = forms.CharField(label=labels[kind], max_length=40, initial=pattern, disabled=is_begun)


class CreditForm(forms.Form):
    """Taking back a document, or a part of it."""

    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        required=False,
        help_text=_("with VAT; empty: all that is left of it"),
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
