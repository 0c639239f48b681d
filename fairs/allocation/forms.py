from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.allocation.models import AllocationRules, Plan
from fairs.allocation.rules import LARGEST_WEIGHT, SIGNS, levels_of, own_levels, places_of
from fairs.allocation.texts import TERMS


class AskForm(forms.Form):
    budget = forms.ChoiceField(label=_("How long may it take?"), choices=Plan.Budget.choices, initial="quick", widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note, to find it again"), max_length=200, required=False)


class RefillForm(forms.Form):
    agreed = forms.CharField(
        label=_("Entries of makers who agreed to a less wished place"),
        help_text=_("Numbers with commas, such as 12, 40. Everybody else keeps their place or gets one they wished at least as much."),
        max_length=300,
        required=False,
    )

    def clean_agreed(self) -> list[int]:
        return entries(self.cleaned_data["agreed"])


def entries(text: str) -> list[int]:
    """Return entry numbers written with commas or spaces.

    Raises:
        forms.ValidationError: something is no number.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    if any(not word.isdecimal() or len(word) > 6 for word in words):
        raise forms.ValidationError(_("Write the numbers of entries with commas between them, such as 12, 40."), code="no_numbers")
    return [int(word) for word in words]


Groups = Sequence[tuple[str, str]]
"""What quotas and limits may be about: "country=LV" and its words."""

KINDS = (("quota", "quotas", "min_percent"), ("cap", "caps", "max_stalls"))
"""Lines of groups: the prefix of their fields, where the rules keep them, and the name of the number."""

SPARE = 2
"""Empty lines below the filled ones."""


class RulesForm(forms.Form):
    """How stalls are given. Weights and places of an own order, and lines of quotas and limits, are fields of their own."""

    preset = forms.ChoiceField(label=_("Order of the aims"), choices=AllocationRules.Preset.choices, widget=forms.RadioSelect)
    same_product_max = forms.IntegerField(
        label=_("Makers' stalls with the same product, at most"), min_value=1, max_value=99, required=False,
        help_text=_("Usually three. Empty: no limit."),
    )  # fmt: skip
    keeps_claims = forms.BooleanField(
        label=_("Makers may come back to last year's stall"), required=False,
        help_text=_("Whoever had a stall at your last fair on this site counts as wishing for it again."),
    )  # fmt: skip
    names_shown = forms.BooleanField(
        label=_("Reasons may name who has a wished stall"), required=False,
        help_text=_("Usually not: makers read “another maker”. Say so in the rules of the call if you allow it."),
    )  # fmt: skip
    ledger_points = forms.IntegerField(
        label=_("Points for each year with a bad place"), min_value=0, max_value=5,
        help_text=_("Added to the jury's points for each year at a dead end or without a stall, five in all at most. Usually 0."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Seed of the draw"), min_value=0, max_value=2_147_483_647,
        help_text=_("Decides ties. Publish it beforehand; anybody can repeat the draw with it."),
    )  # fmt: skip
    keep_apart = forms.CharField(
        label=_("Never side by side"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Two entry numbers a line, such as 12 40."),
    )  # fmt: skip
    same_craft_allowed = forms.MultipleChoiceField(
        label=_("Crafts that may stand side by side"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Usually the same craft is kept apart along a row; not for these."),
    )  # fmt: skip

    def __init__(self, *args: Any, rules: AllocationRules, groups: Groups, crafts: Groups, **kwargs: Any):
        at = places_of(levels_of(rules.preset, rules.levels))
        super().__init__(*args, **{"initial": _initial(rules, at), **kwargs})
        self.rules = rules
        self.fields["same_craft_allowed"].choices = list(crafts)
        for term in SIGNS:
            self.fields[f"place_{term}"] = forms.IntegerField(label=_("place"), min_value=0, max_value=len(SIGNS))
            self.fields[f"weight_{term}"] = forms.IntegerField(label=_("weight"), min_value=0, max_value=LARGEST_WEIGHT)
        for kind, rows, number in KINDS:
            known = {f"{row['by']}={row['value']}" for row in getattr(rules, rows)}
            choices = [("", "–"), *groups, *((one, one) for one in sorted(known - {value for value, _label in groups}))]
            for n in range(len(getattr(rules, rows)) + SPARE):
                self.fields[f"{kind}_group_{n}"] = forms.ChoiceField(label=_("group"), choices=choices, required=False)
                self.fields[f"{kind}_number_{n}"] = forms.IntegerField(
                    label=_("share, %") if number == "min_percent" else _("stalls"), min_value=0,
                    max_value=100 if number == "min_percent" else 6000, required=False,
                )  # fmt: skip

    @property
    def aims(self) -> list[tuple[Any, Any, Any]]:
        """Return each aim's words with its two fields, in the order in force."""
        order = sorted(SIGNS, key=lambda term: (self.initial[f"place_{term}"] or 99, term))
        return [(TERMS[term], self[f"place_{term}"], self[f"weight_{term}"]) for term in order]

    @property
    def quotas(self) -> list[tuple[Any, Any]]:
        return self._lines("quota")

    @property
    def caps(self) -> list[tuple[Any, Any]]:
        return self._lines("cap")

    def _lines(self, kind: str) -> list[tuple[Any, Any]]:
        names = [name for name in self.fields if name.startswith(f"{kind}_group_")]
        return [(self[name], self[name.replace("_group_", "_number_")]) for name in names]

    def clean_keep_apart(self) -> list[list[int]]:
        pairs = [entries(line) for line in self.cleaned_data["keep_apart"].splitlines() if line.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError(_("Write two entry numbers on each line, such as 12 40."), code="no_pairs")
        return pairs

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind, _rows, _number in KINDS:
            for group, number in self._lines(kind):
                if bool(data.get(group.name)) != (data.get(number.name) is not None) and not number.errors:
                    self.add_error(number.name, forms.ValidationError(_("Give both the group and the number."), code="half_a_line"))
        return data

    def facts(self) -> dict[str, Any]:
        """Return what `operations.set_rules` takes."""
        data = self.cleaned_data
        plain = ("preset", "same_product_max", "keeps_claims", "names_shown", "ledger_points", "seed", "keep_apart", "same_craft_allowed")
        out = {name: data[name] for name in plain}
        if data["preset"] == AllocationRules.Preset.OWN:
            out["levels"] = own_levels({term: (data[f"place_{term}"], data[f"weight_{term}"]) for term in SIGNS})
        for kind, rows, number in KINDS:
            lines = [(data.get(group.name), data.get(n.name)) for group, n in self._lines(kind)]
            named = [(*group.split("=", 1), n) for group, n in lines if group and n is not None]
            out[rows] = [{"by": by, "value": value, number: n} for by, value, n in named]
        return out


def _initial(rules: AllocationRules, at: Mapping[str, tuple[int, float]]) -> dict[str, Any]:
    plain = ("preset", "same_product_max", "keeps_claims", "names_shown", "ledger_points", "seed", "same_craft_allowed")
    out: dict[str, Any] = {name: getattr(rules, name) for name in plain}
    out["keep_apart"] = "\n".join(" ".join(map(str, pair)) for pair in rules.keep_apart)
    for term in SIGNS:
        place, weight = at.get(term, (0, 1))
        out |= {f"place_{term}": place, f"weight_{term}": int(abs(weight))}
    for kind, rows, number in KINDS:
        for n, row in enumerate(getattr(rules, rows)):
            out |= {f"{kind}_group_{n}": f"{row['by']}={row['value']}", f"{kind}_number_{n}": row[number]}
    return out
