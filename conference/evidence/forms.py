"""What is typed about pictures: checks of shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.evidence.models import EvidencePhoto


class CaptionForm(forms.Form):
    about = forms.ChoiceField(label=_("Shows"), choices=EvidencePhoto.About.choices)
    caption_lv = forms.CharField(label=_("Caption · LV"), max_length=200, required=False)
    caption_ru = forms.CharField(label=_("Caption · RU"), max_length=200, required=False)
    caption_en = forms.CharField(label=_("Caption · EN"), max_length=200, required=False, help_text=_("Printed in the report."))


class PhotoForm(CaptionForm):
    file = forms.FileField(label=_("Picture"), widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}))
    field_order = ["file", "about", "caption_lv", "caption_ru", "caption_en"]
