"""Entry point for the web server: the whole site, and a short way for the phones at the gates.

A scan must cost little more than its two SQL statements, so requests to the door's API pass only API_MIDDLEWARE: no
session, no language cookie, no CSRF token. Both ways lead to the same addresses and views. The scan itself goes a shorter
way still: from the web server straight to the function that its view calls.
"""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DOOR = "/api/v1/door/"
SCAN = DOOR + "scan"


class DoorHandler(WSGIHandler):
    """Django's handler with API_MIDDLEWARE in place of MIDDLEWARE."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Callable] = []
        self._template_response_middleware: list[Callable] = []
        self._exception_middleware: list[Callable] = []
        handler = convert_exception_to_response(self._get_response)
        for path in reversed(settings.API_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(path)(handler))
        self._middleware_chain = handler

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get_response(request)
        if not response.streaming and not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))  # else the web server sends it in chunks
        return response


_site = get_wsgi_application()
_door = DoorHandler()

from config.shortcut import is_plain, scan  # noqa: E402 (needs the applications loaded)

gc.collect()
gc.freeze()  # what is loaded stays; looking through all of it for garbage stopped every gate for 0.1 s now and then


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    path = environ.get("PATH_INFO", "")
    if path == SCAN and is_plain(environ):
        return scan(environ, start_response)
    handler = _door if path.startswith(DOOR) else _site
    return handler(environ, start_response)
