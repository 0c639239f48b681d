"""What staff type about a maker who applies on paper or by phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from common.languages import Language
from exhibitors.crafts import queries as crafts
from exhibitors.crafts.models import Craft
from exhibitors.profiles.forms import NewForm


class EntryForm(NewForm):
    """A maker entered on their behalf."""

    partner: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Entered for"), queryset=None, empty_label=None)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Many have none."))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    craft: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Main craft"), queryset=None, required=False)
    in_spite = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("kind", "name", "country", "phone", "email", "language", "craft", "partner")

    def __init__(self, *args: Any, partners: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["kind"].label = _("The maker is")
        self.fields["name"].help_text = _("As their documents write it, in their own script.")
        self.fields["partner"].queryset = partners
        self.fields["craft"].queryset = Craft.objects.exclude(group=None)
        self.fields["craft"].choices = crafts.choices(_("not known yet"))
        if len(partners) == 1:
            self.fields["partner"].widget = forms.HiddenInput()
            self.fields["partner"].initial = partners[0]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("partner", "in_spite")}

    @property
    def entered_for(self) -> Partner:
        return self.cleaned_data["partner"]
