"""What is typed at the desk about a course: checks of shape only."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from conference.learning import queries
from conference.learning.models import Activity, Course, SeatQuota
from conference.learning.operations.setting_up import QuotaRow
from ticketing.events.forms import FactsForm, Rows
from ticketing.events.models import Event
from ticketing.orders.fields import countries

MOST_ROWS = 40
MOST_MONEY = Decimal("99999.99")


class CourseForm(FactsForm):
    """How people register. Times are by the clock of the event."""

    model = Course
    translated = ("introduction",)
    plain = (
        "opens_at", "closes_at", "needs_approval", "waiting_rule", "offer_hours", "party_max", "age_min", "guardian_below",
        "interpretation", "asks_diet", "asks_indicators", "collect_on", "paper", "hour_minutes", "share_percent", "permit_number",
    )  # fmt: skip
    TIMES = ("opens_at", "closes_at", "fee")
    PLACES = ("needs_approval", "waiting_rule", "offer_hours", "party_max")
    AGES = ("age_min", "guardian_below")
    ASKED = ("interpretation", "asks_diet", "asks_indicators", "collect_on")
    PAPER = ("paper", "hour_minutes", "share_percent", "permit_number")

    fee = forms.DecimalField(
        label=_("Price of taking part"), min_value=0, max_value=MOST_MONEY, max_digits=8, decimal_places=2, help_text=_("0: free")
    )
    interpretation = forms.MultipleChoiceField(
        label=_("Interpretation into"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    hour_minutes = forms.TypedChoiceField(label=_("Minutes of an academic hour"), coerce=int, choices=[(n, n) for n in (40, 45, 60)])
    share_percent = forms.IntegerField(label=_("Share of minutes for a certificate, %"), min_value=1, max_value=100)
    party_max = forms.IntegerField(label=_("People in one registration at most"), min_value=1, max_value=30)
    offer_hours = forms.IntegerField(
        label=_("Hours to answer when a place becomes free"), min_value=1, max_value=720, help_text=_("in the last week 12 at most")
    )

    def __init__(self, *args: Any, row: Course, **options: Any):
        event: Event = row.event
        options["initial"] = {"fee": queries.fee(row), **(options.get("initial") or {})}
        super().__init__(*args, row=row, zone=event.tz, **options)
        self.fields["collect_on"].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        for name in ("age_min", "guardian_below"):
            self.fields[name].max_value = 120
        for language in Language.values:
            self.fields[f"introduction_{language}"].widget.attrs["rows"] = 4

    @property
    def groups(self) -> Mapping[str, list[forms.BoundField]]:
        """The fields as the page groups them."""
        names = {"times": self.TIMES, "places": self.PLACES, "ages": self.AGES, "asked": self.ASKED, "paper": self.PAPER}
        return {group: [self[name] for name in fields] for group, fields in names.items()}


class QuotaForm(forms.Form):
    """A number of seats."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    mode = forms.ChoiceField(label=_("Way of taking part"), required=False)
    size = forms.IntegerField(label=_("Seats"), min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("any")), *countries()[1:]]
        self.fields["mode"].choices = [("", _("any")), *((value, capfirst(label)) for value, label in SeatQuota.Mode.choices)]


class QuotaRows(Rows):
    """The seats of a course."""

    remove_label = _("Take this away")

    def rows(self) -> list[QuotaRow]:
        """Return the checked rows that are kept."""
        return [(one["country"], one["mode"], one["size"]) for one in (form.cleaned_data for form in self.kept())]


class ActivityForm(FactsForm):
    """Something to be chosen."""

    model = Activity
    needed: ClassVar[Sequence[str]] = ("title",)
    translated = ("title", "place", "description")
    plain = ("kind", "starts_at", "ends_at", "seats", "fee", "age_min", "collects_work")

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    fee = forms.DecimalField(label=_("Fee for materials"), min_value=0, max_value=MOST_MONEY, max_digits=8, decimal_places=2, initial=0)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, zone=event.tz, **options)
        for language in Language.values:
            self.fields[f"description_{language}"].widget.attrs["rows"] = 2

    @property
    def title(self) -> str:
        """What the row is called at present; empty for a new one."""
        return str(self["title_lv"].value() or "")


class ActivityRows(Rows):
    """What can be chosen at a course."""

    remove_label = _("Take this away")

    def split(self, present: Mapping[int, Activity]) -> tuple[list[tuple[Activity | None, dict[str, Any]]], list[Activity]]:
        """Return the kept rows with what they stand for (None: a new one), and what is gone."""
        kept = [(present.get(form.cleaned_data["pk"]), form.facts()) for form in self.kept()]
        staying = {activity.pk for activity, _facts in kept if activity}
        return kept, [activity for pk, activity in present.items() if pk not in staying]


def _rows(form: type[forms.Form], rows: type[Rows]) -> Any:
    return forms.formset_factory(form, formset=rows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


QuotaFormSet = _rows(QuotaForm, QuotaRows)
ActivityFormSet = _rows(ActivityForm, ActivityRows)
