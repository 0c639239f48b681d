"""The root of the API: /api/v1/…, described at /api/docs, errors as problem documents (RFC 9457)."""

import logging
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from common.errors import Refused
from ticketing.cockpit.api import router as selling
from ticketing.door.api import router as door

logger = logging.getLogger(__name__)


class FastParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)


class FastRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


api = NinjaAPI(
    title="Gadatirgus",
    version="1",
    description="Errors are problem documents (RFC 9457) with a stable `code`.",
    parser=FastParser(),
    renderer=FastRenderer(),
    urls_namespace="api",
)
api.add_router("/v1/door/", door)
api.add_router("/v1/door/", selling)


def problem(request: HttpRequest, status: int, code: str, title: Any, **more: Any) -> HttpResponse:
    """Return a problem document, its words in the language the caller prefers."""
    with translation.override(translation.get_language_from_request(request)):
        document = {"type": "about:blank", "status": status, "code": code, "title": str(title), **more}
    response = HttpResponse(orjson.dumps(document), status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, error.status, error.code, error.message, **({"field": error.field} if error.field else {}))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"at": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors]
    return problem(request, 422, "invalid", _("The request does not have the form this call expects."), errors=wrong)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "bad_request", _("The request cannot be read. Send JSON."))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(request, 413, "too_large", _("This is more than any call needs."))


@api.exception_handler(AuthenticationError)
def not_authenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, "not_authenticated", _("This call needs a key."))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Answer for what is missing; also the view of every address below /api/ that leads nowhere."""
    return problem(request, 404, "not_found", _("There is nothing at this address."))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 403, "forbidden", _("You may not do this."))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500, "internal", _("Something broke on our side. Try again; if it stays, tell the organiser."))
