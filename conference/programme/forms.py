"""What is typed about the programme: checks of shape only, the rules stand in the operations."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from conference.programme.models import Hall, Interpreter, Release, Session, Speaker
from conference.programme.queries import periods
from conference.programme.rules import pair_of
from conference.proposals.models import SessionKind, Track
from places.equipment.models import Bookable
from ticketing.events.fields import EventDateTimeField
from ticketing.events.forms import FactsForm
from ticketing.events.models import Event

AWAY_ROWS = 3
"""Empty rows for times when somebody is not available, below the filled ones."""
PAIRS = [(pair_of(one, other), f"{one} – {other}".upper()) for one, other in combinations(Language.values, 2)]


class HallForm(FactsForm):
    model = Hall
    translated = ("name",)
    needed = ("name",)
    plain = ("room", "capacity", "has_booth", "position")

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        room = self.fields["room"]
        room.queryset = room.queryset.filter(site=event.site_id) if event.site_id else room.queryset.none()
        room.help_text = _("A room of the place, if it is one.")
        self.fields["position"].label = _("Place among the columns")


class AwayMixin(forms.Form):
    """Rows of from and until when somebody is not available."""

    def add_away(self, written: Sequence[Sequence[str]], event: Event) -> None:
        known = periods(written)
        self.away_rows = len(known) + AWAY_ROWS
        for row in range(self.away_rows):
            span = known[row] if row < len(known) else None
            for name, label, value in (("from", _("Not available from"), span and span.start), ("until", _("until"), span and span.end)):
                field = EventDateTimeField(label=label, required=False, zone=event.tz, initial=value)
                self.fields[f"away_{name}_{row}"] = field

    def away_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"away_from_{row}"], self[f"away_until_{row}"]) for row in range(self.away_rows)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for row in range(self.away_rows):
            start, end = said.get(f"away_from_{row}"), said.get(f"away_until_{row}")
            if bool(start) != bool(end):
                self.add_error(f"away_until_{row}", ValidationError(_("Give both, from and until."), code="half"))
            elif start and end and end <= start:
                self.add_error(f"away_until_{row}", ValidationError(_("The end must be later than the beginning."), code="order"))
        return said

    def away(self) -> list[list[str]]:
        """Return the periods as the tables keep them."""
        said = self.cleaned_data
        rows: list[tuple[datetime | None, datetime | None]] = [
            (said.get(f"away_from_{row}"), said.get(f"away_until_{row}")) for row in range(self.away_rows)
        ]
        return [[start.isoformat(), end.isoformat()] for start, end in sorted(row for row in rows if row[0] and row[1])]  # type: ignore[union-attr]


class SpeakerForm(AwayMixin, FactsForm):
    model = Speaker
    translated = ("organisation", "biography")
    plain = ("name", "name_other", "country", "email")

    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as LV."))

    def __init__(self, *args: Any, event: Event, row: Speaker | None = None, **options: Any):
        super().__init__(*args, row=row, **options)
        self.add_away(row.unavailable if row else [], event)

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise ValidationError(_("Two letters, such as LV."), code="no_country")
        return country

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "unavailable": self.away()}


class InterpreterForm(AwayMixin, FactsForm):
    model = Interpreter
    plain = ("name",)

    pairs = forms.MultipleChoiceField(label=_("Interprets between"), choices=PAIRS, widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, event: Event, row: Interpreter | None = None, **options: Any):
        super().__init__(*args, row=row, **options)
        if row is not None:
            self.initial["pairs"] = row.pairs
        self.add_away(row.unavailable if row else [], event)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "pairs": sorted(self.cleaned_data["pairs"]), "unavailable": self.away()}


class SessionForm(FactsForm):
    model = Session
    translated = ("title", "abstract")
    needed = ("title",)
    plain = ("kind", "track", "minutes", "language", "audience", "is_break", "counts", "note")

    interpreted_into = forms.MultipleChoiceField(
        label=_("Interpreted into"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    speakers: Any = forms.ModelMultipleChoiceField(
        label=_("Speakers"), queryset=Speaker.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    chairs: Any = forms.ModelMultipleChoiceField(
        label=_("Who of them chairs"), queryset=Speaker.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    things: Any = forms.ModelMultipleChoiceField(
        label=_("Equipment it needs"), queryset=Bookable.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Booked by itself once the session has a place, and moved with it."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, event: Event, row: Session | None = None, **options: Any):
        super().__init__(*args, row=row, **options)
        self.fields["kind"].queryset = SessionKind.objects.filter(event=event)
        self.fields["track"].queryset = Track.objects.filter(event=event)
        self.fields["minutes"].min_value = 5
        self.fields["minutes"].max_value = 600
        people = Speaker.objects.filter(event=event)
        self.fields["speakers"].queryset = people
        here = [one.speaker_id for one in row.appearances.all()] if row else []
        self.fields["chairs"].queryset = people.filter(pk__in=here)
        if not here:
            del self.fields["chairs"]
        things = Bookable.objects.filter(is_active=True, kind=Bookable.Kind.EQUIPMENT, site=event.site_id) if event.site_id else None
        if things is None or not things.exists():
            del self.fields["things"]
        else:
            self.fields["things"].queryset = things
        if row is not None:
            self.initial.update(
                interpreted_into=row.interpreted_into,
                speakers=here,
                chairs=[one.speaker_id for one in row.appearances.all() if one.is_chair],
                things=[one.bookable_id for one in row.equipment.all()],
                revision=row.revision,
            )

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 600 or minutes % 5:
            raise ValidationError(_("From 5 to 600 minutes, in steps of five."), code="length")
        return minutes

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**super().facts(), "interpreted_into": [one for one in Language.values if one in said["interpreted_into"]]}


class PlaceForm(forms.Form):
    """Where and when a session takes place: what the timetable does by dragging."""

    hall: Any = forms.ModelChoiceField(label=_("Room"), queryset=Hall.objects.none(), required=False, empty_label=_("no room"))
    starts_at = EventDateTimeField(label=_("Begins"))
    is_fixed = forms.BooleanField(label=_("Fixed: no draft moves it"), required=False)
    interpreters: Any = forms.ModelMultipleChoiceField(
        label=_("Interpreters"), queryset=Interpreter.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, session: Session, **options: Any):
        event, slot = session.event, getattr(session, "slot", None)
        initial: dict[str, Any] = {"starts_at": event.starts_at}
        if slot is not None:
            initial = {
                "hall": slot.hall_id,
                "starts_at": slot.starts_at,
                "is_fixed": slot.is_fixed,
                "interpreters": [one.pk for one in slot.interpreters.all()],
            }
        super().__init__(*args, **{**options, "initial": initial})
        self.fields["hall"].queryset = Hall.objects.filter(event=event)
        self.fields["starts_at"].zone = event.tz
        self.fields["interpreters"].queryset = Interpreter.objects.filter(event=event)
        if not session.interpreted_into:
            del self.fields["interpreters"]


class MoveForm(forms.Form):
    """What the timetable's script sends."""

    session = forms.IntegerField(min_value=1, max_value=10**9)
    hall = forms.IntegerField(min_value=1, max_value=10**9, required=False)
    at = EventDateTimeField(required=False)


class AskForm(forms.Form):
    keeps_placed = forms.TypedChoiceField(
        label=_("What has a place already"), choices=[("", _("may be moved, unless it is fixed")), ("1", _("stays where it is"))],
        coerce=bool, required=False, empty_value=False, widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Number of the draft"), min_value=1, max_value=9999, initial=1,
        help_text=_("The same number gives the same draft; another one may give another that is as good."),
    )  # fmt: skip


class ReleaseForm(forms.Form):
    note = forms.CharField(label=_("What is new, in a sentence"), max_length=Release._meta.get_field("note").max_length, required=False)
