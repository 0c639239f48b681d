"""Which phone is speaking: by the key it got when it was paired."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from ticketing.door.models import Device, Scan


class NotPaired(Refused):
    """No phone has this key."""

    code = "not_paired"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("This phone is not paired with an event. Ask the organiser for a pairing code."))


class Revoked(Refused):
    """The organiser has taken this phone's key back."""

    code = "device_revoked"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("The organiser has switched this phone off. Ask for a new pairing code."))


class SupervisorsOnly(Refused):
    """A steward's phone asked for something that needs a supervisor's."""

    code = "supervisors_only"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Only a supervisor's phone may do this. Call the supervisor of this gate."))


class NoSuchScan(Refused):
    """This event has no scan with that number."""

    code = "no_such_scan"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such scan at this event."))


def hashed(secret: str) -> str:
    """Return what is kept of a pairing token or a phone's key."""
    return sha256(secret.encode()).hexdigest()


def device_with(key: str, *, at: datetime | None = None) -> Device:
    """Return the paired phone that holds `key`, with its gate, area and event.

    Args:
        at: given where the phone must be a supervisor's, or have been made one until after then.

    Raises:
        NotPaired, Revoked: nobody has the key, or it was taken back.
        SupervisorsOnly: it is a steward's phone, or a kiosk.
    """
    device = Device.objects.select_related("event__partner", "gate__area").filter(key_hash=hashed(key)).first()
    if device is None:
        raise NotPaired
    if device.revoked_at:
        raise Revoked
    if at is not None and not device.supervises(at):
        raise SupervisorsOnly
    return device


def scan_of(device: Device, nonce: UUID) -> Scan:
    """Return a scan of the phone's event.

    Raises:
        NoSuchScan: it is unknown, or another event's.
    """
    scan = Scan.objects.select_related("ticket", "gate").filter(nonce=nonce, event_id=device.event_id).first()
    if scan is None:
        raise NoSuchScan
    return scan


def pairable(token: str, at: datetime) -> Device | None:
    """Return the phone that waits for `token`, unless the link has expired or was taken back."""
    found = Device.objects.filter(pairing_hash=hashed(token), pairing_until__gt=at, revoked_at=None)
    return found.select_related("event__partner", "gate__area").first()
