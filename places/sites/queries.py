"""Reading about sites: lists, one site, and the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold
from places.sites.models import Municipality, Site
from places.sites.rules import Frame, Label, label_all

REGION = Frame(south=55.7, north=57.95, west=25.75, east=29.75, width=400, margin=24)
"""Latgale and the Pskov region as far as the sites reach."""

LANDMARKS = ((_("Rēzekne"), 56.51, 27.33),)
"""Towns drawn for orientation only."""

NAME_SIZE, DOT_RADIUS = 14.0, 5.0


@dataclass(frozen=True)
class Dot:
    """A town or village on the map, with the sites there."""

    name: str
    x: float
    y: float
    label: Label
    sites: tuple[Site, ...]


@dataclass(frozen=True)
class Map:
    """The drawing: its size, its dots, the length of 50 km, and the sites too far off to be on it."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    scale_y: float
    fifty_km: float
    elsewhere: tuple[Site, ...]


def all_sites() -> QuerySet[Site]:
    """Return every site with its municipality and its successors."""
    return Site.objects.select_related("municipality__successor__successor").order_by("code")


def found(text: str) -> list[Site]:
    """Return the sites in whose names, town or municipality every word of `text` occurs, in any language or spelling."""
    words = fold(text).split()
    return [site for site in all_sites() if all(word in _searched(site) for word in words)]


def site_with_rooms(code: str) -> Site | None:
    """Return one site, its code in any case, with its rooms read along."""
    return all_sites().prefetch_related("rooms").filter(code__iexact=code).first()


def municipality_on(site: Site, day: date) -> Municipality:
    """Return the municipality the site belonged to on a day, following reforms; documents of that day print its name."""
    municipality = site.municipality
    while municipality.valid_until is not None and municipality.valid_until <= day and municipality.successor is not None:
        municipality = municipality.successor
    return municipality


def map_of(sites: Iterable[Site]) -> Map:
    """Draw the sites, those of one town as one dot, names where they cover nothing."""
    towns: dict[str, list[Site]] = {}
    elsewhere = []
    for site in sites:
        if REGION.holds(float(site.latitude), float(site.longitude)):
            towns.setdefault(site.settlement or site.name, []).append(site)
        else:
            elsewhere.append(site)
    points = [(*REGION.place(float(there[0].latitude), float(there[0].longitude)), name) for name, there in towns.items()]
    points += [(*REGION.place(latitude, longitude), str(name)) for name, latitude, longitude in LANDMARKS if str(name) not in towns]
    labels = label_all(REGION, points, NAME_SIZE, DOT_RADIUS)
    dots = tuple(Dot(name, x, y, label, tuple(towns.get(name, ()))) for (x, y, name), label in zip(points, labels, strict=True))
    return Map(REGION.width, REGION.height, dots, REGION.height - 14, REGION.length_of(50), tuple(elsewhere))


def _searched(site: Site) -> str:
    names = [getattr(site, f"{field}_{language}") or "" for field in ("name", "settlement") for language in Language.values]
    municipality: Municipality | None = site.municipality
    while municipality is not None:
        names.append(municipality.name)
        municipality = municipality.successor
    return fold(" ".join([site.code, site.house, *names]))
