"""Makes the demonstration's makers: profiles, papers, consents, pictures and works, each through its room's operation."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Person
from common.languages import fold
from config.demo.makers import MAKERS, WARES, Maker, Ware
from config.demo.pictures import picture
from exhibitors.crafts.models import Craft
from exhibitors.documents import operations as documents
from exhibitors.models import Exhibitor, Photo
from exhibitors.profiles import operations as profiles
from exhibitors.works import operations as works
from places.models import Municipality

_ABOUT = {
    "lv": "Strādāju savā darbnīcā un rādu visu no sākuma līdz galam. Materiāls ir no tuvākās apkaimes.",
    "ru": "Работаю в своей мастерской и показываю всё от начала до конца. Материал беру поблизости.",
    "en": "I work in my own workshop and show all of it from beginning to end. The material comes from nearby.",
}
_PUBLIC = ["craft", "municipality", "about", "languages_spoken"]


@dataclass(frozen=True, slots=True)
class Made:
    """A maker with the rows made of them."""

    maker: Maker
    exhibitor: Exhibitor
    photos: Sequence[Photo]

    @property
    def ware(self) -> Ware:
        return WARES[self.maker.craft]


def make_makers(people: Mapping[str, Person], by: Person, at: datetime) -> list[Made]:
    """Make every maker of `MAKERS`, in that order, as of a year and a half ago."""
    crafts = {craft.code: craft for craft in Craft.objects.all()}
    homes = {home.code: home for home in Municipality.objects.all()}
    since = at - timedelta(days=540)
    return [_make(number, maker, crafts, homes, people, by, since) for number, maker in enumerate(MAKERS)]


def _make(
    number: int,
    maker: Maker,
    crafts: Mapping[str, Craft],
    homes: Mapping[str, Municipality],
    people: Mapping[str, Person],
    by: Person,
    at: datetime,
) -> Made:
    keeper = people.get(maker.sign_in)
    who = keeper or by
    facts = {
        "kind": maker.kind,
        "name": maker.name,
        "name_latin": maker.latin,
        "name_latvian": maker.latvian,
        "name_shown": maker.shown,
        "email": _email(maker, number),
        "language": maker.language,
        "languages_spoken": ["lv", "ru"] if number % 3 else [maker.language],
        "country": maker.country,
        "legal_form": maker.form,
        "registration_number": "" if maker.form in ("NP", "NPD") else f"DEMO {number + 1:03d}",
        "address": maker.address,
        "municipality": homes[maker.home],
        "municipality_declared_on": at.date(),
        "craft": crafts[maker.craft],
        "public_fields": _PUBLIC,
        **{f"about_{language}": text for language, text in _ABOUT.items()},
    }
    exhibitor = profiles.create(facts=facts, by=who, at=at, keeper=keeper)
    others = [crafts[code] for code in maker.other_crafts]
    if others:
        exhibitor = profiles.change(exhibitor=exhibitor, facts={}, crafts=others, by=who, at=at)
    for kind in ("data", "public_profile", "photographs"):
        documents.give_consent(exhibitor=exhibitor, kind=kind, language=maker.language, by=who, at=at)
    _papers(exhibitor, maker, number, who, by, at)
    return Made(maker, exhibitor, _works(exhibitor, maker, number, who, at))


def _email(maker: Maker, number: int) -> str:
    if maker.sign_in or not maker.has_email:
        return maker.sign_in
    return f"{fold(maker.latin or maker.name).split()[-1].strip('”»')}.{number}@example.org"


def _papers(exhibitor: Exhibitor, maker: Maker, number: int, who: Person, by: Person, at: datetime) -> None:
    for kind, level in maker.papers:
        is_title = kind in ("folk_master", "master", "craftsman", "heritage")
        facts = {
            "kind": kind,
            "number": "" if kind in ("own_making", "no_business") else f"DEMO-{kind[:3].upper()}-{number + 1:03d}",
            "valid_until": None if is_title else date(at.year + 4, 12, 31),
        }
        paper = documents.save_paper(exhibitor=exhibitor, facts=facts, by=who, at=at)
        if level != "declared":
            documents.verify(paper=paper, level=level, by=by, at=at + timedelta(days=3))


def _works(exhibitor: Exhibitor, maker: Maker, number: int, who: Person, at: datetime) -> list[Photo]:
    photos = []
    for place, (texts, low, high, motif) in enumerate(WARES[maker.craft].works):
        file = io.BytesIO(picture(motif, (number + place) % 5))
        photo = works.add_photo(exhibitor=exhibitor, file=file, name=f"{motif}.jpg", by=who, at=at, rights_holder=str(exhibitor))
        names = {f"name_{language}": text for language, text in zip(("lv", "ru", "en"), texts, strict=True)}
        facts = {**names, "craft": exhibitor.craft, "price_from": Decimal(low), "price_until": Decimal(high), "is_public": True}
        works.save_work(exhibitor=exhibitor, facts=facts, photos=[photo], by=who, at=at)
        photos.append(photo)
    return photos
