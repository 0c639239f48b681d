from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Person


class SignupForm(forms.Form):
    """The fields allauth's sign-up form gets from us."""

    name = forms.CharField(label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Required by allauth; the adapter has saved the name already."""


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Language")}
        help_texts = {"language": _("Of these pages and of the letters you get.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
