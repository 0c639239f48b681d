"""Where the maker would like to stand, and beside whom."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.languages import fold
from fairs.calls.forms.fields import Amount
from fairs.calls.forms.step import StepForm
from fairs.calls.models import Application, Companion, Wish
from fairs.calls.operations.filling import Lists
from fairs.fairground.rules.layout import Layout, StallAt

MOST_WISHES = 6
MOST_NEIGHBOURS = 5
PICK = "wish_"
"""The names of the ranked fields begin with it; the plan's script looks for them."""

CHOICES = "wish-choices"
"""What can be wished stands on the page once, however many fields and stalls there are."""

Kind = Companion.Kind


class WishesForm(StepForm):
    """Ranked wishes: one stall, any of a zone, or any with a feature; and other makers."""

    plain = ("anywhere", "wants_exact_place", "max_price")
    max_price = Amount(
        label=_("Most you would pay for one stall"), max_value=Decimal(100_000), max_digits=10, decimal_places=2, required=False
    )
    beside = forms.CharField(label=_("I would like to stand beside"), required=False, widget=forms.Textarea({"rows": 2}))
    not_beside = forms.CharField(label=_("Please not beside"), required=False, widget=forms.Textarea({"rows": 2}))
    share = forms.CharField(label=_("I share the stall with"), max_length=150, required=False)

    def __init__(self, *args: Any, application: Application, layout: Layout | None = None, **options: Any):
        super().__init__(*args, application=application, **options)
        self.choices = _choices(layout)
        self.known = {_folded(word): choice.value for choice in reversed(self.choices) for word in (choice.word, *choice.also)}
        words = {choice.value: choice.word for choice in self.choices}
        present = [_value(wish) for wish in application.wishes.all()]
        for rank in range(1, MOST_WISHES + 1):
            self.fields[f"{PICK}{rank}"] = forms.CharField(
                label=_("Wish %(n)s") % {"n": rank},
                max_length=120,
                required=False,
                initial=next((words.get(value, "") for value in present[rank - 1 : rank]), ""),
                widget=forms.TextInput({"list": CHOICES, "autocomplete": "off"}),
            )
        self.fields["anywhere"].label = _("Any other place will do, too")
        self.fields["anywhere"].help_text = _("Without this you get one of your wishes or none.")
        self.fields["wants_exact_place"].label = _("I want exactly my first wish")
        self.fields["wants_exact_place"].help_text = _("Some fairs ask a fee for it; see the price.")
        self.fields["max_price"].help_text = application.call.event.currency
        for kind in (Kind.BESIDE, Kind.NOT_BESIDE):
            self.fields[kind].help_text = _("Name as on their stall, or their e-mail; one a line.")
        self.fields["share"].help_text = _("Name or e-mail. They are asked by letter, and the stall is shared once they agree.")
        for word in Kind.values:
            self.initial[word] = "\n".join(one.named for one in application.companions.all() if one.kind == word)

    def ranked(self) -> list[forms.BoundField]:
        """Return the ranked fields."""
        return [self[f"{PICK}{rank}"] for rank in range(1, MOST_WISHES + 1)]

    def kinds(self) -> list[str]:
        """Return the zones and features by the words they are wished with."""
        return [choice.word for choice in self.choices if not choice.value.isdigit()]

    def clean_beside(self) -> list[str]:
        return _names(self.cleaned_data["beside"])

    def clean_not_beside(self) -> list[str]:
        return _names(self.cleaned_data["not_beside"])

    def clean_share(self) -> str:
        own, said = self.application.exhibitor, str(self.cleaned_data["share"]).strip()
        if said and said.casefold() in {own.email.casefold(), own.name.casefold()}:
            raise forms.ValidationError(gettext("That is you. Name the other maker."), code="oneself")
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for rank in range(1, MOST_WISHES + 1):
            name, text = f"{PICK}{rank}", str(said.get(f"{PICK}{rank}") or "")
            value = self.known.get(_folded(text), "")
            if text and not value:
                told = gettext("“%(text)s” is no stall, zone or kind of place that can be wished here.") % {"text": text[:40]}
                self.add_error(name, forms.ValidationError(told, code="unknown"))
            elif value and value in seen:
                self.add_error(name, forms.ValidationError(gettext("This is wished already, higher up."), code="twice"))
            said[name] = value
            seen.add(value)
        return said

    def lists(self) -> Lists:
        said = self.cleaned_data
        chosen = [said[f"{PICK}{rank}"] for rank in range(1, MOST_WISHES + 1)]
        named = [(Kind.BESIDE.value, name) for name in said["beside"]] + [(Kind.NOT_BESIDE.value, name) for name in said["not_beside"]]
        if said["share"]:
            named.append((Kind.SHARE.value, said["share"]))
        return Lists(wishes=[_wish(value) for value in chosen if value], companions=named)


def _names(text: str) -> list[str]:
    names = list(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
    if len(names) > MOST_NEIGHBOURS:
        raise forms.ValidationError(gettext("Name at most %(n)s makers."), code="too_many", params={"n": MOST_NEIGHBOURS})
    if any(len(name) > 150 for name in names):
        raise forms.ValidationError(gettext("One name a line, please."), code="too_long")
    return names


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be wished: its value (a stall's id, "z" and a zone's id, "f-" and a feature), the word for it, more about it."""

    value: str
    word: str
    about: str = ""
    also: tuple[str, ...] = ()


def _choices(layout: Layout | None) -> list[Choice]:
    """Return what can be wished: stalls, zones, features. Where two read alike, the earlier is meant."""
    found: list[Choice] = []
    if layout is not None:
        open_ones = [stall for stall in layout.stalls if not stall.is_blocked and not stall.held_for]
        found += [Choice(str(stall.id), stall.number, _stall_words(stall)) for stall in open_ones]
        found += [Choice(f"z{zone.id}", zone.name, gettext("anywhere there"), (zone.code,)) for zone in layout.zones]
    return found + [Choice(f"f-{feature.value}", str(feature.label), gettext("any stall with it")) for feature in Wish.Feature]


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def _stall_words(stall: StallAt) -> str:
    kw = gettext("kW")
    facts = [gettext("corner")] if stall.open_sides >= 2 else []
    facts += [f"{stall.power_kw:g} {kw}"] if stall.power_kw else []
    return ", ".join(facts)


def _value(wish: Wish) -> str:
    if wish.stall_id:
        return str(wish.stall_id)
    return f"z{wish.zone_id}" if wish.zone_id else f"f-{wish.feature}"


def _wish(value: str) -> dict[str, Any]:
    if value.startswith("f-"):
        return {"feature": value.removeprefix("f-")}
    return {"zone_id": int(value[1:])} if value.startswith("z") else {"stall_id": int(value)}
