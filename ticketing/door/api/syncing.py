"""What a phone asks to be ready for a gate without a network, and what it sends afterwards."""

import gzip
from base64 import b64encode
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja.decorators import decorate_view

from ticketing.door import operations, packing, queries
from ticketing.door import schemas_sync as schemas
from ticketing.door.api.base import Phone, at_most, device_told, gate_told, language_of, question_told, router, told
from ticketing.door.models import Device

_WORTH_PACKING = 1000


def _sent(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Answer with the document as it is, compressed where the phone takes it; the door's way has no middleware for it."""
    body = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    response = HttpResponse(body, content_type="application/json")
    if len(body) > _WORTH_PACKING and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.content = gzip.compress(body, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "no-store"
    return response


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


@router.get("configuration", response=schemas.ConfigurationOut, auth=Phone())
def configuration(request: HttpRequest):
    """What the phone needs to know of its event, gates and keys."""
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now)
    with translation.override(language_of(request, device.language)):
        return _sent(request, _configured(queries.configuration(device, now), device, now))


def _configured(found: queries.Configuration, device: Device, now: Any) -> dict[str, Any]:
    event = device.event
    return {
        "device": device_told(device),
        "event": {"state": event.state, "locked": found.locked, "starts_at": event.starts_at, "ends_at": event.ends_at},
        "now": now,
        "gates": [gate_told(gate) for gate in found.gates],
        "products": [
            {"id": p.pk, "event": p.event_id, "event_number": p.event.number, "number": p.number, "name": p.name} for p in found.products
        ],
        "windows": [
            {
                "id": w.pk,
                "event_number": w.event.number,
                "number": w.number,
                "name": w.name,
                "valid_from": w.valid_from,
                "valid_until": w.valid_until,
            }
            for w in found.windows
        ],
        "keys": [{"event_number": k.event.number, "slot": k.slot, "public": b64encode(bytes(k.public)).decode()} for k in found.keys],
        "questions": [question_told(question) for question in found.questions],
        "scope": found.scope,
    }


@router.get("snapshot", response=schemas.SnapshotOut, auth=Phone())
def snapshot(request: HttpRequest, cursor: str = ""):
    """The tickets that have changed since `cursor`, in columns; without a cursor all of them."""
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now)
    return _sent(request, packing.packed(queries.snapshot(device, cursor, now)))
