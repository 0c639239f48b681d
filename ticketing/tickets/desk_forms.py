"""What is asked of a print run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.tickets.models import PrintRun


class PrintForm(forms.Form):
    """What to print, and on which paper."""

    layout = forms.ChoiceField(label=_("Print"), choices=PrintRun.Layout.choices, widget=forms.RadioSelect, initial=PrintRun.Layout.A4_8)
    products = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        label=_("For"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to print all tickets."),
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.fields["products"].queryset = Product.objects.filter(event=event, admits=True)
