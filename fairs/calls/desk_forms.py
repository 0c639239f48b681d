"""What is typed at the desk about a call and its parts: checks of shape only."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Paper
from fairs.calls.models import AddOn, Call, CallQuestion, GoodsGroup, RequiredPaper
from fairs.calls.operations.calling import Part
from places.models import Municipality
from ticketing.events.forms import FactsForm, Rows
from ticketing.events.models import Event

MOST_ROWS = 40


class CallForm(FactsForm):
    """A call's dates, numbers and texts. Times are by the clock of the fair."""

    model = Call
    translated = ("introduction", "rules_text")
    plain = (
        "opens_at", "closes_at", "late_until", "decisions_on", "most_stalls", "module_m", "host_municipality", "same_product_max",
        "photos_min", "photos_max", "badges_max", "wristbands_max", "vehicles_max", "payment_days",
    )  # fmt: skip
    TIMES = ("opens_at", "closes_at", "late_until", "decisions_on")
    STALLS = ("most_stalls", "module_m", "same_product_max", "host_municipality")
    PICTURES = ("photos_min", "photos_max")
    PASSES = ("badges_max", "wristbands_max", "vehicles_max", "payment_days")

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        self.fields["decisions_on"].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        self.fields["host_municipality"].queryset = Municipality.objects.filter(valid_until=None)
        self.fields["host_municipality"].empty_label = str(_("nobody pays less for living here"))
        for language in ("lv", "ru", "en"):
            self.fields[f"introduction_{language}"].widget.attrs["rows"] = 3
            self.fields[f"rules_text_{language}"].widget.attrs["rows"] = 10

    @property
    def groups(self) -> Mapping[str, list[forms.BoundField]]:
        """The fields as the page groups them."""
        names = {"times": self.TIMES, "stalls": self.STALLS, "pictures": self.PICTURES, "passes": self.PASSES}
        return {group: [self[name] for name in fields] for group, fields in names.items()}


class PartForm(FactsForm):
    """One of a call's parts; its code is made from its name, and stays."""

    needed: ClassVar[Sequence[str]] = ("name",)
    translated: ClassVar[Sequence[str]] = ("name",)

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **options: Any):
        super().__init__(*args, **options)
        self.call = call

    @property
    def title(self) -> str:
        """What the row is called at present; empty for a new one."""
        name = next((field for field in ("name_lv", "text_lv") if field in self.fields), "")
        return str(self[name].value() or "") if name else ""

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("pk", None)
        return facts


class GroupForm(PartForm):
    model = GoodsGroup
    plain = ("cap_stalls", "min_percent")


class AddOnForm(PartForm):
    model = AddOn
    plain = ("most", "stock")


class QuestionForm(PartForm):
    model = CallQuestion
    needed = ("text",)
    translated = ("text", "help_text", "options")
    plain = ("kind", "is_required", "names_maker")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for language in ("lv", "ru", "en"):
            self.fields[f"options_{language}"].widget = forms.Textarea({"rows": 2})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") == CallQuestion.Kind.CHOICE and len(str(said.get("options_lv") or "").split("\n")) < 2:
            self.add_error("options_lv", forms.ValidationError(_("Write at least two answers, one a line."), code="too_few_options"))
        return said


class PaperForm(PartForm):
    model = RequiredPaper
    needed = ()
    translated = ("note",)
    plain = ("kind", "goods_groups")

    kind = forms.ChoiceField(label=_("Document"), choices=Paper.Kind.choices)
    goods_groups: Any = forms.ModelMultipleChoiceField(
        GoodsGroup.objects.none(),
        label=_("Only for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("nothing ticked: everybody"),
    )

    @property
    def title(self) -> str:
        return str(dict(Paper.Kind.choices).get(self.initial.get("kind"), ""))

    def __init__(self, *args: Any, call: Call, **options: Any):
        super().__init__(*args, call=call, **options)
        self.fields["goods_groups"].queryset = call.goods_groups.all()


class PartRows(Rows):
    """The rows of one kind of part."""

    remove_label = _("Take this away")

    def split(self, present: Mapping[int, Part]) -> tuple[list[tuple[Part | None, dict[str, Any]]], list[Part]]:
        """Return the kept rows with what they stand for (None: a new one), and what is gone."""
        kept = [(present.get(form.cleaned_data["pk"]), form.facts()) for form in self.kept()]
        taken = {part.code for part in present.values() if isinstance(part, GoodsGroup | AddOn)}
        for part, facts in kept:
            if part is None and "name_lv" in facts:
                facts["code"] = _free_code(facts["name_lv"], taken)
                taken.add(facts["code"])
        staying = {part.pk for part, _facts in kept if part}
        return kept, [part for pk, part in present.items() if pk not in staying]


def _free_code(name: str, taken: set[str]) -> str:
    """Return a short word made from a name that nothing else is called by."""
    base = slugify(name)[:16] or "x"
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, MOST_ROWS * 2))) if code not in taken)


PARTS: dict[str, tuple[type[Part], type[PartForm]]] = {
    "groups": (GoodsGroup, GroupForm),
    "extras": (AddOn, AddOnForm),
    "questions": (CallQuestion, QuestionForm),
    "papers": (RequiredPaper, PaperForm),
}
"""What a call consists of: word of the address, table, form of a row."""


def part_rows(kind: str) -> Any:
    """Return the class of the rows of one kind of part."""
    return forms.formset_factory(
        PARTS[kind][1], formset=PartRows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )


def part_row(kind: str, part: Part) -> dict[str, Any]:
    """Return the initial values of a part's row."""
    names = PARTS[kind][1].names()
    row = {name: getattr(part, name) for name in names if name != "goods_groups"}
    if isinstance(part, RequiredPaper):
        row["goods_groups"] = [group.pk for group in part.goods_groups.all()]
    return {"pk": part.pk, **row}
