"""The door's API, spoken by phones: /api/v1/door/. Every call but `pair` carries the phone's key."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.decorators import decorate_view
from ninja.security import HttpBearer

from common.errors import Refused
from ticketing.door import access, operations, queries, schemas, texts
from ticketing.door.models import Device, Gate
from ticketing.tickets import codes

router = Router(tags=["door"])
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
_FALLBACKS = settings.MODELTRANSLATION_FALLBACK_LANGUAGES


class TooLarge(Refused):
    """More bytes than this call can need."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(_("This is more than a scan can hold."))


class PhoneKey(HttpBearer):
    """Takes the key from the header; whose it is, the operation finds out in its own statement."""

    def __call__(self, request: HttpRequest) -> Any:
        scheme, _blank, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise access.NotPaired
        return self.authenticate(request, key.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return token


class Phone(PhoneKey):
    """Finds the paired phone itself."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        return access.device_with(token)


class SupervisorsPhone(PhoneKey):
    """Finds the paired phone and lets only a supervisor's through."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        return access.device_with(token, rights=Device.Rights.SUPERVISOR)


def at_most(size: int) -> Callable:
    """Decorate an API operation: refuse a body of more than `size` bytes before it is read."""

    def decorate(run: Callable) -> Callable:
        @wraps(run)
        def limited(request: HttpRequest, **values: Any) -> HttpResponse:
            if int(request.META.get("CONTENT_LENGTH") or 0) > size:
                return run.__self__.api.on_exception(request, TooLarge())
            return run(request, **values)

        return limited

    return decorate


def _language(request: HttpRequest, otherwise: str) -> str:
    wanted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:2].lower()
    return wanted if wanted in _LANGUAGES else otherwise


def _in(language: str, names: dict[str, str]) -> str:
    order = (language, *_FALLBACKS.get(language, ()), *_FALLBACKS["default"])
    return next((names[one] for one in order if names.get(one)), "")


def _holder(holder: operations.Holder, language: str) -> dict[str, Any]:
    return {
        "number": codes.spoken(holder.serial),
        "name": holder.name,
        "name_other": holder.name_other,
        "organisation": holder.organisation,
        "product": _in(language, holder.product),
        "variation": _in(language, holder.variation),
        "lines": holder.lines,
        "attention": holder.attention,
    }


def _told(answer: operations.Answer, language: str, now: datetime) -> dict[str, Any]:
    first = remedy = None
    if answer.first_at:
        ago = max(int((now - answer.first_at).total_seconds()), 0)
        first = {"at": answer.first_at, "gate": answer.first_gate, "ago_seconds": ago}
    if answer.gates or answer.moment:
        remedy = {"at": answer.moment, "gates": answer.gates}
    return {
        "verdict": answer.verdict,
        "admitted": answer.admitted,
        "reason": answer.reason,
        "word": str(texts.WORDS[answer.reason]),
        "text": texts.sentence(answer, now),
        "at": answer.at,
        "first": first,
        "remedy": remedy,
        "holder": _holder(answer.holder, language) if answer.holder else None,
    }


def _device(device: Device) -> dict[str, Any]:
    return {
        "name": device.name,
        "rights": device.rights,
        "language": device.language,
        "gate": device.gate_id,
        "gate_name": device.gate.name,
        "event": device.event_id,
        "event_number": device.event.number,
        "event_title": device.event.title,
        "zone": device.event.zone,
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "id": gate.pk,
        "name": gate.name,
        "area": gate.area_id,
        "area_name": gate.area.name,
        "rule": gate.rule,
        "opens_at": gate.opens_at,
        "closes_at": gate.closes_at,
        "is_active": gate.is_active,
        "products": [product.pk for product in gate.products.all()],
    }


@router.post("pair", response=schemas.PairOut, auth=None)
@decorate_view(at_most(1024))
def pair(request: HttpRequest, wanted: schemas.PairIn):
    """Trade the single-use token of a pairing link for this phone's key."""
    device, key = operations.pair(token=wanted.token, at=timezone.now())
    with translation.override(_language(request, device.language)):
        return {"key": key, "device": _device(device)}


@router.post("scan", response=schemas.ScanOut, auth=PhoneKey())
@decorate_view(at_most(1024))
def scan(request: HttpRequest, read: schemas.ScanIn):
    """Judge one reading. Every code gets an answer with status 200, also a torn, foreign or forged one."""
    # written out directly, since checking our own answer against ScanOut would cost more than making it; a test does
    now = timezone.now()
    answer = operations.scan(key=request.auth, code=read.code, nonce=read.nonce, direction=read.direction, anyway=read.anyway, at=now)
    language = _language(request, answer.language)
    with translation.override(language):
        return HttpResponse(orjson.dumps(_told(answer, language, now)), content_type="application/json")


@router.post("undo", response=schemas.UndoOut, auth=SupervisorsPhone())
@decorate_view(at_most(1024))
def undo(request: HttpRequest, wanted: schemas.UndoIn):
    """Take an admission back."""
    device = request.auth
    scan = access.scan_of(device, wanted.nonce)
    return operations.undo(device=device, scan=scan, by=f"device {device.name}", at=timezone.now())


@router.post("sync", response=schemas.SyncOut, auth=Phone())
@decorate_view(at_most(300_000))
def sync(request: HttpRequest, batch: schemas.SyncIn):
    """Take in scans made without a network; may be repeated. Answers come by nonce."""
    now, device = timezone.now(), request.auth
    scans = [operations.Offline(**item.dict()) for item in batch.scans]
    key = request.META["HTTP_AUTHORIZATION"].partition(" ")[2].strip()
    answers = operations.sync(key=key, device=device, scans=scans, sent_at=batch.sent_at, by=f"device {device.name}", at=now)
    language = _language(request, device.language)
    with translation.override(language):
        return {"scans": [{"nonce": nonce, **_told(answer, language, now)} for nonce, answer in answers.items()]}


@router.get("snapshot", response=schemas.SnapshotOut, auth=Phone())
def snapshot(request: HttpRequest, cursor: str = "", tickets: bool = True):
    """Everything a phone needs to judge without a network: the configuration, and tickets changed since `cursor`.

    With `tickets=false` only the configuration.
    """
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now)
    with translation.override(_language(request, device.language)):
        taken = queries.snapshot(device, cursor, now, tickets=tickets)
        return {
            "device": _device(device),
            "now": now,
            "gates": [_gate(gate) for gate in taken.gates],
            "products": [{"id": p.pk, "event": p.event_id, "number": p.number, "name": p.name} for p in taken.products],
            "windows": taken.windows,
            "keys": [{"event_number": k.event.number, "slot": k.slot, "public": b64encode(bytes(k.public)).decode()} for k in taken.keys],
            "tickets": taken.tickets,
            "used": taken.used,
            "next": taken.next,
            "more": taken.more,
        }


@router.get("search", response=list[schemas.FoundOut], auth=SupervisorsPhone())
def search(request: HttpRequest, q: str):
    """Find tickets by name, in whatever script, or by number."""
    device = request.auth
    with translation.override(_language(request, device.language)):
        return queries.search(device, q)


@router.get("stats", response=schemas.StatsOut, auth=Phone())
def stats(request: HttpRequest):
    """How many came, and who is inside."""
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now)
    event = device.event
    return {
        "sold": queries.sold(event),
        "admitted": queries.admitted(event),
        "areas": queries.areas(event, now),
        "gates": queries.gates(event, now),
    }


@router.get("gates", response=list[schemas.GateOut], auth=Phone())
def gates(request: HttpRequest):
    """The event's gates."""
    return [_gate(gate) for gate in Gate.objects.filter(event=request.auth.event_id).select_related("area").prefetch_related("products")]
