"""What a phone asks while somebody stands at the gate: pair, scan, undo, search, counts."""

from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Status
from ninja.decorators import decorate_view
from pydantic import Field

from ticketing.door import access, operations, queries, schemas
from ticketing.door.api.base import (
    SCAN_AT_MOST,
    Phone,
    PhoneKey,
    SupervisorsPhone,
    at_most,
    device_told,
    gate_told,
    language_of,
    router,
    spoken,
    told,
)
from ticketing.door.models import Gate


@router.post("pair", response=schemas.PairOut, auth=None)
@decorate_view(at_most(1024))
def pair(request: HttpRequest, wanted: schemas.PairIn):
    """Trade the single-use token of a pairing link for this phone's key."""
    device, key = operations.pair(token=wanted.token, at=timezone.now())
    with translation.override(language_of(request, device.language)):
        return {"key": key, "device": device_told(device)}


def judged(key: str, wished: str, read: schemas.ScanIn) -> bytes:
    """Judge one reading and return the answer as JSON, in the wished language if we speak it.

    Written out directly, since checking our own answer against `ScanOut` would cost more than making it; a test does.
    """
    now = timezone.now()
    answer = operations.scan(
        key=key, code=read.code, nonce=read.nonce, direction=read.direction, anyway=read.anyway, answers=read.answers, at=now
    )
    language = spoken(wished, answer.language)
    with translation.override(language):
        return orjson.dumps(told(answer, language, now))


@router.post("scan", response=schemas.ScanOut, auth=PhoneKey())
@decorate_view(at_most(SCAN_AT_MOST))
def scan(request: HttpRequest, read: schemas.ScanIn):
    """Judge one reading. Every code gets an answer with status 200, also a torn, foreign or forged one."""
    answer = judged(request.auth, request.META.get("HTTP_ACCEPT_LANGUAGE", ""), read)
    return HttpResponse(answer, content_type="application/json")


@router.post("undo", response=schemas.UndoOut, auth=SupervisorsPhone())
@decorate_view(at_most(1024))
def undo(request: HttpRequest, wanted: schemas.UndoIn):
    """Take an admission back."""
    device = request.auth
    scan = access.scan_of(device, wanted.nonce)
    return operations.undo(device=device, scan=scan, by=f"device {device.name}", at=timezone.now())


@router.post("pin", response=schemas.PinOut, auth=Phone())
@decorate_view(at_most(1024))
def raise_rights(request: HttpRequest, wanted: schemas.PinIn):
    """Give this phone a supervisor's rights for ten minutes, by the organiser's number; five wrong ones make it wait."""
    return {"raised_until": operations.raise_rights(device=request.auth, pin=wanted.pin, at=timezone.now())}


@router.post("pin/end", response={204: None}, auth=Phone())
def lower_rights(request: HttpRequest):
    """Be a steward's phone, or a kiosk, again."""
    operations.lower_rights(device=request.auth, at=timezone.now())
    return Status(204, None)


@router.get("search", response=list[schemas.FoundOut], auth=SupervisorsPhone())
def search(request: HttpRequest, q: str):
    """Find tickets by name, in whatever script, or by number."""
    device = request.auth
    with translation.override(language_of(request, device.language)):
        return queries.search(device, q)


@router.get("stats", response=schemas.StatsOut, auth=Phone())
def stats(
    request: HttpRequest,
    unsent: Annotated[int | None, Field(ge=0, lt=2**31)] = None,
    battery: Annotated[int | None, Field(ge=0, le=100)] = None,
):
    """How many came, and who is inside. `unsent` tells how many scans the phone still keeps, `battery` its per cent."""
    now, device = timezone.now(), request.auth
    operations.heartbeat(device=device, at=now, unsent=unsent, battery=battery)
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
    return [
        gate_told(gate) for gate in Gate.objects.filter(event=request.auth.event_id).select_related("area").prefetch_related("products")
    ]
