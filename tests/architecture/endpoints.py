"""Every address of the site, listed from the URL resolver, and every operation of the API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from config.api import api


@dataclass(frozen=True)
class Page:
    """One URL pattern. `name` has its namespaces in front; a pattern without a name goes by its route."""

    name: str
    route: str
    view: Callable[..., Any]
    converters: dict[str, Any]

    @property
    def app(self) -> str:
        """Return the top-level package of the view, such as "ticketing" or "allauth"."""
        return getattr(self.view, "__module__", "").split(".")[0]


def patterns(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = (), converters: dict[str, Any] | None = None
) -> Iterator[Page]:
    """Walk `resolver` and everything it includes."""
    for entry in resolver.url_patterns:
        here = {**(converters or {}), **entry.pattern.converters}
        if isinstance(entry, URLPattern):
            yield Page(":".join([*spaces, entry.name]) if entry.name else route + str(entry.pattern), route, entry.callback, here)
        else:
            yield from patterns(entry, route + str(entry.pattern), (*spaces, entry.namespace) if entry.namespace else spaces, here)


def pages() -> list[Page]:
    """Return every address but the API's operations, which share one view per path."""
    return [page for page in patterns(get_resolver()) if page.app != "ninja"]


def operations() -> list[str]:
    """Return every operation of the API as "METHOD /path"."""
    return [
        f"{method} /api{prefix.rstrip('/')}/{path.lstrip('/')}"
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]
