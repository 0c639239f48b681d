from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.allocation.models import Plan


class AskForm(forms.Form):
    budget = forms.ChoiceField(label=_("How long may it take?"), choices=Plan.Budget.choices, initial="quick", widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note, to find it again"), max_length=200, required=False)
