"""What staff type at the desk about tickets: checks of shape only."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from ticketing.catalogue.models import Product, Variation
from ticketing.events.models import Event
from ticketing.orders import rules
from ticketing.orders.fields import NameField, countries
from ticketing.orders.operations import Want
from ticketing.tickets.operations import NewTicket

MOST_GUESTS = 500
_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class RenameForm(forms.Form):
    """How the same holder is written."""

    name = NameField(label=_("Name"), widget=forms.TextInput(_NO_AUTOCOMPLETE))
    name_other = NameField(label=_("Name in another script"), required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(_NO_AUTOCOMPLETE))
    organisation = NameField(label=_("Organisation"), required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)


class HandOverForm(forms.Form):
    """Who has the ticket from now on."""

    name = NameField(label=_("New holder's name"), widget=forms.TextInput(_NO_AUTOCOMPLETE))
    email = forms.EmailField(
        label=_("New holder's e-mail"), help_text=_("The new ticket goes there."), widget=forms.EmailInput(_NO_AUTOCOMPLETE)
    )


class GroupForm(forms.Form):
    """Many places for one school, firm or municipality."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("Ticket"))
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=rules.MAX_GROUP)
    group = NameField(label=_("Name of the group"), help_text=_("On tickets without a name: “Group, 17”."))
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    name = NameField(label=_("Who orders"), widget=forms.TextInput(_NO_AUTOCOMPLETE))
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(_NO_AUTOCOMPLETE))
    language = forms.ChoiceField(label=_("Language of the ticket"), choices=Language.choices)
    names = forms.CharField(
        label=_("Names"),
        required=False,
        help_text=_("One person on a line, as far as they are known. The rest get numbers."),
        widget=forms.Textarea({"rows": 8, **_NO_AUTOCOMPLETE}),
    )
    voucher = forms.CharField(label=_("Voucher"), max_length=40, required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.initial.setdefault("request_key", uuid.uuid4())
        self.offered = _offered(event)
        self.fields["what"].choices = [
            (key, f"{product} · {variation}" if variation else str(product)) for key, (product, variation) in self.offered.items()
        ]
        self.fields["currency"].choices = [(code, code) for code in event.currencies]
        if len(event.currencies) == 1:
            self.fields["currency"].widget = forms.HiddenInput()

    def wants(self) -> list[Want]:
        """Return what is ordered."""
        product, variation = self.offered[self.cleaned_data["what"]]
        return [Want(product.pk, variation.pk if variation else None, self.cleaned_data["count"])]

    def names_given(self) -> list[str]:
        """Return the names, one for each line that is not empty."""
        return [" ".join(line.split())[:150] for line in self.cleaned_data["names"].splitlines() if line.strip()]


class GuestsForm(forms.Form):
    """A list of names, and what each of them gets."""

    what = forms.ChoiceField(label=_("Ticket"))
    names = forms.CharField(
        label=_("Names"),
        help_text=_("One person on a line. What follows a semicolon is the organisation: “Vera Ščukina; Linen studio”."),
        widget=forms.Textarea({"rows": 8, **_NO_AUTOCOMPLETE}),
    )
    language = forms.ChoiceField(label=_("Language of the ticket"), choices=Language.choices)
    attention = forms.CharField(
        label=_("Attention at the door"),
        max_length=150,
        required=False,
        help_text=_("Shown to the steward when the ticket is scanned."),
        widget=forms.TextInput(_NO_AUTOCOMPLETE),
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.offered = _offered(event)
        self.fields["what"].choices = [
            (key, f"{product} · {variation}" if variation else str(product)) for key, (product, variation) in self.offered.items()
        ]

    def clean_names(self) -> list[tuple[str, str]]:
        one, found = NameField(), []
        for line in self.cleaned_data["names"].splitlines():
            name, _semicolon, organisation = line.partition(";")
            if not line.strip():
                continue
            try:
                found.append((one.clean(name), one.clean(organisation) if organisation.strip() else ""))
            except ValidationError as error:
                raise ValidationError(
                    _("“%(line)s”: %(problem)s"), params={"line": line.strip()[:40], "problem": error.messages[0]}
                ) from None
        if len(found) > MOST_GUESTS:
            raise ValidationError(_("At most %(most)s names at once."), params={"most": MOST_GUESTS}, code="too_many")
        return found

    def guests(self) -> list[NewTicket]:
        """Return the tickets to be issued, in the order of the list."""
        product, variation = self.offered[self.cleaned_data["what"]]
        return [
            NewTicket(
                product=product,
                variation=variation,
                name=name,
                organisation=organisation,
                language=self.cleaned_data["language"],
                attention=self.cleaned_data["attention"],
            )
            for name, organisation in self.cleaned_data["names"]
        ]


def _offered(event: Event) -> dict[str, tuple[Product, Variation | None]]:
    """Return everything at the event that admits a person, on sale or not, by the value of its option."""
    found: dict[str, tuple[Product, Variation | None]] = {}
    for product in event.products.filter(is_active=True, admits=True).prefetch_related("variations"):
        variations = [variation for variation in product.variations.all() if variation.is_active]
        if not variations:
            found[str(product.pk)] = (product, None)
        for variation in variations:
            found[f"{product.pk}-{variation.pk}"] = (product, variation)
    return found
