"""What speakers and reviewers type: checks of shape only, the rules stand in the operations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from conference.proposals import queries
from conference.proposals.models import ABSTRACT_MAX, Author, Proposal, ProposalCall, ProposalFile, ReviewCriterion, ReviewPhase
from conference.proposals.operations.filling import MOST_AUTHORS, Co, First
from conference.proposals.operations.reviewing import TEXT_LENGTH, Said
from conference.proposals.rules import halves
from exhibitors.profiles.forms import COUNTRIES
from ticketing.events import wording
from ticketing.events.forms import Rows


class KindField(forms.ModelChoiceField):
    """A kind of session, said with its length."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(kind)s, %(n)s minutes") % {"kind": obj.name, "n": obj.minutes}


def _languages(call: ProposalCall) -> list[tuple[str, Any]]:
    return [(code, label) for code, label in Language.choices if not call.languages or code in call.languages]


class BeginForm(forms.Form):
    """The least a proposal begins with."""

    kind: Any = KindField(None, label=_("What would you like to give?"), widget=forms.RadioSelect, empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("You can change it later."))
    name = forms.CharField(label=_("Your name and surname"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("We send you the link to your proposal there; there is no password."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, call: ProposalCall, **options: Any):
        super().__init__(*args, **options)
        self.fields["kind"].queryset = queries.kinds(call.event)

    def first(self, language: str) -> First:
        """Return who begins."""
        return First(self.cleaned_data["name"], self.cleaned_data["email"], language)


class TalkForm(forms.Form):
    """What is offered. A draft may leave out anything but the title."""

    kind: Any = KindField(None, label=_("Kind"), empty_label=None)
    track: Any = forms.ModelChoiceField(None, label=_("Track"), required=False)
    language = forms.ChoiceField(label=_("Language you speak in"))
    title = forms.CharField(label=_("Title"), max_length=150)
    abstract = forms.CharField(
        label=_("Abstract"),
        required=False,
        max_length=ABSTRACT_MAX,
        widget=forms.Textarea({"rows": 12, "data-counter": ""}),
        help_text=_("At most 2,500 characters. Do not name yourself: reviewers read it without knowing whose it is."),
    )

    def __init__(self, *args: Any, proposal: Proposal, **options: Any):
        names = ("kind", "track", "language", "title", "abstract")
        options["initial"] = {name: getattr(proposal, name) for name in names}
        super().__init__(*args, **options)
        event = proposal.call.event
        self.fields["kind"].queryset = queries.kinds(event) | event_kind(proposal)
        self.fields["track"].queryset = queries.tracks(event)
        self.fields["language"].choices = _languages(proposal.call)
        if not self.fields["track"].queryset:
            del self.fields["track"]

    def facts(self) -> dict[str, Any]:
        """Return the checked values."""
        return dict(self.cleaned_data)


def event_kind(proposal: Proposal) -> Any:
    """Return the proposal's own kind, which stays its kind when no longer offered to others."""
    return type(proposal.kind).objects.filter(pk=proposal.kind_id)


class AuthorForm(forms.Form):
    """One author."""

    name = forms.CharField(label=_("Name and surname"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name_other = forms.CharField(
        label=_("Name in another script"), max_length=150, required=False, help_text=_("for the badge, such as Ilze Ozola for Илзе Озола")
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=150, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=[("", "–"), *COUNTRIES], required=False)
    biography = forms.CharField(
        label=_("About you, for the programme"), max_length=1200, required=False, widget=forms.Textarea({"rows": 3})
    )
    speaks = forms.BooleanField(label=_("speaks at the event"), required=False, initial=True)

    def co(self) -> Co:
        """Return the checked author."""
        return Co(**{name: self.cleaned_data[name] for name in Co.__slots__})


class BaseAuthors(Rows):
    """The authors; the first one's address is where the link went, and stays."""

    remove_label = _("Take this author away")

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if index == 0:
            form.fields["email"].disabled = True
            form.fields["DELETE"].widget = forms.HiddenInput()
            form.fields["DELETE"].disabled = True

    def authors(self) -> list[Co]:
        """Return the checked authors that are kept."""
        return [form.co() for form in self.kept()]


AuthorRows: Any = forms.formset_factory(
    AuthorForm, formset=BaseAuthors, extra=0, can_delete=True, max_num=MOST_AUTHORS, absolute_max=MOST_AUTHORS, validate_max=True
)


def author_rows(authors: Sequence[Author]) -> list[dict[str, Any]]:
    """Return the initial values of the authors' rows."""
    return [{name: getattr(author, name) for name in Co.__slots__} for author in authors]


class FileForm(forms.Form):
    """A file to go with a proposal."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=ProposalFile.Kind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF or Word for a paper, PDF for slides, JPEG, PNG or WebP for a picture; up to 20 MB.")
    )
    may_publish = forms.BooleanField(label=_("It may be published after the event."), required=False)

    def __init__(self, *args: Any, kinds: Sequence[str], **options: Any):
        options["initial"] = {"kind": kinds[0]}
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.value, kind.label.capitalize()) for kind in ProposalFile.Kind if kind.value in kinds]


class WhenForm(forms.Form):
    """When its speakers cannot come, in half days, and what they need."""

    away = forms.MultipleChoiceField(
        label=_("When can you not?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if you are there all the time."),
    )
    needs = forms.CharField(
        label=_("What do you need in the room?"), required=False, max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=_("A wheel, water, a dark room, a long table, power: whatever the talk cannot do without."),
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: Proposal, **options: Any):
        event = proposal.call.event
        self.parts = [part for day in event.days.all() for part in halves(day.opens_at, day.closes_at, event.tz)]
        away = queries.unavailable(proposal)
        chosen = [self._key(part) for part in self.parts if any(begins <= part[0] and part[1] <= ends for begins, ends in away)]
        options["initial"] = {"away": chosen, "needs": proposal.needs}
        super().__init__(*args, **options)
        self.fields["away"].choices = [(self._key(part), self._label(part, event.tz)) for part in self.parts]

    @staticmethod
    def _key(part: tuple[datetime, datetime]) -> str:
        return f"{part[0]:%Y%m%d%H%M}"

    @staticmethod
    def _label(part: tuple[datetime, datetime], zone: ZoneInfo) -> str:
        begins, ends = (at.astimezone(zone) for at in part)
        return f"{wording.day(begins.date())}, {begins:%H:%M}–{ends:%H:%M}"

    def facts(self) -> dict[str, Any]:
        """Return the checked values as the table keeps them."""
        chosen = set(self.cleaned_data["away"])
        away = [[part[0].isoformat(), part[1].isoformat()] for part in self.parts if self._key(part) in chosen]
        return {"unavailable": away, "needs": self.cleaned_data["needs"]}


class ReviewForm(forms.Form):
    """A review: one row of buttons for each criterion, and words."""

    comment = forms.CharField(
        label=_("Comment for the committee"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 3}),
        help_text=_("Authors never see it."),
    )  # fmt: skip
    feedback = forms.CharField(
        label=_("Words for the authors"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 3}),
        help_text=_("They read it with the decision, without your name."),
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: Sequence[ReviewCriterion], phase: ReviewPhase, **options: Any):
        super().__init__(*args, **options)
        self.criteria, self.most = criteria, phase.points_max
        for each in criteria:
            choices = [(n, str(n)) for n in range(1, self.most + 1)]
            self.fields[f"c{each.pk}"] = forms.TypedChoiceField(
                label=each.name, choices=choices, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
            )

    def scales(self) -> list[dict[str, Any]]:
        """Return each criterion with its buttons: points and whether they are chosen."""
        found = []
        for each in self.criteria:
            field = self[f"c{each.pk}"]
            chosen = str(field.value() if field.value() is not None else "")
            buttons = [{"points": n, "chosen": chosen == str(n)} for n in range(1, self.most + 1)]
            found.append({"criterion": each, "field": field, "buttons": buttons})
        return found

    def said(self) -> Said:
        """Return the checked review."""
        given = {each.pk: self.cleaned_data[f"c{each.pk}"] for each in self.criteria}
        points = {key: n for key, n in given.items() if n is not None}
        return Said(points, self.cleaned_data["comment"].strip(), self.cleaned_data["feedback"].strip())
