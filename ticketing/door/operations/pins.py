"""The supervisors' number: makes a steward's phone a supervisor's for some minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from common.errors import Invalid, Refused
from ticketing.door.models import Device, DoorPin
from ticketing.events.models import Event

SHORTEST, LONGEST = 4, 8
LASTS = timedelta(minutes=10)
TRIES = 5
REST = timedelta(minutes=5)
"""How long a phone must wait after `TRIES` wrong numbers."""


class WrongPin(Refused):
    """Not the number."""

    code = "wrong_pin"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This is not the supervisors' number."))


class TooManyPins(Refused):
    """This phone has tried too often."""

    code = "too_many_pins"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Too many wrong numbers. Wait five minutes, or call the supervisor."))


class NoPin(Refused):
    """The organiser has set no number."""

    code = "no_pin"

    def __init__(self) -> None:
        super().__init__(_("The organiser has set no supervisors' number for this event."))


@transaction.atomic
def set_pin(*, event: Event, pin: str, by: Actor, at: datetime) -> None:
    """Set the event's number, or take it away with "". Rights it gave before end with it.

    Raises:
        Invalid: not 4 to 8 digits.
    """
    if pin and not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise Invalid(_("Give 4 to 8 digits."), code="bad_pin", field="pin")
    Device.objects.filter(event=event, raised_until__gt=at).update(raised_until=at)
    if pin:
        DoorPin.objects.update_or_create(event=event, defaults={"hash": make_password(pin), "set_at": at})
    else:
        DoorPin.objects.filter(event=event).delete()
    log(by=by, at=at, action="pin.set" if pin else "pin.removed", subject=event, event=event, partner=event.partner)


def raise_rights(*, device: Device, pin: str, at: datetime) -> datetime:
    """Give a phone a supervisor's rights for `LASTS`, and return until when. Right and wrong numbers are logged.

    Raises:
        NoPin, WrongPin: there is no such number.
        TooManyPins: `TRIES` wrong ones in a row were sent from this phone, and `REST` is not over.
    """
    known = DoorPin.objects.filter(event=device.event_id).first()
    if known is None:
        raise NoPin
    Device.objects.filter(pk=device.pk, pin_again_at__lte=at).update(wrong_pins=0, pin_again_at=None)
    # counted before it is compared, so that many sent at once are not more tries
    if not Device.objects.filter(pk=device.pk, wrong_pins__lt=TRIES).update(wrong_pins=F("wrong_pins") + 1):
        raise TooManyPins
    facts: dict[str, Any] = {
        "by": f"device {device.name}",
        "at": at,
        "subject": device,
        "event": device.event,
        "partner": device.event.partner,
    }
    if not check_password(pin, known.hash):
        Device.objects.filter(pk=device.pk, wrong_pins__gte=TRIES).update(pin_again_at=at + REST)
        log(action="pin.wrong", **facts)
        raise WrongPin
    until = at + LASTS
    with transaction.atomic():
        Device.objects.filter(pk=device.pk).update(raised_until=until, wrong_pins=0, pin_again_at=None)
        log(action="pin.right", after={"until": until}, **facts)
    device.raised_until = until
    return until


def lower_rights(*, device: Device, at: datetime) -> None:
    """End the rights that the number gave, before their time."""
    if Device.objects.filter(pk=device.pk, raised_until__gt=at).update(raised_until=at):
        device.raised_until = at
        log(by=f"device {device.name}", at=at, action="pin.ended", subject=device, event=device.event, partner=device.event.partner)


@transaction.atomic
def let_try_again(*, device: Device, by: Actor, at: datetime) -> None:
    """Forget the wrong numbers of a phone, so that it need not wait."""
    if Device.objects.filter(pk=device.pk, wrong_pins__gt=0).update(wrong_pins=0, pin_again_at=None):
        log(by=by, at=at, action="pin.again", subject=device, event=device.event, partner=device.event.partner)
