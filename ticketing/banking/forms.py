"""What a treasurer sends: checks of shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.banking import csvfile
from ticketing.banking.csvfile import Form
from ticketing.billing.models import BankAccount

_PLAIN = {"autocomplete": "off"}
_COLUMNS = {
    "booked_on": _("Day"),
    "amount": _("Amount"),
    "credit": _("Money that came"),
    "debit": _("Money that went"),
    "direction": _("Came or went (C/D)"),
    "currency": _("Currency"),
    "name": _("Name"),
    "account": _("Account of the payer"),
    "reference": _("Reference"),
    "text": _("Purpose of payment"),
    "bank_reference": _("Bank's reference"),
    "end_to_end": _("End-to-end reference"),
}
_ENCODINGS = (("utf-8-sig", "UTF-8"), ("cp1257", _("Windows-1257 (Baltic)")), ("cp1251", _("Windows-1251 (Cyrillic)")))
_DELIMITERS = ((";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tabulator")), ("|", _("bar |")))
_DATES = (
    ("%d.%m.%Y", "31.12.2026"),
    ("%Y-%m-%d", "2026-12-31"),
    ("%d/%m/%Y", "31/12/2026"),
    ("%Y.%m.%d", "2026.12.31"),
    ("%d.%m.%y", "31.12.26"),
    ("%Y%m%d", "20261231"),
)


class UploadForm(forms.Form):
    """A statement from the bank."""

    file = forms.FileField(
        label=_("Statement"),
        help_text=_("camt.053 (XML) names its account itself; CSV does not. Up to 10 MB."),
        widget=forms.ClearableFileInput({"accept": ".xml,.csv,.txt"}),
    )
    account = forms.ModelChoiceField(label=_("Account, for CSV"), queryset=BankAccount.objects.none(), required=False)

    def __init__(self, accounts: Any, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["account"].queryset = accounts


class ColumnsForm(forms.Form):
    """How a CSV file is to be read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=_ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Separator"), choices=_DELIMITERS)
    date_format = forms.ChoiceField(label=_("Dates"), choices=_DATES)
    decimal = forms.ChoiceField(label=_("Decimal sign"), choices=((",", _("comma ,")), (".", _("point ."))))
    skip = forms.IntegerField(label=_("Lines above the headings"), min_value=0, max_value=100)

    def __init__(self, headings: Sequence[str], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [("", "–"), *((heading, heading) for heading in dict.fromkeys(headings) if heading)]
        for name in csvfile.FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(label=_COLUMNS[name], choices=choices, required=False)

    @staticmethod
    def start(form: Form) -> dict[str, Any]:
        """Return what stands in the fields at first."""
        facts = {name: getattr(form, name) for name in ("encoding", "delimiter", "date_format", "decimal", "skip")}
        return facts | {f"column_{name}": heading for name, heading in form.columns.items()}

    @property
    def chosen(self) -> Form:
        """What was chosen, once valid."""
        said = self.cleaned_data
        columns = {name: said[f"column_{name}"] for name in csvfile.FIELDS if said.get(f"column_{name}")}
        return Form(said["encoding"], said["delimiter"], said["date_format"], said["decimal"], said["skip"], columns)


class PartForm(forms.Form):
    """So much for one order."""

    code = forms.CharField(label=_("Order"), max_length=10, required=False, widget=forms.TextInput({"spellcheck": "false", **_PLAIN}))
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", **_PLAIN}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("code")) != (said.get("amount") is not None) and not self.errors:
            self.add_error("amount" if said.get("code") else "code", _("Give both the order and the amount."))
        return said


PartsForm = forms.formset_factory(PartForm, extra=0, max_num=20, validate_max=True)


class AsideForm(forms.Form):
    """Why an entry is not ours."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(_PLAIN))
