"""Words of presence: proofs, halves of a day, what is wrong with a line of a log."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.presence.onlinelog import Fault, Part
from conference.presence.rules import HalfDay

HOW: Mapping[str, tuple[Any, str]] = {
    "scan": (_("scanned"), "ok"),
    "signature": (_("signed"), "ok"),
    "online": (_("online"), "info"),
    "staff": (_("ticked"), "info"),
}
"""Word and tone of each proof."""

FAULTS: Mapping[Fault, Any] = {
    Fault.WHO: _("neither a name nor an e-mail"),
    Fault.JOINED: _("the beginning cannot be read as a date and time"),
    Fault.LEFT: _("neither an end nor a length that can be read"),
    Fault.BACKWARDS: _("it ends before it begins"),
    Fault.LONG: _("it lasts longer than a day"),
}

PARTS: Mapping[Part, Any] = {
    Part.NAME: _("Name"),
    Part.EMAIL: _("E-mail"),
    Part.JOINED: _("Came"),
    Part.LEFT: _("Left"),
    Part.MINUTES: _("Minutes"),
}


def half_words(half: HalfDay) -> Any:
    """Return the name of a half-day."""
    return _("Second half of the day") if half.is_second else _("First half of the day")
