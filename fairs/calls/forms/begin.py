"""Beginning an application, and taking it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Exhibitor
from fairs.calls.models import Application


class BeginForm(forms.Form):
    """For which of the person's profiles, and from which earlier application."""

    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, exhibitors: Sequence[Exhibitor], earlier: Sequence[Application], **options: Any):
        super().__init__(*args, **options)
        self.exhibitors = {one.pk: one for one in exhibitors}
        self.earlier = {one.pk: one for one in earlier}
        choices = []
        for one in exhibitors:
            before = [sent for sent in earlier if sent.exhibitor_id == one.pk]
            name = f"{one}: " if len(exhibitors) > 1 else ""
            choices += [(f"{one.pk}:{sent.pk}", name + _as_before(sent)) for sent in before]
            choices.append((f"{one.pk}:", name + gettext("an empty application")))
        self.fields["start"].choices = choices
        self.initial.setdefault("start", choices[0][0] if choices else "")

    def chosen(self) -> tuple[Exhibitor, Application | None]:
        """Return the profile and the application to copy from."""
        exhibitor, _colon, earlier = self.cleaned_data["start"].partition(":")
        return self.exhibitors[int(exhibitor)], self.earlier[int(earlier)] if earlier else None


def _as_before(sent: Application) -> str:
    event = sent.call.event
    return gettext("a copy of what you sent to “%(fair)s”, %(year)s") % {
        "fair": event.title,
        "year": event.starts_at.astimezone(event.tz).year,
    }


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why, if you like to say"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
