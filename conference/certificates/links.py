"""Pages behind a secret link or code: not kept by others, not found by searching, and not to be tried out by machines."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conference.programme.models import Session

View = Callable[..., HttpResponse]
TRIES = 30
"""Pages behind a code that one address may open in a minute."""
_RESULTS = "conference.feedback.results"


def private(view: View) -> View:
    """Mark what the view answers as this reader's alone."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        response["Cache-Control"] = "private, no-store"
        # "no-referrer" would send forms with the origin "null", which the check against forged requests must refuse
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return marked


def limited(view: View) -> View:
    """Answer an address that asks too often with the page that says so."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        key = f"tries:{view.__name__}:{get_adapter().get_client_ip(request)}:{time.time() // 60:.0f}"
        cache.add(key, 0, 120)
        try:
            tries = cache.incr(key)
        except ValueError:  # thrown out meanwhile
            tries = 1
        if tries > TRIES:
            return render(request, "429.html", status=429)
        return view(request, *args, **values)

    return counted


def feedback_url(secret: str) -> str:
    """Return the address under which somebody enrolled says how it was."""
    return settings.SITE_URL + reverse("learn:feedback", args=[secret])


def room_url(session: Session) -> str:
    """Return the address in the code that hangs in the room."""
    return settings.SITE_URL + reverse("learn:feedback_room", args=[session.guid])


def results_url(session: Session) -> str:
    """Return the address under which a trainer reads what was said of their session, without signing in."""
    return settings.SITE_URL + reverse("learn:feedback_results", args=[signing.dumps(session.pk, salt=_RESULTS)])


def session_of(token: str) -> int | None:
    """Return the session of a trainer's link; None where it is no link of ours."""
    try:
        return int(signing.loads(token, salt=_RESULTS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
