"""One scan, from the web server straight to the function that its view calls.

Routing, middleware, the request object and the framework's checks of in- and output cost twice what the scan itself
does. What they would see to is done here: the size of the body, its form, stale connections, errors as problem documents,
the safe headers. Whatever is not plain goes back to them.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid
from pydantic import ValidationError

from config.api import api
from ticketing.door.api.base import SCAN_AT_MOST, TooLarge, bearer
from ticketing.door.api.scanning import judged
from ticketing.door.schemas import ScanIn

SAFE = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin")]
"""What `SecurityMiddleware` says; the test compares."""
_STRICT = [("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload")]
_JSON = ("Content-Type", "application/json")


def _answer(environ: dict[str, Any]) -> bytes:
    size = int(environ.get("CONTENT_LENGTH") or 0)
    if size > SCAN_AT_MOST:
        raise TooLarge
    key = bearer(environ)
    read = ScanIn.model_validate_json(environ["wsgi.input"].read(size))
    return judged(key, environ.get("HTTP_ACCEPT_LANGUAGE", ""), read)


def _same(error: ValidationError) -> Exception:
    """Return the error that the framework would have raised."""
    wrong: list[Any] = error.errors(include_url=False, include_input=False)
    return HttpError(400, "not JSON") if wrong[0]["type"] == "json_invalid" else Invalid(wrong)


def _problem(environ: dict[str, Any], error: Exception) -> tuple[str, list[tuple[str, str]], bytes]:
    response = api.on_exception(WSGIRequest(environ), error)
    return f"{response.status_code} {HTTPStatus(response.status_code).phrase}", list(response.items()), response.content


def _is_secure(environ: dict[str, Any]) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        return environ.get(name, "").partition(",")[0].strip() == value
    return environ.get("wsgi.url_scheme") == "https"


def is_plain(environ: dict[str, Any]) -> bool:
    """Tell whether this is a scan that wants no redirect to a secure address."""
    return environ["REQUEST_METHOD"] == "POST" and (not settings.SECURE_SSL_REDIRECT or _is_secure(environ))


def scan(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Answer POST /api/v1/door/scan."""
    connection.close_if_unusable_or_obsolete()
    try:
        status, headers, body = "200 OK", [_JSON], _answer(environ)
    except ValidationError as error:
        status, headers, body = _problem(environ, _same(error))
    except Exception as error:
        status, headers, body = _problem(environ, error)
    start_response(status, [*headers, *SAFE, *(_STRICT if settings.SECURE_HSTS_SECONDS else ()), ("Content-Length", str(len(body)))])
    return [body]
