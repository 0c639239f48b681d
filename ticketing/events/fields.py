"""A form field for times as people write them: by the clock on the wall where the event takes place."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ticketing.events import rules

FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
"""What browsers send for datetime-local, and what is typed by hand where the browser has no picker."""
YEARS = range(2000, 2101)

MESSAGES: dict[str, Any] = {
    "unreadable": _("Write the day and the time, such as 2026-06-06T10:00."),
    "unlikely_year": _("Give a year between 2000 and 2100."),
    "missing": _("That night the clocks go forward: %(time)s does not exist. Choose %(before)s or %(after)s."),
    "ambiguous": _("That night the clocks go back: %(time)s comes twice. Choose %(before)s or %(after)s."),
}


class WallClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class EventDateTimeField(forms.Field):
    """Reads a wall-clock time of `zone` and gives an aware datetime; an hour missing or doubled that night is refused.

    Set `zone` (ZoneInfo) before the form is validated or shown: `form.fields["opens_at"].zone = event.tz`.
    """

    widget = WallClockInput
    default_error_messages = MESSAGES

    def __init__(self, *, zone: ZoneInfo | None = None, **options: Any):
        super().__init__(**options)
        self.zone = zone or ZoneInfo("Europe/Riga")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        local = self._read(str(value).strip())
        if problem := rules.clock_problem(local, self.zone):
            hour = timedelta(hours=1)
            around = {"time": local, "before": local - hour, "after": local + hour}
            raise ValidationError(
                self.error_messages[problem], code=problem, params={name: f"{clock:%H:%M}" for name, clock in around.items()}
            )
        return local.replace(tzinfo=self.zone)

    def _read(self, text: str) -> datetime:
        for written in FORMATS:
            try:
                local = datetime.strptime(text, written)  # noqa: DTZ007 - the zone is put on once the hour is known to exist
            except ValueError:
                continue
            if local.year not in YEARS:
                raise ValidationError(self.error_messages["unlikely_year"], code="unlikely_year")
            return local
        raise ValidationError(self.error_messages["unreadable"], code="unreadable")
