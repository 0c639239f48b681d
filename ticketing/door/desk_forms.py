"""What staff type about areas, gates and phones: checks of shape only."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from ticketing.catalogue.models import Product
from ticketing.door.models import Area, ClashDecision, Device, Gate
from ticketing.door.operations.pins import LONGEST, SHORTEST
from ticketing.door.texts import DECISIONS
from ticketing.events.fields import EventDateTimeField
from ticketing.events.models import Event

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class AreaForm(forms.Form):
    """Something gates lead into."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(_NO_AUTOCOMPLETE))
    capacity = forms.IntegerField(
        label=_("People at most"), min_value=1, max_value=1_000_000, required=False, help_text=_("The live page warns when it is full.")
    )
    within = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Lies in"),
        required=False,
        empty_label=_("nothing larger"),
        help_text=_("A hall lies in its site: who is in the hall is counted once, on the site too."),
    )
    stays_overnight = forms.BooleanField(
        label=_("People stay overnight"), required=False, help_text=_("Otherwise everybody counts as gone at midnight.")
    )

    def __init__(self, *args: Any, event: Event, area: Area | None = None, **options: Any):
        super().__init__(*args, **options)
        sites = Area.objects.filter(event=event, within=None)
        self.fields["within"].queryset = sites.exclude(pk=area.pk) if area else sites


class ProductsField(forms.ModelMultipleChoiceField):
    """Products with the name of their event, where it is another one."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any):
        super().__init__(Product.objects.none(), **options)
        self.event: Event | None = None

    def label_from_instance(self, product: Product) -> str:
        return str(product) if product.event_id == (self.event and self.event.pk) else f"{product} ({product.event})"


class GateForm(forms.Form):
    """Where tickets are scanned. One badge may open the gates of another event of the same organiser."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(_NO_AUTOCOMPLETE))
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Leads into"), empty_label=None)
    products = ProductsField(label=_("Opens for"))
    rule = forms.ChoiceField(
        label=_("Admits"),
        choices=Gate.Rule.choices,
        help_text=_("“In and out” counts people who leave, so that they may come back."),
    )
    opens_at = EventDateTimeField(label=_("Opens"), required=False, help_text=_("Empty: open as long as the event runs."))
    closes_at = EventDateTimeField(label=_("Closes"), required=False)

    def __init__(self, *args: Any, event: Event, at: datetime, **options: Any):
        super().__init__(*args, **options)
        for name in ("opens_at", "closes_at"):
            self.fields[name].zone = event.tz
        self.fields["area"].queryset = Area.objects.filter(event=event)
        self.fields["products"].event = event
        mine = Q(event=event) | Q(event__partner=event.partner_id, event__ends_at__gt=at)
        offered = Product.objects.filter(mine, admits=True, is_active=True) | Product.objects.filter(
            pk__in=self.initial.get("products", [])
        )
        self.fields["products"].queryset = offered.select_related("event").order_by("event__starts_at", "position", "pk")


class GateChangeForm(GateForm):
    """As a new gate, and whether it is used at all."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class DeviceForm(forms.Form):
    """A phone at a gate."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Who carries it, or where: “Jānis, gate 1”."), widget=forms.TextInput(_NO_AUTOCOMPLETE)
    )
    gate = forms.ModelChoiceField(Gate.objects.none(), label=_("Gate"), empty_label=None)
    rights = forms.ChoiceField(label=_("Rights"), choices=Device.Rights.choices)
    shows_names = forms.BooleanField(
        label=_("Shows names"), required=False, help_text=_("Otherwise a steward sees the product only; supervisors always see names.")
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.fields["gate"].queryset = Gate.objects.filter(event=event)


class NewDeviceForm(DeviceForm):
    """As a phone, and the language it starts in."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class PinForm(forms.Form):
    """The supervisors' number. It is shown while it is typed: whoever sets it must tell it to others."""

    pin = forms.RegexField(
        rf"^\d{{{SHORTEST},{LONGEST}}}$",
        label=_("Number"),
        help_text=_("4 to 8 digits. Tell it to supervisors only, and change it when the day is over."),
        error_messages={"invalid": _("Give 4 to 8 digits.")},
        widget=forms.TextInput({**_NO_AUTOCOMPLETE, "inputmode": "numeric", "maxlength": LONGEST}),
    )


class ClashForm(forms.Form):
    """What a person decides about a clash. Only who may cancel tickets can say that one was shared."""

    ruling = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=200, required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))

    def __init__(self, *args: Any, may_cancel: bool, **options: Any):
        super().__init__(*args, **options)
        offered = [one for one in DECISIONS if may_cancel or one != ClashDecision.Ruling.SHARED]
        self.fields["ruling"].choices = [(one, DECISIONS[one]) for one in offered]
