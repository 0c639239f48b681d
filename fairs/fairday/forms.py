from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.fairday.models import AfterForm
from fairs.fairground.models import Stall
from ticketing.events.models import Event


class IncidentForm(forms.Form):
    text = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    stall = forms.ModelChoiceField(Stall.objects.none(), label=_("Stall"), required=False, empty_label=_("no particular stall"))
    is_serious = forms.BooleanField(label=_("serious"), required=False)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stall"].queryset = Stall.objects.filter(ground__event=event)


class CountForm(forms.Form):
    place = forms.CharField(label=_("Where"), max_length=60, required=False)
    count = forms.IntegerField(label=_("Visitors this hour"), min_value=0, max_value=100_000)


class AfterwardsForm(forms.ModelForm):
    rating = forms.TypedChoiceField(
        label=_("How was it"),
        choices=[("", "–"), ("5", _("5: very good")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1: bad"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    turnover = forms.ChoiceField(label=_("Turnover"), choices=[("", "–"), *AfterForm.Turnover.choices], required=False)
    would_return = forms.TypedChoiceField(
        label=_("Would come again"),
        choices=[("", "–"), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )

    class Meta:
        model = AfterForm
        fields = ["rating", "turnover", "visitors", "would_return", "remarks"]
        widgets = {"remarks": forms.Textarea({"rows": 4})}
