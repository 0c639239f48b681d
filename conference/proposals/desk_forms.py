"""What is typed at the desk about a call, its phases and reviewers: checks of shape only."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from conference.proposals.models import Proposal, ProposalCall, ReviewPhase, SessionKind, Track
from conference.proposals.operations.calling import Part
from conference.proposals.operations.phases import MOST_CRITERIA, Wanted
from conference.proposals.operations.reviewers import Newcomer
from ticketing.events.forms import FactsForm, Rows
from ticketing.events.models import Event

MOST_ROWS = 30


class CallForm(FactsForm):
    """A call's dates, languages and introduction. Times are by the clock of the event."""

    model = ProposalCall
    translated = ("introduction",)
    plain = ("opens_at", "closes_at", "languages")

    languages = forms.MultipleChoiceField(
        label=_("Languages one may speak in"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        for language in Language.values:
            self.fields[f"introduction_{language}"].widget.attrs["rows"] = 4


class PartForm(FactsForm):
    """A kind of session or a track."""

    translated: ClassVar[Sequence[str]] = ("name",)
    needed: ClassVar[Sequence[str]] = ("name",)

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def title(self) -> str:
        """What the row is called at present; empty for a new one."""
        return str(self["name_lv"].value() or "")

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("pk", None)
        return facts


class KindForm(PartForm):
    model = SessionKind
    plain = ("minutes", "is_proposable")

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)


class TrackForm(PartForm):
    model = Track
    plain = ("colour",)

    colour = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=_("Colour"), initial="#7a5c2e", widget=forms.TextInput({"type": "color"}))


class PartRows(Rows):
    """The rows of one kind of part."""

    remove_label = _("Take this away")

    def split(self, present: Mapping[int, Part]) -> tuple[list[tuple[Part | None, dict[str, Any]]], list[Part]]:
        """Return the kept rows with what they stand for (None: a new one), and what is gone."""
        kept = [(present.get(form.cleaned_data["pk"]), form.facts()) for form in self.kept()]
        staying = {part.pk for part, _facts in kept if part}
        return kept, [part for pk, part in present.items() if pk not in staying]


PARTS: dict[str, tuple[type[Part], type[PartForm]]] = {"kinds": (SessionKind, KindForm), "tracks": (Track, TrackForm)}
"""What one proposes for: word of the address, table, form of a row."""


def part_rows(kind: str) -> Any:
    """Return the class of the rows of kinds or tracks."""
    return forms.formset_factory(
        PARTS[kind][1], formset=PartRows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )


def part_row(kind: str, part: Part) -> dict[str, Any]:
    """Return the initial values of a row."""
    return {"pk": part.pk, **{name: getattr(part, name) for name in PARTS[kind][1].names()}}


class PhaseForm(FactsForm):
    """When a phase of review is, and by which rules."""

    model = ReviewPhase
    translated = ("name",)
    needed = ("name",)
    plain = ("opens_at", "closes_at", "points_max", "average", "is_blind", "is_assigned", "sees_others")

    points_max = forms.IntegerField(label=_("Points at most"), min_value=2, max_value=10, initial=5)


class CriterionForm(forms.Form):
    """One criterion with its weight."""

    name_lv = forms.CharField(label=_("Criterion, Latvian"), max_length=100)
    name_ru = forms.CharField(label=_("Russian"), max_length=100, required=False)
    name_en = forms.CharField(label=_("English"), max_length=100, required=False)
    weight = forms.DecimalField(
        label=_("Weight"), min_value=Decimal("0.01"), max_value=Decimal("99.99"), max_digits=4, decimal_places=2, initial=1
    )

    def wanted(self) -> Wanted:
        """Return the checked criterion."""
        return Wanted({lang: self.cleaned_data[f"name_{lang}"] for lang in Language.values}, self.cleaned_data["weight"])


class BaseCriteria(Rows):
    remove_label = _("Take this away")


CriterionRows: Any = forms.formset_factory(
    CriterionForm, formset=BaseCriteria, extra=0, can_delete=True, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA, validate_max=True
)


class ReviewerForm(forms.Form):
    """Somebody to review."""

    name = forms.CharField(label=_("Name and surname"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    organisation = forms.CharField(
        label=_("Organisation"), max_length=150, required=False, help_text=_("conflicts of interest are found by it")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices)

    def who(self) -> Newcomer:
        """Return the newcomer as typed."""
        return Newcomer(**{name: self.cleaned_data[name] for name in Newcomer.__slots__})


class NoteForm(forms.Form):
    """What staff keeps to itself about a proposal, and the reason that goes out with the decision."""

    answer = forms.CharField(
        label=_("Reason, told to the authors"), max_length=3000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("goes out with the decision, in the language you write it in"),
    )  # fmt: skip
    note = forms.CharField(label=_("Internal note"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Any = None, *, proposal: Proposal):
        super().__init__(data, initial={"answer": proposal.answer, "note": proposal.note})


class EvenForm(forms.Form):
    """How many reviewers each proposal gets."""

    each = forms.IntegerField(label=_("Reviewers for each proposal"), min_value=1, max_value=20, initial=3)
