"""Everything that is noted on the day and after it."""

from fairs.fairday.operations.afterwards import AlreadySent, send_after_form
from fairs.fairday.operations.happenings import count_visitors, note_incident, settle_incident
from fairs.fairday.operations.presence import NotPlaced, mark_absent, mark_came, unmark
from fairs.fairday.operations.stalls import StallTaken, substitute, swap

__all__ = [
    "AlreadySent",
    "NotPlaced",
    "StallTaken",
    "count_visitors",
    "mark_absent",
    "mark_came",
    "note_incident",
    "send_after_form",
    "settle_incident",
    "substitute",
    "swap",
    "unmark",
]
