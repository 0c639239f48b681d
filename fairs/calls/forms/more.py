"""Showing the craft, days, things for hire, the organiser's own questions; rules and declarations."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from fairs.calls.forms.fields import Amount
from fairs.calls.forms.step import CHOOSE, StepForm
from fairs.calls.models import Application, CallQuestion
from fairs.calls.operations.filling import Lists
from fairs.calls.wording import DECLARATIONS
from ticketing.events import wording

LONGEST_ANSWER = 2000
LARGEST = Decimal(10) ** 9


class MoreForm(StepForm):
    """What the maker shows, comes on and hires, and answers to the organiser's questions."""

    plain = ("demonstrates", "demonstration", "demonstration_times")

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        self.fields["demonstrates"].label = _("I show my craft at the stall")
        self.fields["demonstration"].help_text = _("A tasting is no demonstration. Such as: visitors throw a bowl on the wheel.")
        self.fields["demonstration"].widget.attrs["rows"] = 3
        self.fields["demonstration_times"].help_text = _("Such as: Saturday from 11 to 15.")
        self._offer_days()
        self.add_ons = list(self.call.add_ons.all())
        for one in self.add_ons:
            most = one.most if one.stock is None else min(one.most, one.stock)
            self.fields[f"item_{one.code}"] = forms.IntegerField(
                label=one.name,
                min_value=0,
                max_value=most,
                required=False,
                initial=application.add_ons.get(one.code),
                help_text=_most(most),
            )
        self.questions = list(self.call.questions.all())
        for question in self.questions:
            field = _question_field(question)
            field.initial = _given(question, application.answers.get(str(question.pk), ""))
            self.fields[f"question_{question.pk}"] = field

    def _offer_days(self) -> None:
        days = list(self.call.event.days.order_by("opens_at"))
        if len(days) < 2:
            return
        field: Any = forms.ModelMultipleChoiceField(
            self.call.event.days.order_by("opens_at"), label=_("Days you come"), required=False, widget=forms.CheckboxSelectMultiple
        )
        field.label_from_instance = lambda one: wording.day(one.opens_at.astimezone(self.call.event.tz).date())
        field.help_text = _("None ticked: all of them.")
        self.fields["days"] = field
        self.initial["days"] = list(self.application.days.values_list("pk", flat=True))

    def showing(self) -> list[forms.BoundField]:
        """Return the fields about showing the craft."""
        return [self[name] for name in self.plain]

    @property
    def days_field(self) -> forms.BoundField | None:
        """The days to choose from, at a fair of several."""
        return self["days"] if "days" in self.fields else None

    def hires(self) -> list[forms.BoundField]:
        """Return the fields of things for hire."""
        return [self[f"item_{one.code}"] for one in self.add_ons]

    def asked(self) -> list[forms.BoundField]:
        """Return the organiser's own questions."""
        return [self[f"question_{question.pk}"] for question in self.questions]

    def days(self) -> int | None:
        chosen = self.cleaned_data.get("days")
        return len(chosen) or None if chosen is not None else None

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        items = {one.code: said[f"item_{one.code}"] for one in self.add_ons if said.get(f"item_{one.code}")}
        answers = {
            str(one.pk): str(said[f"question_{one.pk}"]) for one in self.questions if said.get(f"question_{one.pk}") not in ("", None)
        }
        return {**super().facts(), "add_ons": items, "answers": answers}

    def lists(self) -> Lists:
        return Lists(days=list(self.cleaned_data["days"])) if "days" in self.fields else Lists()


def _most(most: int) -> str:
    return gettext("at most %(n)s") % {"n": most}


def _question_field(question: CallQuestion) -> forms.Field:
    """Return the field of a question. It may stay empty in a draft; what must be answered is listed before sending."""
    common: dict[str, Any] = {"label": question.text, "help_text": question.help_text, "required": False}
    match question.kind:
        case CallQuestion.Kind.LONG_TEXT:
            return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 3}), **common)
        case CallQuestion.Kind.NUMBER:
            return Amount(min_value=-LARGEST, max_value=LARGEST, max_digits=14, decimal_places=4, **common)
        case CallQuestion.Kind.YES_NO:
            return forms.ChoiceField(choices=[("", CHOOSE), ("yes", _("yes")), ("no", _("no"))], **common)
        case CallQuestion.Kind.CHOICE:
            return forms.ChoiceField(choices=[("", CHOOSE), *_options(question)], **common)
    return forms.CharField(max_length=250, **common)


def _options(question: CallQuestion) -> list[tuple[str, str]]:
    """Return the answers to choose from. What is kept is the line of the first language that has any, whoever reads it."""
    texts = [lines for language in Language.values if (lines := _lines(getattr(question, f"options_{language}")))]
    kept, shown = (texts[0] if texts else []), _lines(question.options)
    return list(zip(kept, shown if len(shown) == len(kept) else kept, strict=True))


def _lines(text: str | None) -> list[str]:
    return list(filter(None, (line.strip() for line in (text or "").splitlines())))


def _given(question: CallQuestion, answer: Any) -> Any:
    if question.kind == CallQuestion.Kind.NUMBER and answer:
        try:
            return Decimal(str(answer))
        except InvalidOperation:
            return None
    return answer


class PapersForm(StepForm):
    """Agreement to the rules as they stand, and declarations."""

    plain = ()
    rules_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(label=_("I have read the rules and agree to them"), required=False)

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        if self.call.rules_text:
            self.initial["rules_version"] = self.call.rules_version
            self.initial["agrees"] = application.rules_version == self.call.rules_version
        else:
            del self.fields["rules_version"], self.fields["agrees"]
        is_private = application.exhibitor.legal_form == "NP"
        self.codes = [code for code in DECLARATIONS if code != "no_business" or is_private]
        for code in self.codes:
            self.fields[f"declares_{code}"] = forms.BooleanField(
                label=DECLARATIONS[code], required=False, initial=code in application.declarations
            )

    def declarations(self) -> list[forms.BoundField]:
        """Return the declarations to tick."""
        return [self[f"declares_{code}"] for code in self.codes]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("agrees") and said.get("rules_version") != self.call.rules_version:
            typed = self.data.copy()
            typed[self.add_prefix("rules_version")] = self.call.rules_version
            typed.pop(self.add_prefix("agrees"), None)
            self.data = typed
            self.add_error(
                "agrees", forms.ValidationError(gettext("The rules have changed meanwhile. Please read them again."), code="changed")
            )
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        declared = [code for code in self.codes if said[f"declares_{code}"]]
        if "agrees" not in self.fields:
            return {"declarations": declared}
        return {"declarations": declared, "rules_version": self.call.rules_version if said["agrees"] else None}
