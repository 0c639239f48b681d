"""What jurors and organisers type: checks of shape only, the rules stand in the operations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fairs.jury.models import Criterion, Round
from fairs.jury.operations import Said


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
