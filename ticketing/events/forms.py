"""What is typed at the desk about events: checks of shape only, the rules stand in the operations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from accounts.partners.models import Partner
from accounts.roles.models import RoleKind
from common.errors import Refused
from common.languages import Language
from places.sites.models import Site
from ticketing.events.fields import EventDateTimeField
from ticketing.events.models import Event, Window
from ticketing.events.operations import FIXED_ONCE_PUBLISHED
from ticketing.events.rules import Day
from ticketing.events.wording import ZONES

LARGEST = {models.PositiveSmallIntegerField: 2**15 - 1, models.PositiveIntegerField: 2**31 - 1}
"""The largest number of a column; SQLite alone would take more."""
CURRENCIES = ("EUR", "RUB")
MOST_DAYS = 60


def tell(refused: Refused, form: forms.Form) -> None:
    """Show what an operation refused at the field it names, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, ValidationError(str(refused), code=refused.code))


def as_typed(form: forms.Form) -> dict[str, Any]:
    """Return what stands in a sent form, unchecked, as the initial values of a new one."""
    return {name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name)) for name, field in form.fields.items()}


class FactsForm(forms.Form):
    """Fields of one table, checked as the table wants them, without holding or touching a row.

    `translated` names texts asked for in every language, of which the first (Latvian) is needed if it is in `needed`.
    """

    model: ClassVar[type[models.Model]]
    plain: ClassVar[Sequence[str]] = ()
    translated: ClassVar[Sequence[str]] = ()
    needed: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, row: models.Model | None = None, zone: ZoneInfo | None = None, **options: Any):
        if row is not None:
            options["initial"] = {name: getattr(row, name) for name in self.names()} | (options.get("initial") or {})
        super().__init__(*args, **options)
        made = fields_for_model(self.model, fields=self.names(), formfield_callback=_formfield)
        declared = dict(self.fields)
        self.fields = {**made, **declared}
        for text in self.translated:
            for language, version in zip(Language, self._versions(text), strict=True):
                self.fields[version].label = f"{self._label(text)} · {language.value.upper()}"
                self.fields[version].required = text in self.needed and language == Language.LV
        for field in self.fields.values():
            if isinstance(field, EventDateTimeField) and zone is not None:
                field.zone = zone

    @classmethod
    def names(cls) -> list[str]:
        return [version for text in cls.translated for version in cls._versions(text)] + list(cls.plain)

    @staticmethod
    def _versions(text: str) -> list[str]:
        return [f"{text}_{language}" for language in Language.values]

    @classmethod
    def _label(cls, text: str) -> str:
        column: Any = cls.model._meta.get_field(text)
        label = str(column.verbose_name)
        return label[:1].upper() + label[1:]

    def translations(self) -> list[list[forms.BoundField]]:
        """Return the fields of each text side by side, one per language."""
        return [[self[version] for version in self._versions(text)] for text in self.translated]

    def plain_fields(self) -> list[forms.BoundField]:
        """Return every other visible field, in order."""
        texts = {version for text in self.translated for version in self._versions(text)}
        return [field for field in self.visible_fields() if field.name not in texts]

    def facts(self) -> dict[str, Any]:
        """Return the checked values of the table's fields; a text left out is None in every language."""
        texts = {version for text in self.translated for version in self._versions(text)}
        return {name: (self.cleaned_data[name] or None) if name in texts else self.cleaned_data[name] for name in self.names()}


def _formfield(field: models.Field, **options: Any) -> forms.Field | None:
    """Return the form field of a column, with the column's own limits (a form alone would let 10 digits into a 32-bit number)."""
    if isinstance(field, models.DateTimeField):
        options["form_class"] = EventDateTimeField
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    for column, most in LARGEST.items():
        if isinstance(field, column):
            options["max_value"] = most
    made = field.formfield(**options)
    if made is not None:
        made.validators += [check for check in field.validators if check not in made.validators]
    return made


class EventForm(FactsForm):
    """The facts of an event. Its zone decides how the times beside it are read."""

    model = Event
    translated = ("title", "summary", "description")
    needed = ("title",)
    plain = (
        "kind", "mode", "site", "online_url", "zone", "currency", "second_currency", "languages", "contact_email", "planned_visitors",
        "special_audience", "slug", "remind_days",
    )  # fmt: skip

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES.items(), help_text=_("All times below are by the clock there."))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    second_currency = forms.ChoiceField(
        label=_("Second currency"),
        choices=[("", _("none")), *((code, code) for code in CURRENCIES)],
        required=False,
        help_text=_("Then each product may have a price in it. Nothing is ever converted."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=60, required=False, help_text=_("/e/…/ — left empty, it is made from the Latvian title.")
    )

    def __init__(self, *args: Any, row: Event | None = None, **options: Any):
        super().__init__(*args, row=row, **options)
        site = self.fields["site"]
        site.queryset = Site.objects.filter(models.Q(is_venue=True) | models.Q(pk=row.site_id if row else None))
        for name in ("description_lv", "description_ru", "description_en"):
            self.fields[name].widget.attrs["rows"] = 5
        if row is not None:
            self.fields["slug"].required = True
            self._offer_present(row)
            if row.state != Event.State.DRAFT:
                for name in FIXED_ONCE_PUBLISHED:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("Fixed since the event was published.")

    def _offer_present(self, row: Event) -> None:
        """Keep a zone or currency that the lists do not hold (yet), so that saving changes nothing unasked."""
        for name in ("zone", "currency"):
            present = getattr(row, name)
            if present not in dict(self.fields[name].choices):
                self.fields[name].choices = [*self.fields[name].choices, (present, present)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("second_currency") and cleaned["second_currency"] == cleaned.get("currency"):
            self.add_error("second_currency", _("Choose another than the first."))
        return cleaned

    @property
    def chosen_zone(self) -> ZoneInfo:
        """The zone as typed, before the form is checked: the days are read by it."""
        typed = self.data.get(self.add_prefix("zone")) if self.is_bound and not self.fields["zone"].disabled else None
        known = dict(self.fields["zone"].choices)
        return ZoneInfo(typed if typed in known else self.get_initial_for_field(self.fields["zone"], "zone") or "Europe/Riga")


class NewEventForm(EventForm):
    """As `EventForm`, with the partner that will run it."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Organiser"))
    field_order = ("partner",)

    def __init__(self, *args: Any, partners: Iterable[Partner], **options: Any):
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners
        self.order_fields(["partner"])


class DayForm(forms.Form):
    """One day of an event."""

    opens_at = EventDateTimeField(label=_("Opens"))
    closes_at = EventDateTimeField(label=_("Closes"))
    setup_from = EventDateTimeField(label=_("Set-up from"), required=False)
    setup_until = EventDateTimeField(label=_("Set-up until"), required=False)
    takedown_from = EventDateTimeField(label=_("Take-down from"), required=False)
    takedown_until = EventDateTimeField(label=_("Take-down until"), required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **options: Any):
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, EventDateTimeField):
                field.zone = zone

    @property
    def has_more(self) -> bool:
        """Whether anything beside the opening hours is filled in or wrong."""
        rest = ("setup_from", "setup_until", "takedown_from", "takedown_until")
        return any(self[name].value() or (self.is_bound and self[name].errors) for name in rest)


class Rows(BaseFormSet):
    """Rows of equal right, each gone when its "remove" is ticked; a new one comes by sending the form (see `one_more`)."""

    deletion_widget = forms.CheckboxInput
    remove_label: Any = _("Remove")

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = self.remove_label

    def kept(self) -> list[forms.Form]:
        """Return the checked rows that are not removed."""
        return [form for form in self.forms if not form.cleaned_data.get("DELETE")]

    def one_more(self, row: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return what is typed in the rows, unchecked, and a new row at the end: the initial values of a new form."""
        return [*(as_typed(form) for form in self.forms), row or {}]

    def tell_row(self, refused: Refused, what: str) -> bool:
        """Show a refusal at the row it names ("<what>-1-<field>" counts the kept ones); tell whether it was one of a row."""
        said, _dash, rest = refused.field.partition("-")
        index, _dash, name = rest.partition("-")
        kept = self.kept()
        if said != what or not kept:
            return False
        kept[min(int(index), len(kept) - 1)].add_error(name, ValidationError(str(refused), code=refused.code))
        return True


class BaseDays(Rows):
    """The days of an event."""

    remove_label = _("Remove this day")

    def days(self) -> list[Day]:
        """Return the checked days that are kept."""
        return [Day(**{name: form.cleaned_data[name] for name in DayForm.base_fields}) for form in self.kept()]

    def tell(self, refused: Refused) -> bool:
        """Show a refusal at the day it names ("days-1-closes_at"); tell whether it was one of a day."""
        return self.tell_row(refused, "days")


DayFormSet: Any = forms.formset_factory(
    DayForm, formset=BaseDays, extra=0, can_delete=True, max_num=MOST_DAYS, absolute_max=MOST_DAYS, validate_max=True
)


def one_day_more(days: BaseDays, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the typed days with one more, a day after the last."""
    last = as_typed(days.forms[-1]) if days.forms else {}
    return days.one_more({name: _a_day_later(value, zone) for name, value in last.items()})


def _a_day_later(value: Any, zone: ZoneInfo) -> Any:
    """Return the same hour of the next day; nothing where no time was typed."""
    try:
        at = EventDateTimeField(zone=zone, required=False).clean(value) if isinstance(value, str) else None
    except ValidationError:
        return None
    return at + timedelta(days=1) if at else None


class WindowForm(FactsForm):
    """A period in which some tickets are valid."""

    model = Window
    translated = ("name",)
    needed = ("name",)
    plain = ("valid_from", "valid_until")

    def name_facts(self) -> Mapping[str, str]:
        """Return the names alone."""
        return {name: value for name, value in self.facts().items() if name.startswith("name_")}


class RoleForm(forms.Form):
    """Somebody who will help at this event."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices, initial=RoleKind.STEWARD)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices)
