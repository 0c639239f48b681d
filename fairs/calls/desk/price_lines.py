"""What every line of a price list has in its form: its word, names of its own, whom it is for, and a sentence that says it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from exhibitors.profiles.models import LegalForm
from fairs.calls.desk import price_words
from fairs.calls.models import Call
from ticketing.pricing import Condition
from ticketing.pricing.pricelist import SWITCHES
from ticketing.pricing.wording import WORDS

OWN = "own"


class LineForm(forms.Form):
    """What every line has: the word it is known by, names of its own, and whom it is for.

    `code` stays once a line has one; a new line takes a usual word (`what`) or a name of its own.
    """

    USUAL: Sequence[str] = ()
    code = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("What for"), required=False)
    name_lv = forms.CharField(label=_("Name · LV"), max_length=80, required=False)
    name_ru = forms.CharField(label=_("Name · RU"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name · EN"), max_length=80, required=False)

    def __init__(self, *args: Any, call: Call, lines: Mapping[str, str], **options: Any):
        super().__init__(*args, **options)
        self.call, self.lines = call, lines
        self.extras = {extra.code: extra for extra in call.add_ons.all()}
        self.fields["what"].choices = [*((word, WORDS[word]) for word in self.USUAL), *self._more_words(), (OWN, _("something else"))]
        if self["code"].value():
            del self.fields["what"]

    def _more_words(self) -> Iterable[tuple[str, Any]]:
        return ()

    @property
    def title(self) -> str:
        """What the line is called at present; empty for a new one."""
        return self.lines.get(str(self["code"].value() or ""), "")

    @property
    def is_open(self) -> bool:
        """Whether the line's fields are shown at once: it is new, or something in it is wrong."""
        return not self.title or bool(self.is_bound and self.errors)

    @property
    def sentence(self) -> str:
        """What the line says, in one sentence."""
        return " · ".join(filter(None, self._parts()))

    def _parts(self) -> Iterable[str]:
        """Yield the parts of the sentence; "" where there is nothing to say."""
        return ()

    def _shown(self, name: str) -> str:
        """Return what is chosen in a field, in its words."""
        value = self[name].value()
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        return ", ".join(str(label) for word, label in self.fields[name].choices if str(word) in chosen)

    def _amount(self, name: str, words: str = "%s") -> str:
        """Return a typed number as the language writes it, within `words`; "" where none was typed."""
        value = self[name].value()
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return ""
        return words % number_format(number, decimal_pos=None if number % 1 == 0 else 2, use_l10n=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("what") == OWN and not said.get("name_lv"):
            self.add_error("name_lv", ValidationError(_("Give it a name."), code="no_name"))
        return said

    def names(self) -> tuple[str, str, str]:
        """Return the line's own names in lv, ru and en; empty where it has none."""
        return self.cleaned_data["name_lv"], self.cleaned_data["name_ru"], self.cleaned_data["name_en"]


class ConditionForm(LineForm):
    """A line that may be for some makers only."""

    groups = forms.MultipleChoiceField(label=_("Only goods groups"), required=False, widget=forms.CheckboxSelectMultiple)
    who = forms.MultipleChoiceField(
        label=_("Only a maker who"), required=False, widget=forms.CheckboxSelectMultiple, choices=price_words.SWITCHES.items()
    )
    legal_forms = forms.MultipleChoiceField(
        label=_("Only legal forms"), required=False, widget=forms.CheckboxSelectMultiple, choices=LegalForm.choices
    )
    price_classes = forms.CharField(
        label=_("Only stalls of the price class"), max_length=200, required=False, help_text=_("as the ground says; several by commas")
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        groups = {group.code: str(group.name) for group in self.call.goods_groups.all()}
        kept = self.initial.get("groups") or ()
        self.fields["groups"].choices = [*groups.items(), *((code, code) for code in kept if code not in groups)]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        words = said.get("who") or []
        if any(f"{switch}:1" in words and f"{switch}:0" in words for switch in SWITCHES):
            self.add_error("who", ValidationError(_("These two never meet: nobody would pay this line."), code="contradiction"))
        return said

    def condition(self) -> Condition:
        said = self.cleaned_data
        switches: dict[str, Any] = {name: value == "1" for name, _colon, value in (word.partition(":") for word in said["who"])}
        classes = frozenset(filter(None, (word.strip() for word in said["price_classes"].split(","))))
        return Condition(
            goods_groups=frozenset(said["groups"]), legal_forms=frozenset(said["legal_forms"]), price_classes=classes, **switches
        )

    @staticmethod
    def condition_row(condition: Condition) -> dict[str, Any]:
        asked = {name: getattr(condition, name) for name in SWITCHES}
        return {
            "groups": sorted(condition.goods_groups),
            "legal_forms": sorted(condition.legal_forms),
            "price_classes": ", ".join(sorted(condition.price_classes)),
            "who": [f"{name}:{int(value)}" for name, value in asked.items() if value is not None],
        }

    def _only(self) -> str:
        """Return whom the line is for, in words; "" for everybody."""
        found = [self._shown(name) for name in ("groups", "who", "legal_forms")]
        words = "; ".join(filter(None, [*found, str(self["price_classes"].value() or "")]))
        return now("only: %(who)s") % {"who": words} if words else ""

    @property
    def has_condition(self) -> bool:
        """Whether the line is for some only, or something is wrong there."""
        names = ("groups", "who", "legal_forms", "price_classes")
        return any(self[name].value() or (self.is_bound and self[name].errors) for name in names)
