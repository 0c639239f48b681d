from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.fairground.models import Entrance
from fairs.offers.models import Goods, Offer, StallPass
from ticketing.events.fields import EventDateTimeField
from ticketing.events.models import Event


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why, if you like to say"), max_length=250, required=False, widget=forms.Textarea({"rows": 2}))


class PassForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of pass"), choices=StallPass.Kind.choices)
    name = forms.CharField(label=_("Name, or the vehicle's number plate"), max_length=150)
    name_other = forms.CharField(label=_("Name in another script"), max_length=150, required=False)


class GoodsForm(forms.ModelForm):
    currency = forms.ChoiceField(label=_("Currency"), choices=[("EUR", "EUR"), ("RUB", "RUB")])

    class Meta:
        model = Goods
        fields = [
            "description", "quantity", "unit", "value", "currency", "weight_kg", "mark", "hs_code", "origin", "purpose", "returned",
        ]  # fmt: skip


class LoadForm(forms.Form):
    entrance = forms.ModelChoiceField(Entrance.objects.none(), label=_("Entrance"))
    starts_at = EventDateTimeField(label=_("Time"))

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entrance"].queryset = Entrance.objects.filter(ground__event=event).select_related("ground")
        self.fields["starts_at"].zone = event.tz


class OffersFilter(forms.Form):
    """What a list of offers is asked for; wrong words are no filter."""

    q = forms.CharField(max_length=100, required=False)
    state = forms.ChoiceField(choices=[("", ""), *Offer.State.choices], required=False)
