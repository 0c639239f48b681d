"""What a phone asks to be ready for a gate without a network, and what it sends afterwards."""

from base64 import b64encode

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.decorators import decorate_view

from ticketing.door import operations, queries, schemas
from ticketing.door.api.base import Phone, at_most, device_told, gate_told, language_of, router, told


@router.post("sync", response=schemas.SyncOut, auth=Phone())
@decorate_view(at_most(300_000))
def sync(request: HttpRequest, batch: schemas.SyncIn):
    """Take in scans made without a network; may be repeated. Answers come by nonce."""
    now, device = timezone.now(), request.auth
    scans = [operations.Offline(**item.dict()) for item in batch.scans]
    key = request.META["HTTP_AUTHORIZATION"].partition(" ")[2].strip()
    answers = operations.sync(key=key, device=device, scans=scans, sent_at=batch.sent_at, by=f"device {device.name}", at=now)
    language = language_of(request, device.language)
    with translation.override(language):
        return {"scans": [{"nonce": nonce, **told(answer, language, now)} for nonce, answer in answers.items()]}


@router.get("snapshot", response=schemas.SnapshotOut, auth=Phone())
def snapshot(request: HttpRequest, cursor: str = "", tickets: bool = True):
    """Everything a phone needs to judge without a network: the configuration, and tickets changed since `cursor`.

    With `tickets=false` only the configuration.
    """
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now)
    with translation.override(language_of(request, device.language)):
        taken = queries.snapshot(device, cursor, now, tickets=tickets)
        return {
            "device": device_told(device),
            "now": now,
            "gates": [gate_told(gate) for gate in taken.gates],
            "products": [{"id": p.pk, "event": p.event_id, "number": p.number, "name": p.name} for p in taken.products],
            "windows": taken.windows,
            "keys": [{"event_number": k.event.number, "slot": k.slot, "public": b64encode(bytes(k.public)).decode()} for k in taken.keys],
            "tickets": taken.tickets,
            "used": taken.used,
            "next": taken.next,
            "more": taken.more,
        }
