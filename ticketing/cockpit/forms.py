"""What is typed at the desk about quotas and questions: checks of shape only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ticketing.catalogue.models import Option, Product, Question, Quota
from ticketing.catalogue.rules import Pair
from ticketing.events.forms import FactsForm, Rows
from ticketing.events.models import Event

MOST_OPTIONS = 50


def _key(pair: Pair) -> str:
    product, variation = pair
    return f"{product}" if variation is None else f"{product}-{variation}"


class QuotaForm(FactsForm):
    """A number of places, and what draws on them."""

    model = Quota
    plain = ("name", "size")

    covers = forms.MultipleChoiceField(
        label=_("Counts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick a product for all its variations, or single variations of it."),
    )

    def __init__(self, *args: Any, products: Iterable[Product], **options: Any):
        super().__init__(*args, **options)
        self.pairs: dict[str, Pair] = {}
        choices = []
        for product in products:
            whole: Pair = (product.pk, None)
            choices.append((_key(whole), str(product)))
            self.pairs[_key(whole)] = whole
            for variation in product.variations.all():
                pair: Pair = (product.pk, variation.pk)
                choices.append((_key(pair), f"{product} · {variation}"))
                self.pairs[_key(pair)] = pair
        self.fields["covers"].choices = choices
        self.order_fields(["name", "size", "covers"])

    @staticmethod
    def covered(quota: Quota) -> list[str]:
        """Return the initial ticks of a quota."""
        return [_key((item.product_id, item.variation_id)) for item in quota.items.all()]

    def wanted(self) -> set[Pair]:
        return {self.pairs[key] for key in self.cleaned_data["covers"]}


class QuestionForm(FactsForm):
    """A question for every ticket of some products."""

    model = Question
    translated = ("text", "help_text")
    needed = ("text",)
    plain = ("kind", "is_required", "ask_at_door", "show_at_door")

    products = forms.ModelMultipleChoiceField(
        Product.objects.none(), label=_("Asked for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.fields["products"].queryset = event.products.all()


class OptionForm(FactsForm):
    """One possible answer."""

    model = Option
    translated = ("text",)
    needed = ("text",)

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)


class BaseOptions(Rows):
    remove_label = _("Remove this answer")

    def options(self) -> list[Mapping[str, Any]]:
        """Return the kept answers in order."""
        return [{"pk": form.cleaned_data["pk"], **form.facts()} for form in self.kept()]


OptionFormSet: Any = forms.formset_factory(
    OptionForm, formset=BaseOptions, extra=0, can_delete=True, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS, validate_max=True
)


def option_row(option: Option) -> dict[str, Any]:
    """Return the initial values of an answer's row."""
    return {"pk": option.pk, **{name: getattr(option, name) for name in OptionForm.names()}}
