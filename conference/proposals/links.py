"""Pages behind a proposal's secret link: whoever has the link may change it, so it must not leak nor be kept by others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from conference.proposals import access

View = Callable[..., HttpResponseBase]


def behind_link(view: View) -> View:
    """Give the view the proposal of the link instead of its secret; a wrong link gets a page that helps."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **more: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            proposal = access.by_link(secret)
        except Http404:
            response = render(request, "conference/proposals/no_such_link.html", status=404)
        else:
            response = view(request, proposal, **more)
        response["Cache-Control"] = "private, no-store"
        # "no-referrer" would send forms with the origin "null", which the check against forged requests must refuse
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
