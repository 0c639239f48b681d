"""What makers agree to. A change of words is a change of `VERSION`; older consents keep the version they were given to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"

TEXTS: Mapping[str, tuple[Any, Any]] = {
    "data": (
        _("My data may be used for fairs"),
        _(
            "The organisers of the fairs I apply to may keep and use what I write in this profile: to choose participants, to give places, "
            "to make the list of traders that the municipality asks for, and to write to me. They keep it as long as the rules of the "
            "programme ask for. I may look at it, correct it and ask for its deletion at any time."
        ),
    ),
    "public_profile": (
        _("My profile may be public"),
        _(
            "The fields that I have switched on may be shown to everybody: on the plan of a fair, in its programme and in the catalogue of makers."  # noqa: E501 - a text that people agree to, in one piece
        ),
    ),
    "photographs": (
        _("My pictures may be used"),
        _(
            "The organisers may show the pictures that I have sent in posters, programmes and reports of the fairs I take part in, with my name."  # noqa: E501 - a text that people agree to, in one piece
        ),
    ),
    "news": (_("I want news of other fairs"), _("The partners of this site may write to me when other fairs take applications.")),
}
"""Title and text of each kind of consent."""

RUSSIAN_NOTE = _("Your data are kept on a server in Latvia (European Union). Write only what the fair needs.")
"""Added for makers from Russia: Federal Law 152-FZ treats keeping their data abroad as a matter to be told."""
