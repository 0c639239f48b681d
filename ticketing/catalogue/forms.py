"""What is typed at the desk about products and their variations: checks of shape only."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.catalogue.models import PriceStep, Product, Variation
from ticketing.events.forms import FactsForm, Rows
from ticketing.events.models import Event

MOST_VARIATIONS = 50


def _price(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=10, decimal_places=2, **options)


class ProductForm(FactsForm):
    """A product of an event. Times are by the event's clock."""

    model = Product
    translated = ("name", "description")
    needed = ("name",)
    plain = (
        "price", "second_price", "tax_rate", "tax_ground", "max_per_order", "group_max", "sale_from", "sale_until", "cancel_until",
        "window", "style", "admits", "is_public", "is_transferable", "is_active",
    )  # fmt: skip
    PRICE = ("price", "second_price", "tax_rate", "tax_ground", "max_per_order", "group_max")
    SALE = ("sale_from", "sale_until", "cancel_until")
    TICKET = ("style", "window")
    SWITCHES = ("admits", "is_public", "is_transferable", "is_active")

    price = _price(label=_("Price"), initial="0.00")
    tax_rate = forms.DecimalField(
        label=_("VAT included, %"), min_value=0, max_value=99, decimal_places=1, required=False, help_text=_("empty: without VAT")
    )
    tax_ground = forms.ChoiceField(label=_("Without VAT because"), choices=Product.TaxGround, help_text=_("invoices say so"))
    max_per_order = forms.IntegerField(label=_("At most per order"), min_value=1, max_value=50, initial=10)
    second_price = _price(label=_("Price in the second currency"), required=False, help_text=_("empty: not sold in it"))
    group_max = forms.IntegerField(
        label=_("Groups may order up to"),
        min_value=2,
        max_value=500,
        required=False,
        help_text=_("empty: groups are ordered by staff only"),
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        self.fields["price"].label = f"{_('Price')}, {event.currency}"
        _name_second(self, event)
        _offer_windows(self.fields["window"], event)

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if not self[name].is_hidden]

    @property
    def groups(self) -> Mapping[str, list[forms.BoundField]]:
        """The fields as the page groups them."""
        return {name.lower(): self.group(getattr(self, name)) for name in ("PRICE", "SALE", "TICKET", "SWITCHES")}


def _name_second(form: FactsForm, event: Event) -> None:
    """Ask for a second price only where the event sells in two currencies; what is kept stays as it is."""
    if event.second_currency:
        form.fields["second_price"].label = f"{_('Price')}, {event.second_currency}"
    else:
        form.fields["second_price"].widget = forms.HiddenInput()


def _offer_windows(field: forms.ModelChoiceField, event: Event) -> None:
    field.queryset = event.windows.all()
    field.empty_label = str(_("the whole event"))


class VariationForm(FactsForm):
    """One kind of a product."""

    model = Variation
    translated = ("name",)
    needed = ("name",)
    plain = ("price", "second_price", "window", "is_active")

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    price = _price(label=_("Price"), required=False, help_text=_("empty: the product's price"))
    second_price = _price(label=_("Price in the second currency"), required=False, help_text=_("empty: the product's price"))

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        _name_second(self, event)
        _offer_windows(self.fields["window"], event)


class StepForm(FactsForm):
    """A lower price and its condition."""

    model = PriceStep
    plain = ("variation", "price", "second_price", "until", "first", "from_places")

    price = _price(label=_("Price"))
    second_price = _price(label=_("Price in the second currency"), required=False, help_text=_("empty: no lower price in it"))

    def __init__(self, *args: Any, product: Product, **options: Any):
        event = product.event
        super().__init__(*args, zone=event.tz, **options)
        self.fields["price"].label = f"{_('Price')}, {event.currency}"
        _name_second(self, event)
        self.fields["variation"].queryset = product.variations.all()
        self.fields["variation"].required = False
        self.fields["variation"].empty_label = str(_("all of them"))
        if not product.variations.exists():
            self.fields["variation"].widget = forms.HiddenInput()


class BaseVariations(Rows):
    remove_label = _("Remove this variation")

    def split(self, present: Mapping[int, Variation]) -> tuple[list[tuple[Variation | None, dict[str, Any]]], list[Variation]]:
        """Return the kept rows with their variations (None: a new one), and the variations whose rows are gone."""
        kept = [(present.get(form.cleaned_data["pk"]), form.facts()) for form in self.kept()]
        staying = {variation.pk for variation, _facts in kept if variation}
        return kept, [variation for pk, variation in present.items() if pk not in staying]


VariationFormSet: Any = forms.formset_factory(
    VariationForm,
    formset=BaseVariations,
    extra=0,
    can_delete=True,
    max_num=MOST_VARIATIONS,
    absolute_max=MOST_VARIATIONS,
    validate_max=True,
)


def variation_row(variation: Variation) -> dict[str, Any]:
    """Return the initial values of a variation's row."""
    return {"pk": variation.pk, **{name: getattr(variation, f"{name}_id" if name == "window" else name) for name in VariationForm.names()}}
