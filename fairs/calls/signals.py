"""News of applications for the rooms above, sent inside the transaction. Receivers write rows only."""

from django.dispatch import Signal

application_closed = Signal()
"""A standing application was withdrawn by its maker or cancelled by the organiser. Arguments: `application` (in its new
state), `before` (the state it had), `by`, `at`. Its stall is free again."""
