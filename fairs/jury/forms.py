"""What jurors and organisers type: checks of shape only, the rules stand in the operations."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from exhibitors.works.models import Photo
from fairs.jury.models import Criterion, Decision, Juror, Round
from fairs.jury.operations import Newcomer, Said, Wanted
from ticketing.events.fields import EventDateTimeField
from ticketing.events.forms import FactsForm


class BallotForm(forms.Form):
    """A juror's points for one application: one row of buttons for each criterion."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    is_flagged = forms.BooleanField(label=_("look at it again"), required=False)
    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, criteria: Sequence[Criterion], one: Round, **options: Any):
        super().__init__(*args, **options)
        language = get_language() or "lv"
        self.criteria = criteria
        self.words = {n: one.words.get(str(n), {}).get(language, "") for n in one.points}
        for each in criteria:
            choices = [(n, str(n)) for n in one.points]
            self.fields[f"c{each.pk}"] = forms.TypedChoiceField(
                label=each.name, choices=choices, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
            )
        self.fields["comment"].help_text = (
            _("The maker may be shown this, without your name.") if one.gives_comments else _("Only the organiser reads this.")
        )

    def scales(self) -> list[dict[str, Any]]:
        """Return each criterion with its buttons: points, the word for them, whether they are chosen."""
        found = []
        for each in self.criteria:
            field = self[f"c{each.pk}"]
            chosen = str(field.value() if field.value() is not None else "")
            buttons = [{"points": n, "word": word, "chosen": chosen == str(n)} for n, word in self.words.items()]
            found.append({"criterion": each, "field": field, "buttons": buttons})
        return found

    def said(self, *, is_skipped: bool = False) -> Said:
        """Return the checked ballot."""
        given = {each.pk: self.cleaned_data[f"c{each.pk}"] for each in self.criteria}
        points = {key: n for key, n in given.items() if n is not None}
        return Said(points, self.cleaned_data["comment"].strip(), self.cleaned_data["is_flagged"], is_skipped)


class JurorFactsForm(forms.ModelForm):
    """What conflicts of interest of a juror are found by."""

    class Meta:
        model = Juror
        fields = ["surname", "surname_other", "municipality", "business", "registration_number"]


class JurorForm(JurorFactsForm):
    """Somebody to sit on the jury."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name and surname"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    field_order = ("name", "email", "language")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["surname"].required = False
        self.fields["surname"].help_text = _("left empty: the last word of the name")

    def who(self) -> Newcomer:
        """Return the newcomer as typed."""
        facts = {name: self.cleaned_data[name] for name in JurorFactsForm.Meta.fields}
        return Newcomer(self.cleaned_data["email"], self.cleaned_data["name"], self.cleaned_data["language"], facts)

    def _post_clean(self) -> None:
        """Leave the row alone: an empty surname is taken from the name by the operation."""


class RoundForm(FactsForm):
    """The rules of a round that has not begun."""

    model = Round
    plain = (
        "ends_at", "is_blind", "scale_min", "scale_max", "threshold", "min_votes", "average", "normalise", "tie_rule", "seed",
        "skip_returning", "gives_score", "gives_median", "gives_comments",
    )  # fmt: skip
    barred_points = forms.CharField(label=_("Points that may not be given"), required=False, help_text=_("with commas between, such as: 4"))

    def __init__(self, *args: Any, row: Round, **options: Any):
        options["initial"] = {"barred_points": ", ".join(map(str, row.barred))}
        super().__init__(*args, row=row, **options)
        self.row = row
        if row.kind == Round.Kind.COMPLETENESS:
            self.fields = {"ends_at": self.fields["ends_at"]}

    def clean_barred_points(self) -> list[int]:
        words = self.cleaned_data["barred_points"].replace(";", ",").split(",")
        try:
            return sorted({int(word) for word in words if word.strip()})
        except ValueError:
            raise forms.ValidationError(_("Write numbers with commas between."), code="not_numbers") from None

    def facts(self) -> dict[str, Any]:
        """Return the rules; the words for points go where the scale is another."""
        found = {name: self.cleaned_data[name] for name in self.names() if name in self.fields}
        if "barred_points" in self.fields:
            found["barred"] = self.cleaned_data["barred_points"]
            if (found["scale_min"], found["scale_max"]) != (self.row.scale_min, self.row.scale_max):
                found["words"] = {}
        return found


class CriterionForm(forms.Form):
    """One criterion with its weight."""

    name_lv = forms.CharField(label=_("Criterion, Latvian"), max_length=80)
    name_ru = forms.CharField(label=_("Russian"), max_length=80, required=False)
    name_en = forms.CharField(label=_("English"), max_length=80, required=False)
    weight = forms.DecimalField(label=_("Weight"), min_value=Decimal("0.01"), max_digits=5, decimal_places=2)


CriterionRows = forms.formset_factory(CriterionForm, extra=2, max_num=12, can_delete=True)


def criteria_start(one: Round) -> list[dict[str, Any]]:
    """Return a round's criteria as the rows of the form begin."""
    return [
        {"name_lv": each.name_lv, "name_ru": each.name_ru, "name_en": each.name_en, "weight": each.weight} for each in one.criteria.all()
    ]


def criteria_of(rows: Any) -> list[Wanted]:
    """Return the criteria of checked rows, without those ticked to go."""
    kept = [row for row in rows.cleaned_data if row and not row.get("DELETE")]
    return [Wanted({lang: row[f"name_{lang}"] for lang in ("lv", "ru", "en")}, row["weight"]) for row in kept]


class EndForm(forms.Form):
    """Another end of the time to score."""

    ends_at = EventDateTimeField(label=_("Score until"), required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **options: Any):
        super().__init__(*args, **options)
        self.fields["ends_at"].zone = zone


class CheckForm(forms.Form):
    """That an application is complete, or what is missing."""

    number = forms.IntegerField(min_value=1)
    is_complete = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    note = forms.CharField(max_length=200, required=False)


class RedactionForm(forms.Form):
    """The words and pictures a blind jury gets."""

    text = forms.CharField(
        label=_("Text for the jury"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("left empty, the maker's own words are shown without names, contacts and towns"),
    )
    hidden_photos = forms.TypedMultipleChoiceField(
        label=_("Pictures not to be shown"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, photos: Sequence[Photo], **options: Any):
        super().__init__(*args, **options)
        field = self.fields["hidden_photos"]
        field.choices = [(photo.pk, f"{place}. {photo.get_about_display()}") for place, photo in enumerate(photos, start=1)]


class DecisionForm(forms.Form):
    """Another decision than proposed, with its reason."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=Decision.Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why it is changed"), max_length=250, required=False, help_text=_("for the books; makers do not see it")
    )
    note = forms.CharField(
        label=_("Words for the maker"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("left empty, the ground is told in the maker's language"),
    )
