"""Answers from a letter, without signing in: yes or no to a shared stall, yes or no to the new days."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.errors import Refused
from fairs.calls import access, links
from fairs.calls import operations as calls
from fairs.calls.models import Application, Companion


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked; take the answer."""
    companion = access.asked_companion(links.read(token, links.SHARE))
    if companion is not None:
        return _share(request, token, companion)
    application = access.asked_application(links.read(token, links.RECONFIRM))
    if application is not None:
        return _reconfirm(request, token, application)
    return render(request, "fairs/calls/answer_gone.html", status=404)


def _share(request: HttpRequest, token: str, companion: Companion) -> HttpResponse:
    application = companion.application
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        agrees = request.POST["answer"] == "yes"
        try:
            calls.answer_share(companion=companion, agrees=agrees, by=str(companion.exhibitor or companion.named), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("calls:answer", token)
    stands = application.shown_state in Application.EDITABLE or application.shown_state in Application.STANDING
    return render(request, "fairs/calls/answer_share.html", {**_about(application), "companion": companion, "stands": stands})


def _reconfirm(request: HttpRequest, token: str, application: Application) -> HttpResponse:
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        person: dict[str, Any] = {"by": str(application.exhibitor), "at": timezone.now()}
        try:
            if request.POST["answer"] == "yes":
                calls.reconfirm(application=application, **person)
            else:
                calls.withdraw(application=application, reason=_("Cannot come on the new days."), **person)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("calls:answer", token)
    return render(request, "fairs/calls/answer_reconfirm.html", _about(application))


def _about(application: Application) -> dict[str, Any]:
    return {"application": application, "event": application.call.event}
