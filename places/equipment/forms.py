"""What is typed about bookings and things: checks of shape only, the rules stand in the operations."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from places.equipment.models import Bookable, Booking
from places.equipment.operations import Use
from places.sites.models import Site

_TIME = forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WhenForm(forms.Form):
    """From when until when, by the clock of the place. A thing with a length of its own is asked for its beginning only."""

    starts_on = forms.DateField(label=_("Day"), widget=_DATE)
    starts_time = forms.TimeField(label=_("from"), widget=_TIME)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=_DATE, help_text=_("Empty: the same day."))
    ends_time = forms.TimeField(label=_("until"), widget=_TIME)

    def __init__(self, *args: Any, thing: Bookable, booking: Booking | None = None, start: datetime | None = None, **options: Any):
        self.thing, self.zone = thing, ZoneInfo(thing.site.zone)
        options["initial"] = self._times(booking, start) | (options.get("initial") or {})
        super().__init__(*args, **options)
        if self.has_length:
            del self.fields["ends_on"], self.fields["ends_time"]

    @property
    def has_length(self) -> bool:
        """Whether one use takes as long as it takes."""
        return bool(self.thing.use_minutes)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "starts_on" not in facts or "starts_time" not in facts or (not self.has_length and "ends_time" not in facts):
            return facts
        facts["starts_at"] = self._moment("starts_time", facts["starts_on"], facts["starts_time"])
        if self.has_length:
            facts["ends_at"] = facts["starts_at"] + timedelta(minutes=self.thing.use_minutes or 0)
        else:
            facts["ends_at"] = self._moment("ends_time", facts.get("ends_on") or facts["starts_on"], facts["ends_time"])
        return facts

    def _moment(self, field: str, day: date, hour: time) -> datetime:
        local = datetime.combine(day, hour, self.zone)
        instant = local.astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.add_error(field, ValidationError(_("That hour does not exist: clocks go forward in that night."), code="no_such_hour"))
        return instant

    def _times(self, booking: Booking | None, start: datetime | None) -> dict[str, Any]:
        if booking is not None:
            starts, ends = booking.starts_at.astimezone(self.zone), booking.ends_at.astimezone(self.zone)
            last = ends.date() if ends.date() != starts.date() else None
            return {"starts_on": starts.date(), "starts_time": starts.time(), "ends_on": last, "ends_time": ends.time()}
        if start is None:
            return {}
        begins = start.astimezone(self.zone)
        return {"starts_on": begins.date(), "starts_time": begins.time(), "ends_time": (begins + timedelta(hours=2)).time()}


class BookingForm(WhenForm):
    """What somebody wants to use a thing for; a keeper may also plan maintenance."""

    title = forms.CharField(label=_("For what"), max_length=150, help_text=_("The keeper of the place reads it."))
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=1000, initial=1)
    supervisor = forms.CharField(label=_("Supervised by"), max_length=120, required=False)
    is_maintenance = forms.BooleanField(label=_("This is maintenance: nobody uses it meanwhile"), required=False)

    def __init__(self, *args: Any, is_keeper: bool, **options: Any):
        super().__init__(*args, **options)
        if not is_keeper:
            del self.fields["is_maintenance"]
        elif self.has_length:
            self.fields["is_maintenance"].help_text = _("For longer than one use, plan several.")
        if not (self.thing.needs_supervision or self.thing.needs_training):
            del self.fields["supervisor"]
        else:
            self.fields["supervisor"].help_text = _("Who will be there and knows the thing; empty if you were shown how to use it.")
        if self.thing.people_max == 1:
            del self.fields["people"]

    def use(self) -> Use:
        """Return what is asked for."""
        facts = self.cleaned_data
        return Use(
            starts_at=facts["starts_at"],
            ends_at=facts["ends_at"],
            title=facts["title"],
            people=facts.get("people", 1),
            supervisor=facts.get("supervisor", ""),
            purpose=Booking.Purpose.MAINTENANCE if facts.get("is_maintenance") else Booking.Purpose.OWN_WORK,
        )


class ThingForm(forms.ModelForm):
    """The facts of one thing; saved by the operation, not here."""

    label_file = forms.FileField(label=_("Photo of the label"), required=False, help_text=_("JPEG, PNG or WebP"))

    class Meta:
        model = Bookable
        fields = (
            *(f"name_{language}" for language in Language.values),
            *(f"notes_{language}" for language in Language.values),
            "code", "kind", "room", "condition", "open_to", "people_max", "needs_training", "needs_supervision", "setup_minutes",
            "use_minutes", "cooldown_minutes", "owner", "is_project_property", "cost", "label_on", "is_active",
        )  # fmt: skip
        widgets = {"label_on": _DATE, **{f"notes_{language}": forms.Textarea({"rows": 2}) for language in Language.values}}

    def __init__(self, *args: Any, site: Site, **options: Any):
        super().__init__(*args, **options)
        self.fields["room"].queryset = site.rooms.all()
        self.fields["name_lv"].required = True
        for text, label in (("name", _("name")), ("notes", _("notes"))):
            for language in Language.values:
                self.fields[f"{text}_{language}"].label = f"{capfirst(label)} · {language.upper()}"
        for name in ("setup_minutes", "cooldown_minutes"):
            self.fields[name].widget.attrs["step"] = 15

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in ("setup_minutes", "cooldown_minutes", "use_minutes"):
            if facts.get(name) and facts[name] % 15:
                self.add_error(name, ValidationError(_("Write whole quarters of an hour: 15, 30, 45, 60 …"), code="quarters"))
        if facts.get("kind") == Bookable.Kind.ROOM and not facts.get("room"):
            self.add_error("room", ValidationError(_("Say which room it is."), code="required"))
        return facts

    def validate_unique(self) -> None:
        """Leave what is taken to the operation, which knows it for sure."""

    def facts(self) -> dict[str, Any]:
        """Return the values of the thing's own columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "label_file"}


class TrainedForm(forms.Form):
    """Who was shown how to use the thing."""

    email = forms.EmailField(label=_("E-mail of the person"))
    trained_on = forms.DateField(label=_("Trained on"), widget=_DATE)
    trained_by = forms.CharField(label=_("Trained by"), max_length=120, required=False)


class KeeperForm(forms.Form):
    """Who else keeps the place."""

    email = forms.EmailField(label=_("E-mail of the person"))
