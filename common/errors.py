"""How an operation says no.

Every operation raises a subclass of `Refused` with a stable `code`; the shell turns it into a form error, a page
or a problem document. The message is lazy, so that it is spoken in the reader's language.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An operation was asked for something a rule forbids.

    Args:
        message: what is wrong and what to do next, translatable.
        code: stable word for programs; the class's own `code` when not given.
        field: name of the input the message belongs to, or "" for the whole.
    """

    code = "refused"
    status = 409

    def __init__(self, message: Any, *, code: str | None = None, field: str = "", facts: Mapping[str, Any] | None = None):
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return str(self.message)


class Stale(Refused):
    """Somebody else was quicker: the thing has moved on since it was read."""

    code = "stale"

    def __init__(self, message: Any = None, **more: Any):
        super().__init__(message or _("This has changed since you opened it. Look at the current state and try again."), **more)


class Invalid(Refused):
    """The input breaks a rule of content, such as an end before its start."""

    code = "invalid"
    status = 422
