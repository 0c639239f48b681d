from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.history.queries import Filter
from accounts.partners.models import Partner
from accounts.partners.operations import DETAILS
from accounts.roles.models import RoleKind
from common.languages import Language


class Day(forms.DateInput):
    """The browser's own calendar, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SuspensionForm(forms.Form):
    on = forms.DateField(label=_("Suspended from"), widget=Day())
    until = forms.DateField(
        label=_("Active again from"), widget=Day(), required=False, help_text=_("Leave it empty when nobody knows yet.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DetailsForm(forms.ModelForm):
    """What stands on papers."""

    class Meta:
        model = Partner
        fields = DETAILS


class NameForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=200)
    on = forms.DateField(label=_("First day of the new name"), widget=Day(), help_text=_("Documents of earlier days keep the old one."))


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("First name and surname"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices)


class LogForm(forms.Form):
    """The filters of the log, read from the address; what cannot be understood is left out."""

    q = forms.CharField(required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=120)
    about = forms.CharField(required=False, max_length=60)
    since = forms.DateField(label=_("From"), required=False, widget=Day())
    until = forms.DateField(label=_("Until"), required=False, widget=Day())

    def wanted(self) -> Filter:
        """Return the filter that the address asks for."""
        self.is_valid()
        said = self.cleaned_data
        return Filter(
            who=said.get("who") or "",
            about=said.get("about") or "",
            since=said.get("since"),
            until=said.get("until"),
            text=said.get("q") or "",
        )
