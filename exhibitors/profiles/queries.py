"""Reading exhibitors, for this app's screens and for other rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from accounts.people.models import Person
from common.languages import fold
from exhibitors.profiles import rules
from exhibitors.profiles.models import Exhibitor, Keeper
from places.models import Municipality

LANGUAGES = ("lv", "ru", "en", "ltg", "be", "lt", "et", "pl", "uk", "de")


@dataclass(frozen=True, slots=True)
class Card:
    """What everybody may see of an exhibitor; a field its maker has not made public is empty."""

    id: int
    name: str
    craft: str
    place: str
    about: str
    website: str
    phone: str
    email: str
    languages: tuple[str, ...]


def card(exhibitor: Exhibitor) -> Card:
    """Return the exhibitor as a stall card or a public map shows them, in the active language.

    Read `craft` and `municipality` along (`select_related`) for lists.
    """
    shown = set(exhibitor.public_fields)
    craft, home = exhibitor.craft, exhibitor.municipality
    return Card(
        id=exhibitor.pk,
        name=str(exhibitor),
        craft=craft.name if craft and "craft" in shown else "",
        place=home.name if home and "municipality" in shown else "",
        about=exhibitor.about or "" if "about" in shown else "",
        website=exhibitor.website if "website" in shown else "",
        phone=exhibitor.phone if "phone" in shown else "",
        email=exhibitor.email if "email" in shown else "",
        languages=tuple(exhibitor.languages_spoken) if "languages_spoken" in shown else (),
    )


def is_resident(exhibitor: Exhibitor, municipality: Municipality, on: date) -> bool:
    """Tell whether the exhibitor has declared this municipality their home on a day, or one that has become part of it."""
    home, declared = exhibitor.municipality, exhibitor.municipality_declared_on
    if home is None or declared is None or declared > on:
        return False
    return _today(home, on) == _today(municipality, on)


def _today(municipality: Municipality, on: date) -> int:
    """Follow a municipality through reforms up to the one that exists on a day."""
    for _reform in range(5):
        if municipality.successor is None or municipality.valid_until is None or municipality.valid_until > on:
            break
        municipality = municipality.successor
    return municipality.pk


def duplicates(among: QuerySet[Exhibitor], *, names: Iterable[str], phone: str = "", email: str = "", but: int = 0) -> list[Exhibitor]:
    """Return who in `among` may be the same: the same phone, the same address, or the same name in whatever script."""
    same = Q(pk=None)
    if phone:
        same |= Q(phone=phone)
    if email:
        same |= Q(email__iexact=email)
    for name in names:
        words = fold(name).split()
        if len(words) > 1:  # one word alone would find half of the village
            same |= Q(*(Q(search__contains=word) for word in words))
    return list(among.filter(same).exclude(pk=but).select_related("craft", "municipality").distinct()[:10])


def keepers(exhibitor: Exhibitor) -> QuerySet[Keeper]:
    """Return who looks after the profile, the longest first."""
    return Keeper.objects.filter(exhibitor=exhibitor).select_related("person").order_by("since", "pk")


def kept_by(person: Person) -> QuerySet[Exhibitor]:
    """Return the profiles a person looks after."""
    return Exhibitor.objects.filter(keepers__person=person).select_related("craft", "municipality").order_by("pk")


def language_names() -> list[tuple[str, str]]:
    """Return the languages a maker may speak, in words."""
    names = {
        "lv": gettext("Latvian"),
        "ru": gettext("Russian"),
        "en": gettext("English"),
        "ltg": gettext("Latgalian"),
        "be": gettext("Belarusian"),
        "lt": gettext("Lithuanian"),
        "et": gettext("Estonian"),
        "pl": gettext("Polish"),
        "uk": gettext("Ukrainian"),
        "de": gettext("German"),
    }
    return [(code, names[code]) for code in LANGUAGES]


def public_choices() -> list[tuple[str, str]]:
    """Return what a maker may make public, in words."""
    names = {
        "craft": gettext("my craft"),
        "municipality": gettext("my municipality"),
        "about": gettext("the text about me"),
        "website": gettext("my website"),
        "phone": gettext("my phone"),
        "email": gettext("my e-mail"),
        "languages_spoken": gettext("the languages I speak"),
    }
    return [(name, names[name]) for name in rules.PUBLIC]
