"""What was read from a code, a keyboard or a scanner, before any ticket is looked up."""

from dataclasses import dataclass

from ticketing.door.rules import Reason
from ticketing.tickets import codes, keys

_TYPED_AT_MOST = 16
"""Characters of a typed serial, blanks and dashes included; a longer text is somebody else's code."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a serial to look up, or the flaw that makes looking up pointless.

    `generation` and `event` are None where the serial was typed, since the number below the code does not hold them.
    """

    serial: int = 0
    generation: int | None = None
    event: int | None = None
    flaw: Reason | None = None


def read(text: str, *, master: str) -> Reading:
    """Return what `text` says. Never raises, whatever `text` holds.

    Args:
        text: the characters of a QR code, or a typed serial such as "0003-RJ0-E".
        master: `settings.TICKET_KEY`, by which genuine codes are told from forged ones.
    """
    if len(text) <= _TYPED_AT_MOST:
        serial = codes.serial_from(text)
        return Reading(flaw=Reason.FOREIGN) if serial is None else Reading(serial=serial)
    decoded = codes.decode(text)
    if decoded is None:
        return Reading(flaw=Reason.MALFORMED if codes.normalise(text[:8]).startswith(codes.PREFIX) else Reason.FOREIGN)
    body, signature = decoded
    if not keys.proves(master, body, signature):
        return Reading(flaw=Reason.FORGED)
    return Reading(body.serial, body.generation, body.event)
