"""Pairing phones with a gate, and taking them off it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, changes, log
from common.errors import Invalid, Refused
from ticketing.door.access import hashed, pairable
from ticketing.door.models import Device, Gate
from ticketing.events.models import Event

PAIRING_LASTS = timedelta(minutes=60)
SEEN_AT_MOST_EVERY = timedelta(minutes=1)


class PairingFailed(Refused):
    """The link was used, has expired, was taken back or never was."""

    code = "pairing_failed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This pairing code works once and for one hour. Ask the organiser for a new one."))


class NameTaken(Invalid):
    """Another phone of the event has this name."""

    code = "name_taken"

    def __init__(self) -> None:
        super().__init__(_("Another one has this name already."), field="name")


def _log(device: Device, action: str, by: Actor, at: datetime, **changed: dict) -> None:
    log(by=by, at=at, action=action, subject=device, event=device.event, partner=device.event.partner, **changed)


def _fresh_token(device: Device, at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    device.pairing_hash, device.pairing_until = hashed(token), at + PAIRING_LASTS
    return token


def make_device(
    *,
    event: Event,
    gate: Gate,
    name: str,
    rights: str = Device.Rights.SUPERVISOR,
    shows_names: bool = True,
    language: str = "lv",
    by: Actor,
    at: datetime,
) -> tuple[Device, str]:
    """Make a place for one phone at `gate` and return it with the token of its link, `/door/pair#<token>`.

    The token is kept only as a hash, works once and for an hour.

    Raises:
        Invalid: the gate is another event's.
        NameTaken: another phone of the event has this name.
    """
    if gate.event_id != event.pk:
        raise Invalid(_("This gate belongs to another event."), field="gate")
    device = Device(event=event, gate=gate, name=name.strip(), rights=rights, shows_names=shows_names, language=language)
    token = _fresh_token(device, at)
    try:
        with transaction.atomic():
            device.save()
            _log(device, "device.made", by, at, after={"name": device.name, "gate": gate, "rights": rights})
    except IntegrityError as error:
        raise NameTaken from error
    return device, token


def pair(*, token: str, at: datetime) -> tuple[Device, str]:
    """Trade the link's token for the phone's own key and return both; the key is kept only as a hash.

    Raises:
        PairingFailed: the token was used, has expired, was taken back or never was.
    """
    device = pairable(token, at)
    if device is None:
        raise PairingFailed
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        traded = Device.objects.filter(pk=device.pk, pairing_hash=device.pairing_hash, revoked_at=None).update(
            pairing_hash=None, pairing_until=None, key_hash=hashed(key), paired_at=at, last_seen_at=at
        )
        if not traded:
            raise PairingFailed
        _log(device, "device.paired", f"device {device.name}", at)
    device.refresh_from_db(fields=["pairing_hash", "pairing_until", "key_hash", "paired_at", "last_seen_at"])
    return device, key


@transaction.atomic
def roll(*, device: Device, by: Actor, at: datetime) -> str:
    """Give a phone's place a new link: the old key stops working at once, a revoked place opens again.

    Returns the token of the new link.
    """
    token = _fresh_token(device, at)
    device.key_hash = device.revoked_at = None
    device.save(update_fields=["pairing_hash", "pairing_until", "key_hash", "revoked_at"])
    _log(device, "device.rolled", by, at)
    return token


@transaction.atomic
def revoke(*, device: Device, by: Actor, at: datetime) -> Device:
    """Switch a phone off. It learns so at its next request; its scans stay. Revoking twice changes nothing."""
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=at, pairing_hash=None, pairing_until=None):
        _log(device, "device.revoked", by, at)
    device.refresh_from_db(fields=["revoked_at", "pairing_hash", "pairing_until"])
    return device


def change_device(*, device: Device, name: str, gate: Gate, rights: str, shows_names: bool = True, by: Actor, at: datetime) -> Device:
    """Rename a phone, move it to another gate or change its rights; it hears of it with its next snapshot.

    Raises:
        Invalid: the gate is another event's.
        NameTaken: another phone of the event has this name.
    """
    if gate.event_id != device.event_id:
        raise Invalid(_("This gate belongs to another event."), field="gate")
    wished = {"name": name.strip(), "gate": gate, "rights": rights, "shows_names": shows_names}
    before, after = changes(device, wished)
    if not after:
        return device
    for field, value in wished.items():
        setattr(device, field, value)
    try:
        with transaction.atomic():
            device.save(update_fields=list(wished))
            _log(device, "device.changed", by, at, before=before, after=after)
    except IntegrityError as error:
        raise NameTaken from error
    return device


def heartbeat(*, device: Device, at: datetime, unsent: int | None = None, battery: int | None = None) -> None:
    """Note that the phone was heard of, at most once a minute, or when what it tells has changed.

    Args:
        unsent: how many scans it still keeps.
        battery: per cent.
    """
    told: dict[str, Any] = {
        name: value for name, value in {"unsent": unsent, "battery": battery}.items() if value not in (None, getattr(device, name))
    }
    if told or device.last_seen_at is None or at - device.last_seen_at >= SEEN_AT_MOST_EVERY:
        told["last_seen_at"] = at
        Device.objects.filter(pk=device.pk).update(**told)
        for name, value in told.items():
            setattr(device, name, value)
