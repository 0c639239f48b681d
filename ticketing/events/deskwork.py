"""What every page of the desk does with an operation: call it, and tell the reader what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from common.errors import Refused
from ticketing.events.forms import tell
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked


def whole(said: str) -> int | None:
    """Return the whole number that an address or a form says, if it is one that a key or a number in a list can be."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def attempt(request: HttpRequest, event: Event, act: Callable[[], Any], done: Any) -> bool:
    """Act for the person, and say `done` or why not. Nothing is done at a suspended partner's event."""
    try:
        refuse_if_locked(event, timezone.now())
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, str(done))
    return True


def back_to(request: HttpRequest, usual: str) -> HttpResponse:
    """Go back to the list that a form came from (`next`), filtered as it was; anywhere but on this site counts as unsaid."""
    said = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(said if safe else usual)


def submit(request: HttpRequest, event: Event, form: forms.Form, act: Callable[[], Any], done: Any) -> bool:
    """As `attempt`, for a sent form: what is refused is shown at its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        refuse_if_locked(event, timezone.now())
        act()
    except Refused as refused:
        tell(refused, form)
        return False
    if done:
        messages.success(request, str(done))
    return True
