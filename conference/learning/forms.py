"""What people type who register, and staff for them: checks of shape only."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from common.languages import Language
from conference.learning import queries, rules
from conference.learning.models import Course, Enrolment, SeatQuota
from conference.learning.operations import Applicant
from conference.learning.queries import Offered
from exhibitors.crafts import queries as crafts
from ticketing.events.models import Event
from ticketing.orders.fields import NameField, PhoneField, countries, tidy

OLDEST = 120


class TidyField(forms.CharField):
    """One line of text, without invisible characters."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


def _radio(choices: Sequence[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)


class PersonForm(forms.Form):
    """One person. What the course does not ask is no field."""

    name = NameField(
        label=_("Name and surname"),
        error_messages={"required": _("Write the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = PhoneField(label=_("Phone"), required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"}))
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose the country.")})
    name_other = NameField(label=_("Name in another script"), required=False, help_text=_("Printed below the name, such as Вера Щукина."))
    organisation = NameField(label=_("Organisation"), required=False)
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=OLDEST)
    guardian_name = NameField(label=_("Guardian's name"), required=False)
    guardian_phone = PhoneField(label=_("Guardian's phone"), required=False)
    photo_consent = forms.BooleanField(
        label=_("I may be photographed; the pictures may be shown in the project's reports."), required=False
    )

    MAIN: ClassVar[tuple[str, ...]] = ("name", "email", "phone", "country", "mode")
    MORE = ("name_other", "organisation")
    MINOR = ("age", "guardian_name", "guardian_phone")
    DAY = ("interpretation", "diet", "photo_consent")
    REPORT = ("gender", "target_group", "craft_id")

    def __init__(self, *args: Any, course: Course, offered: Sequence[Offered] = (), is_first: bool = True, **options: Any):
        super().__init__(*args, **options)
        self.course, self.offered, self.is_first = course, offered, is_first
        self.fields["country"].choices = countries()
        self.fields["age"].widget.attrs.update(inputmode="numeric")
        self._ask_mode()
        self._ask_for_the_day()
        if course.asks_indicators:
            self._ask_indicators()
        if is_first:
            self.fields["email"].help_text = _("Your ticket and the link to your registration go there.")
        else:
            del self.fields["phone"]
            self.fields["email"].help_text = _("Left empty, the letters go to who registers.")
        if self.asks_age:
            self.fields["age"].required = True

    @property
    def asks_age(self) -> bool:
        """Whether everybody has to say their age."""
        minima = [self.course.age_min, *(one.activity.age_min for one in self.offered)]
        return rules.must_say_age(minima, self.course.guardian_below)

    def _ask_mode(self) -> None:
        labels = dict(SeatQuota.Mode.choices)
        modes = queries.modes(self.course)
        if len(modes) > 1:
            self.fields["mode"] = _radio([(mode, capfirst(labels[mode])) for mode in modes], label=_("You take part"), initial=modes[0])

    def _ask_for_the_day(self) -> None:
        if self.course.asks_diet:
            self.fields["diet"] = TidyField(
                label=_("Diet"), max_length=120, required=False, help_text=_("For the kitchen, such as vegetarian or no nuts.")
            )
        into = [(code, label) for code, label in Language.choices if code in self.course.interpretation]
        if into:
            self.fields["interpretation"] = forms.ChoiceField(
                label=_("Interpretation, by a receiver"), required=False, choices=[("", _("not needed")), *into]
            )

    def _ask_indicators(self) -> None:
        genders = [(value, capfirst(label)) for value, label in Enrolment.Gender.choices]
        self.fields["gender"] = _radio(genders, label=_("Gender"), required=False, initial="")
        groups = [("", _("not stated")), *((value, capfirst(label)) for value, label in Enrolment.TargetGroup.choices)]
        self.fields["target_group"] = forms.ChoiceField(label=_("You are"), required=False, choices=groups)
        self.fields["craft_id"] = forms.ChoiceField(label=_("Craft"), required=False, choices=crafts.choices(_("not stated")))

    def _group(self, names: Sequence[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def main(self) -> list[BoundField]:
        return self._group(self.MAIN)

    @property
    def more(self) -> list[BoundField]:
        return self._group(self.MORE)

    @property
    def minor(self) -> list[BoundField]:
        return self._group(self.MINOR)

    @property
    def day(self) -> list[BoundField]:
        return self._group(self.DAY)

    @property
    def report(self) -> list[BoundField]:
        return self._group(self.REPORT)

    @property
    def is_minor_open(self) -> bool:
        """Whether age and guardian are shown unfolded."""
        return self.asks_age or any(self[name].value() or self[name].errors for name in self.MINOR)

    @property
    def is_more_open(self) -> bool:
        return any(self[name].value() or self[name].errors for name in self.MORE)

    @property
    def chosen_name(self) -> str:
        """Return the name of the boxes of activities."""
        return self.add_prefix("activities")

    @property
    def ticked(self) -> set[int]:
        """Return the ids of the boxes that are ticked and exist."""
        if not self.is_bound:
            return set(self.initial.get("activities", ()))
        said = self.data.getlist(self.chosen_name) if hasattr(self.data, "getlist") else self.data.get(self.chosen_name, [])
        known = {str(one.activity.pk): one.activity.pk for one in self.offered}
        return {known[value] for value in said if value in known}

    def applicant(self, **more: Any) -> Applicant:
        """Return the checked person."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Applicant.__slots__}
        said.setdefault("mode", queries.modes(self.course)[0])
        if "craft_id" in said:
            said["craft_id"] = int(said["craft_id"]) if said["craft_id"] else None
        if self.course.event.kind == Event.Kind.CONFERENCE:
            said.setdefault("role", Enrolment.Role.DELEGATE)
        return Applicant(**{**said, "activities": frozenset(self.ticked), **more})


class DetailsForm(PersonForm):
    """What can be corrected later: not what decided about the seat."""

    def __init__(self, *args: Any, enrolment: Enrolment, by_staff: bool = False, **options: Any):
        initial = {name: getattr(enrolment, name) for name in (*self.base_fields, "diet", "interpretation", "gender", "target_group")}
        initial["craft_id"] = str(enrolment.craft_id or "")
        super().__init__(*args, course=enrolment.course, initial=initial, **options)
        for name in ("country", "mode", "age"):
            self.fields.pop(name, None)
        self.fields["language"] = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices, initial=enrolment.language)
        if not enrolment.is_minor:
            del self.fields["guardian_name"], self.fields["guardian_phone"]
        if by_staff:
            self.fields["role"] = forms.ChoiceField(label=_("Takes part as"), choices=_roles(), initial=enrolment.role)

    def facts(self) -> dict[str, Any]:
        """Return the checked values."""
        said = dict(self.cleaned_data)
        if "craft_id" in said:
            said["craft_id"] = int(said["craft_id"]) if said["craft_id"] else None
        return said


class TypedForm(PersonForm):
    """As `PersonForm`, typed in by staff: with what the person is at the event, and the language to write to them in."""

    role = forms.ChoiceField(label=_("Takes part as"))
    language = forms.ChoiceField(label=_("Language of letters"), choices=Language.choices)

    MAIN = (*PersonForm.MAIN, "role", "language")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["role"].choices = _roles()
        if self.course.event.kind == Event.Kind.CONFERENCE:
            self.fields["role"].initial = Enrolment.Role.DELEGATE


def _roles() -> list[tuple[str, Any]]:
    return [(value, capfirst(label)) for value, label in Enrolment.Role.choices]


class LinksForm(forms.Form):
    """Where to send the links."""

    email = forms.EmailField(label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


def tell_person(refused: Refused, people: Sequence[PersonForm]) -> None:
    """Show a refusal at the person and field it names ("people-1-age"), or above the first."""
    what, _dash, rest = refused.field.partition("-")
    place, _dash, name = rest.partition("-")
    form = people[int(place)] if what == "people" and place.isdigit() and int(place) < len(people) else people[0]
    name = name if what == "people" else refused.field
    form.add_error(name if name in form.fields else None, ValidationError(refused.message, code=refused.code))
