"""What the scanner page consists of, so that a phone can keep all of it and open it without a network."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from ticketing.door import page_texts, texts

_PARTS = ("door/*.js", "door/*.css", "vendor/*/*.wasm", "vendor/*/*.js", "css/tokens.css", "img/icons.svg")
_NOT_OF_THE_PAGE = {"door/service-worker.js"}
WORKERS = {"decoder": "door/decoder-worker.js", "snapshot": "door/snapshot-worker.js"}
"""Name in the address to file. A worker's address must lie below the page's, or the service worker could not serve its parts."""


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def page(request: HttpRequest, language: str | None = None) -> str:
    """Return the page, in the reader's language or in the one asked for."""
    with translation.override(language or translation.get_language()):
        return render_to_string("ticketing/door/scanner.html", {"texts": page_texts.for_page(), "words": texts.for_verdicts()}, request)


def files() -> list[str]:
    """Return the addresses of every static file of the page, hashed names where the site is served with them."""
    root = settings.BASE_DIR / "static"
    names = sorted(path.relative_to(root).as_posix() for part in _PARTS for path in root.glob(part))
    return [static(name) for name in names if name not in _NOT_OF_THE_PAGE]


def described(request: HttpRequest) -> dict[str, object]:
    """Return what the service worker keeps; the version changes with any part of it, words included."""
    parts = files()
    address = reverse("door:scanner")
    words = [page(request, language) for language in languages()]
    version = sha256("\n".join([*parts, *words]).encode()).hexdigest()[:16]
    return {
        "version": version,
        "page": address,
        "pages": [address, *(f"{address}?in={language}" for language in languages())],
        "workers": [reverse("door:worker", args=[name]) for name in WORKERS],
        "files": parts,
    }
