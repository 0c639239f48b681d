"""What is typed about certificates and feedback: checks of shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import Language

RATINGS = [(5, _("very good")), (4, _("good")), (3, _("so-so")), (2, _("not so good")), (1, _("bad"))]


class SignForm(forms.Form):
    signatory = forms.CharField(label=_("Signed by"), max_length=120)
    office = forms.CharField(label=_("Office"), max_length=120, required=False, help_text=_("Printed as it stands, in every language."))
    sends = forms.BooleanField(label=_("Mail everybody the link to their certificate"), required=False, initial=True)


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it no longer holds"), max_length=200, help_text=_("Stays in the register; is not shown to who checks the paper.")
    )


class SendForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "mono"}),
        help_text=_("Sixteen letters and digits beside the square; hyphens do not matter."),
    )


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=RATINGS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was.")},
    )
    liked = forms.CharField(label=_("What was good?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    missed = forms.CharField(label=_("What was missing?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
