"""What is typed about the allocation: checks of shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.allocation.models import AllocationRules, Plan
from fairs.allocation.operations.changing import GROUPS
from fairs.allocation.rules import LARGEST_WEIGHT, PUBLISHED, SIGNS, levels_of, own_levels
from fairs.allocation.texts import TERMS

PLAIN = ("preset", "same_product_max", "keeps_claims", "ledger_points", "names_shown", "seed")


class PlanForm(forms.Form):
    """How long to compute."""

    budget = forms.ChoiceField(label=_("Time for computing"), choices=Plan.Budget.choices, widget=forms.RadioSelect, initial="quick")
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RulesForm(forms.ModelForm):
    """The order of the aims, and what must be kept. Saved by the operation, not by the form."""

    class Meta:
        model = AllocationRules
        fields = PLAIN
        widgets = {"preset": forms.RadioSelect}

    quotas = forms.CharField(
        label=_("Shares promised to groups"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: group, what it is, per cent at least. Such as: country LV 40"),
    )  # fmt: skip
    caps = forms.CharField(
        label=_("Groups with a limit"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: group, what it is, stalls at most. Such as: craft TEX-WEA 6. Goods groups have theirs in the call."),
    )  # fmt: skip
    keep_apart = forms.CharField(
        label=_("Not side by side"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One pair of entry numbers a line, such as: 12 45"),
    )  # fmt: skip
    same_craft_allowed = forms.CharField(
        label=_("Crafts that may stand side by side"), required=False, help_text=_("codes with blanks between, such as: TEX-WEA POT")
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        rules = self.instance
        self.initial |= {
            "quotas": _lines(rules.quotas, "min_percent"),
            "caps": _lines(rules.caps, "max_stalls"),
            "keep_apart": "\n".join(" ".join(str(one) for one in pair) for pair in rules.keep_apart),
            "same_craft_allowed": " ".join(rules.same_craft_allowed),
        }
        for term, (place, weight) in _places(rules).items():
            self.fields[f"place_{term}"] = forms.IntegerField(min_value=0, max_value=20, required=False, initial=place, label=_("place"))
            self.fields[f"weight_{term}"] = forms.IntegerField(
                min_value=0, max_value=LARGEST_WEIGHT, required=False, initial=weight, label=_("weight")
            )

    def aims(self) -> list[dict[str, Any]]:
        """Return the rows of the table of aims."""
        return [{"label": TERMS[term], "place": self[f"place_{term}"], "weight": self[f"weight_{term}"]} for term in SIGNS]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith(("place_", "weight_", "preset"))]

    def clean_quotas(self) -> list[dict[str, Any]]:
        return _rows(self.cleaned_data["quotas"], "min_percent")

    def clean_caps(self) -> list[dict[str, Any]]:
        return _rows(self.cleaned_data["caps"], "max_stalls")

    def clean_keep_apart(self) -> list[list[int]]:
        pairs = [line.replace(",", " ").split() for line in self.cleaned_data["keep_apart"].splitlines() if line.strip()]
        if any(len(pair) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 8 for one in pair) for pair in pairs):
            raise forms.ValidationError(_("Write two entry numbers a line."))
        return [[int(one) for one in pair] for pair in pairs]

    def clean_same_craft_allowed(self) -> list[str]:
        return self.cleaned_data["same_craft_allowed"].replace(",", " ").split()

    def facts(self) -> dict[str, Any]:
        """Return what the operation wants."""
        said = self.cleaned_data
        places = {term: (said.get(f"place_{term}") or 0, said.get(f"weight_{term}") or 0) for term in SIGNS}
        lists = {name: said[name] for name in ("quotas", "caps", "keep_apart", "same_craft_allowed")}
        return {name: said[name] for name in PLAIN} | lists | {"levels": own_levels(places)}


def _places(rules: AllocationRules) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = dict.fromkeys(SIGNS, (0, 1))
    for place, level in enumerate(levels_of(rules.preset, rules.levels or [dict(level) for level in PUBLISHED]), 1):
        found |= {term: (place, int(abs(weight))) for term, weight in level.items() if term in SIGNS}
    return found


def _lines(rows: list[dict[str, Any]], number: str) -> str:
    return "\n".join(f"{row['by']} {row['value']} {row[number]}" for row in rows)


def _rows(text: str, number: str) -> list[dict[str, Any]]:
    rows = []
    for line in filter(str.strip, text.splitlines()):
        by, _blank, rest = line.strip().partition(" ")
        value, _blank, amount = rest.strip().rpartition(" ")
        if by not in GROUPS or not value or not (amount.isascii() and amount.isdigit() and len(amount) < 6):
            groups = ", ".join(GROUPS)
            raise forms.ValidationError(_("“%(line)s” cannot be read. Groups are: %(groups)s."), params={"line": line[:60], "groups": groups})
        rows.append({"by": by, "value": value.strip(), number: int(amount)})
    return rows


class MoveForm(forms.Form):
    """Who goes where, and why a rule may be broken."""

    entry = forms.IntegerField(label=_("Maker"), widget=forms.Select)
    place = forms.CharField(label=_("Stalls"), required=False, max_length=200, widget=forms.Select)
    ground = forms.CharField(label=_("Why the rule may be broken"), required=False, max_length=300)
    keep = forms.BooleanField(label=_("Keep this in every later plan"), required=False)
