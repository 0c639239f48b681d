"""What the door's calls share: the router, who is calling, and how answers are put into words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.security import HttpBearer

from common.errors import Refused
from ticketing.catalogue.models import Question
from ticketing.door import access, operations, queries, texts
from ticketing.door.models import Device, Gate
from ticketing.door.rules import Reason
from ticketing.tickets import codes

router = Router(tags=["door"])
SCAN_AT_MOST = 8192
"""Bytes of a request to scan."""
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
_FALLBACKS = settings.MODELTRANSLATION_FALLBACK_LANGUAGES


class TooLarge(Refused):
    """More bytes than this call can need."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(_("This is more than a scan can hold."))


def bearer(headers: Mapping[str, Any]) -> str:
    """Return the key in the Authorization header, as WSGI names it.

    Raises:
        NotPaired: there is none.
    """
    scheme, _blank, key = headers.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise access.NotPaired
    return key.strip()


class PhoneKey(HttpBearer):
    """Takes the key from the header; whose it is, the operation finds out in its own statement."""

    def __call__(self, request: HttpRequest) -> Any:
        return self.authenticate(request, bearer(request.META))

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return token


class Phone(PhoneKey):
    """Finds the paired phone itself."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        return access.device_with(token)


class SupervisorsPhone(PhoneKey):
    """Finds the paired phone and lets only a supervisor's through."""

    def authenticate(self, request: HttpRequest, token: str) -> Device:
        return access.device_with(token, at=timezone.now())


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


def spoken(wished: str, otherwise: str) -> str:
    """Return the language of an Accept-Language header if we speak it."""
    language = wished[:2].lower()
    return language if language in _LANGUAGES else otherwise


def language_of(request: HttpRequest, otherwise: str) -> str:
    return spoken(request.META.get("HTTP_ACCEPT_LANGUAGE", ""), otherwise)


def _in(language: str, names: dict[str, str]) -> str:
    order = (language, *_FALLBACKS.get(language, ()), *_FALLBACKS["default"])
    return next((names[one] for one in order if names.get(one)), "")


def holder_told(holder: operations.Holder, language: str) -> dict[str, Any]:
    return {
        "number": codes.spoken(holder.serial),
        "name": holder.name,
        "name_other": holder.name_other,
        "organisation": holder.organisation,
        "product": _in(language, holder.product),
        "variation": _in(language, holder.variation),
        "lines": holder.lines,
        "attention": holder.attention,
        "answers": holder.answers,
    }


def question_told(question: Question) -> dict[str, Any]:
    return {
        "id": question.pk,
        "text": question.text,
        "help_text": question.help_text,
        "kind": question.kind,
        "is_required": question.is_required,
        "options": [{"id": option.pk, "text": option.text} for option in question.options.all()],
        "products": [product.pk for product in question.products.all()],
    }


def _crowded(answer: operations.Answer, now: datetime) -> str:
    """Return the warning that the area just entered is full, or nearly; from a count some seconds old."""
    if not answer.admitted or answer.reason == Reason.EXIT:
        return ""
    full = queries.crowd.alarm(event_id=answer.event, zone=answer.zone, area_id=answer.area, at=now)
    return texts.crowded(full) if full else ""


def told(answer: operations.Answer, language: str, now: datetime) -> dict[str, Any]:
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
        "text": " ".join(filter(None, (texts.sentence(answer, now), _crowded(answer, now)))),
        "at": answer.at,
        "first": first,
        "remedy": remedy,
        "holder": holder_told(answer.holder, language) if answer.holder else None,
        "questions": [question_told(question) for question in answer.questions],
    }


def device_told(device: Device) -> dict[str, Any]:
    return {
        "name": device.name,
        "rights": device.rights,
        "raised_until": device.raised_until,
        "shows_names": device.shows_names,
        "language": device.language,
        "gate": device.gate_id,
        "gate_name": device.gate.name,
        "event": device.event_id,
        "event_number": device.event.number,
        "event_title": device.event.title,
        "zone": device.event.zone,
    }


def gate_told(gate: Gate) -> dict[str, Any]:
    return {
        "id": gate.pk,
        "name": gate.name,
        "area": gate.area_id,
        "area_name": gate.area.name,
        "area_within": gate.area.within_id,
        "stays_overnight": gate.area.stays_overnight,
        "rule": gate.rule,
        "opens_at": gate.opens_at,
        "closes_at": gate.closes_at,
        "is_active": gate.is_active,
        "products": [product.pk for product in gate.products.all()],
    }
