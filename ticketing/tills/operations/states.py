"""The lock under which a shift takes money and is closed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from ticketing.tills.models import Drawer, Movement, Shift


class ShiftClosed(Refused):
    """The shift is counted; nothing can be added to it or changed."""

    code = "shift_closed"


class NoShift(Refused):
    """The till has no open shift that could take the money."""

    code = "no_shift"


def lock_open(shift: Shift) -> None:
    """Hold an open shift until the transaction ends: money and the closing count come one after the other.

    Raises:
        ShiftClosed: it has been closed.
    """
    if not Shift.objects.select_for_update().filter(pk=shift.pk, closed_at=None).exists():
        raise ShiftClosed(_("This shift is closed and counted. Open a new one."))


def add(shift: Shift, **facts: Any) -> Movement:
    """Add a movement to a shift that the caller holds, making its drawer where this is the first money of its kind."""
    Drawer.objects.get_or_create(shift=shift, way=facts["way"], currency=facts["currency"])
    return Movement.objects.create(shift=shift, **facts)


def log(shift: Shift, action: str, by: Actor, at: Any, **after: Any) -> None:
    """Write a line about a shift."""
    event = shift.till.event
    after = {"till": str(shift.till), "shift": shift.number, **after}
    history.log(by=by, at=at, action=action, subject=shift, partner=event.partner, event=event, after=after)
