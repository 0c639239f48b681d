"""What a phone keeps of a map, so that it opens without a network: the page in one language, its files, the pictures."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from fairs.fairground.rules.layout import Layout
from fairs.fairmap.queries import PICTURES, Maker
from ticketing.events.models import Event

_PARTS = ("css/tokens.css", "css/base.css", "css/components.css", "css/print.css", "css/plan.css", "css/map.css", "fonts/*.woff2")
_SCRIPTS = ("js/app.js", "js/plan.js", "js/map/*.js", "door/fold.js")
_PICTURES = ("img/icons.svg", "img/logo.svg", "img/band.svg", "img/favicon.svg")

MOST_PICTURES = 200
"""Pictures a phone fetches by itself, every maker's first before any second; those that were looked at are kept, too."""


def files() -> list[str]:
    """Return the addresses of every static file of the page, hashed names where the site is served with them."""
    root = settings.BASE_DIR / "static"
    names = sorted(path.relative_to(root).as_posix() for part in (*_PARTS, *_SCRIPTS, *_PICTURES) for path in root.glob(part))
    return [static(name) for name in names]


def described(event: Event, language: str, makers: Sequence[Maker], plan: Layout, words: Iterable[str]) -> dict[str, object]:
    """Return what the service worker keeps; the version changes with whatever is seen on the page.

    Args:
        event: the fair.
        language: of the page that is kept.
        makers: who is shown.
        plan: the ground.
        words: what else stands on the page and may change, such as the event's title.
    """
    parts = files()
    page = reverse("calls:map", args=[event.slug])
    seen = [language, *parts, *words, repr(plan), *(repr(maker) for maker in makers)]
    pictures = [picture.url for place in range(PICTURES) for maker in makers for picture in maker.pictures[place : place + 1]]
    return {
        "version": sha256("\n".join(seen).encode()).hexdigest()[:16],
        "page": page,
        "copy": f"{page}?in={language}",
        "files": parts,
        "pictures": pictures[:MOST_PICTURES],
        "picturesBelow": f"{page}pictures/",
    }
