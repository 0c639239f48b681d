"""What is typed about presence: checks of shape only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import files
from common.errors import Refused
from conference.presence import onlinelog
from conference.presence.onlinelog import Part
from conference.presence.wording import PARTS
from conference.programme.models import Session
from ticketing.door.models import Area

LOG_BYTES = files.MB


class ScansForm(forms.Form):
    """Which area's scans prove each room's sessions."""

    def __init__(self, *args: Any, rooms: Mapping[int, tuple[str, int | None]], areas: Sequence[Area], **more: Any):
        super().__init__(*args, **more)
        choices = [("", _("anywhere on the site")), *((area.pk, str(area)) for area in areas)]
        for key, (name, likely) in rooms.items():
            self.fields[f"room-{key}"] = forms.TypedChoiceField(
                label=name, choices=choices, coerce=int, empty_value=None, required=False, initial=likely or ""
            )

    def area_of(self, hall: int | None) -> int | None:
        """Return the area chosen for a room."""
        return self.cleaned_data.get(f"room-{hall or 0}")


class LogForm(forms.Form):
    """The log of an online meeting, and which of its columns is what. Its text goes along between the two steps."""

    file = forms.FileField(label=_("Log (CSV)"), required=False, widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}))
    text = forms.CharField(required=False, max_length=LOG_BYTES, strip=False, widget=forms.HiddenInput)
    hall = forms.ChoiceField(label=_("What was shown online"), required=False)
    order = forms.ChoiceField(
        label=_("Dates with slashes"),
        choices=[("day", _("day first: 31/12/2026")), ("month", _("month first: 12/31/2026"))],
        required=False,
    )

    def __init__(self, *args: Any, halls: Sequence[tuple[str, str]], **more: Any):
        super().__init__(*args, **more)
        self.fields["hall"].choices = [("", _("all sessions")), *halls]
        self.table: onlinelog.Table | None = None
        self.columns: dict[Part, int] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("text", "")
        if sent := cleaned.get("file"):
            try:
                files.check(sent, name=sent.name, allowed={files.Kind.CSV}, max_bytes=LOG_BYTES)
                text = files.read_text(sent)
            except Refused as refused:
                self.add_error("file", str(refused))
                return cleaned
        if not text.strip():
            self.add_error("file", _("Choose the file."))
            return cleaned
        self.table = onlinelog.read(text)
        self._map(is_new=bool(sent))
        return {**cleaned, "text": text}

    def _map(self, *, is_new: bool) -> None:
        """Read which column is which: as it was chosen, or for a new file as the headings tell."""
        headings = self.table.headings if self.table else ()
        guessed = onlinelog.guess(headings)
        for part in Part:
            said = self.data.get(self.add_prefix(f"column-{part}"), "")
            if is_new:
                said = str(guessed.get(part, ""))
            if said.isascii() and said.isdigit() and len(said) < 4 and int(said) < len(headings):
                self.columns[part] = int(said)

    def choices(self) -> list[dict[str, Any]]:
        """Return a choice of columns for each part."""
        headings = self.table.headings if self.table else ()
        return [
            {
                "name": f"column-{part}",
                "label": PARTS[part],
                "options": [
                    {"value": place, "label": heading or str(place + 1), "selected": self.columns.get(part) == place}
                    for place, heading in enumerate(headings)
                ],
            }
            for part in Part
        ]

    @property
    def day_first(self) -> bool:
        return self.cleaned_data.get("order") != "month"

    def shown(self, sessions: Sequence[Session]) -> list[Session]:
        """Return the sessions of the chosen room, or all."""
        hall = self.cleaned_data.get("hall", "")
        return [one for one in sessions if not hall or str(one.slot.hall_id or 0) == hall]
