"""The demonstration's mailbox: every letter the site would have sent, for everybody to read. Not there unless DEMO is set."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import wraps
from pathlib import Path
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

app_name = "demo"
PAGE = 50
NEWEST = 2000
"""Older letters are not looked at: reading their heads would make the list slow."""

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z_[0-9a-f]{16}")


@dataclass(frozen=True)
class Head:
    """One line of the list."""

    name: str
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Part:
    """An attachment."""

    number: int
    name: str
    size: int


def _in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **more)

    return never_cache(require_safe(guarded))


@_in_demo
def mails(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first; `?to=` keeps those to addresses that contain it."""
    to = request.GET.get("to", "").strip().lower()
    heads = [head for head in _heads() if to in head.to.lower()]
    page = Paginator(heads, PAGE).get_page(request.GET.get("page"))
    return render(request, "config/mails.html", {"page_obj": page, "to": to})


@_in_demo
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter: heads, text, the HTML in a frame of its own, attachments."""
    letter = _read(name)
    html, text = letter.get_body(("html",)), letter.get_body(("plain",))
    shown = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language")
    context = {
        "name": name,
        "subject": letter["Subject"],
        "headers": [(header, letter[header]) for header in shown if letter[header]],
        "text": text.get_content() if text else "",
        "has_html": html is not None,
        "attachments": [
            Part(number, part.get_filename() or f"{number}", len(part.get_content()))
            for number, part in enumerate(letter.iter_attachments())
        ],
    }
    return render(request, "config/mail.html", context)


@_in_demo
@xframe_options_sameorigin
@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def html(request: HttpRequest, name: str) -> HttpResponse:
    """Give the HTML of a letter to the frame: no script, no form; links open beside it."""
    body = _read(name).get_body(("html",))
    if body is None:
        raise Http404
    return HttpResponse(body.get_content().replace("<head>", '<head><base target="_blank">', 1))


@_in_demo
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Give an attachment to be saved."""
    part = next((part for index, part in enumerate(_read(name).iter_attachments()) if index == number), None)
    if part is None:
        raise Http404
    content = part.get_content()
    body = content if isinstance(content, bytes) else content.encode()
    disposition = content_disposition_header(True, part.get_filename() or str(number))
    return HttpResponse(body, content_type=part.get_content_type(), headers={"Content-Disposition": disposition})


def _files() -> list[Path]:
    return sorted((file for file in Path(settings.MAIL_DIR).glob("*.eml") if NAME.fullmatch(file.stem)), reverse=True)[:NEWEST]


def _heads() -> Iterator[Head]:
    parser = BytesHeaderParser(policy=policy.default)
    for file in _files():
        with file.open("rb") as opened:
            letter = parser.parse(opened)
        at = datetime.strptime(file.stem.partition("_")[0], "%Y%m%dT%H%M%S.%f%z")
        yield Head(file.stem, at, str(letter["To"]), str(letter["Subject"]))


def _read(name: str) -> EmailMessage:
    file = Path(settings.MAIL_DIR) / f"{name}.eml"
    if not NAME.fullmatch(name) or not file.is_file():
        raise Http404
    return message_from_bytes(file.read_bytes(), policy=policy.default)


urlpatterns = [
    path("", mails, name="mails"),
    path("<str:name>/", mail, name="mail"),
    path("<str:name>/html/", html, name="html"),
    path("<str:name>/<int:number>/", attachment, name="attachment"),
]
