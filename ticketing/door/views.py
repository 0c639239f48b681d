"""The scanner page and what a phone needs to keep it. Public shells: without a paired phone's key they show nothing of any event."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ticketing.door import shell


def _script(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
def scanner(request: HttpRequest) -> HttpResponse:
    """Show the scanner; also where pairing links lead, whose token stays in the fragment and never reaches us."""
    language = request.GET.get("in", "")
    response = HttpResponse(shell.page(request, language if language in shell.languages() else None))
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root of what it serves; other bytes as soon as any part of the page is another."""
    kept, script = json.dumps(shell.described(request)), json.dumps(static("door/service-worker.js"))
    return _script(f"self.SHELL = {kept};\nimportScripts({script});\n")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest, name: str) -> HttpResponse:
    """A worker's first line, below the page's address, so that all it imports can come from what the phone has kept."""
    if name not in shell.WORKERS:
        raise Http404
    return _script(f"import {json.dumps(static(shell.WORKERS[name]))};\n")


@require_safe
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone's home screen shows once the page is installed."""
    home = reverse("door:scanner")
    icons = [{"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    return JsonResponse(
        {
            "id": home,
            "name": gettext("Gadatirgus: the door"),
            "short_name": gettext("The door"),
            "lang": get_language(),
            "start_url": home,
            "scope": home,
            "display": "standalone",
            "orientation": "any",
            "background_color": "#14171f",
            "theme_color": "#14171f",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
