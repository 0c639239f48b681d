"""Everything that notes who was there: ticks, sheets, gates, online logs."""

from conference.presence.operations.halving import HasSessions, make_half_days
from conference.presence.operations.recording import NotThere, TooEarly, clear, note, note_many, type_in
from conference.presence.operations.taking import Taken, take_log, take_scans

__all__ = [
    "HasSessions",
    "NotThere",
    "Taken",
    "TooEarly",
    "clear",
    "make_half_days",
    "note",
    "note_many",
    "take_log",
    "take_scans",
    "type_in",
]
