"""The words of the day."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from fairs.fairday.rules import Presence

PRESENCE: Mapping[str, tuple[Any, str]] = {
    Presence.UNKNOWN: (_("not yet here"), "neutral"),
    Presence.CAME: (_("here"), "ok"),
    Presence.LATE: (_("late"), "warn"),
    Presence.ABSENT: (_("has not come"), "bad"),
}
"""Whether a maker is there: the word, and the tone of its badge."""
