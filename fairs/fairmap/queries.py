"""Who stands where, as far as visitors may know it: makers who have said yes to a published offer, and of each what they made public."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from common.languages import Language, fold
from common.money import written
from exhibitors.models import Craft, Work
from exhibitors.profiles import queries as profiles
from exhibitors.profiles.models import Exhibitor
from exhibitors.works.models import Photo
from fairs.allocation.models import Assignment
from fairs.calls.models import Application, Companion
from fairs.fairground.models import Ground
from fairs.fairmap.rules import Sought, is_found
from ticketing.events.models import Event

SHOWN = (Application.State.ACCEPTED, Application.State.CONFIRMED)
"""What a maker must have been told for visitors to see them; of an open offer nobody knows yet whether it is taken."""

PICTURES = 3
"""Pictures on one maker's card at most: all of them are kept on the visitor's phone."""


@dataclass(frozen=True, slots=True)
class Goods:
    """A work a maker shows to everybody, with its price in words."""

    name: str
    price: str


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Maker:
    """One maker's card: only what they made public. `anchor` is its place on the page, `text` what a search looks into."""

    anchor: str
    name: str
    stall_ids: tuple[int, ...]
    stalls: tuple[str, ...]
    crafts: tuple[str, ...]
    card: profiles.Card
    works: tuple[Goods, ...]
    pictures: tuple[Picture, ...]
    text: str = field(repr=False)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The stalls' numbers as a search compares them."""
        return tuple(folded(number) for number in self.stalls)

    def is_found(self, sought: Sought) -> bool:
        return is_found(sought, self.text, self.numbers)


def folded(number: str) -> str:
    """Return a stall's number as a search compares it."""
    return fold(number).replace(" ", "")


def _placed(event: Event) -> QuerySet[Assignment]:
    return Assignment.objects.filter(application__call__event=event, application__shown_state__in=SHOWN)


def _guests(applications: Iterable[int]) -> QuerySet[Companion]:
    """Return who shares one of the stalls and has said yes to that."""
    shares = Companion.objects.filter(kind=Companion.Kind.SHARE, confirmed_at__isnull=False, exhibitor__isnull=False)
    return shares.filter(application__in=applications)


def who_takes_part(event: Event) -> set[int]:
    """Return the keys of the exhibitors on the map. Two statements."""
    placed = dict(_placed(event).values_list("application", "application__exhibitor"))
    return {*placed.values(), *_guests(placed).values_list("exhibitor", flat=True)}


def makers(event: Event) -> list[Maker]:
    """Return who stands where, in the order of the stalls. Six statements, however many there are."""
    stalls: dict[int, list[tuple[int, str]]] = defaultdict(list)
    exhibitors: dict[int, int] = {}
    rows = _placed(event).order_by("stall__row", "stall__position", "stall__number")
    for application, exhibitor, stall, number in rows.values_list("application", "application__exhibitor", "stall", "stall__number"):
        stalls[application].append((stall, number))
        exhibitors[application] = exhibitor
    places = {exhibitors[application]: these for application, these in stalls.items()}
    for application, guest in _guests(stalls).order_by("pk").values_list("application", "exhibitor"):
        places.setdefault(guest, stalls[application])  # one with a stall of their own is found there
    order = {these[0][0]: place for place, these in enumerate(stalls.values())}
    people = _people(places)
    return [_maker(event, people[pk], places[pk]) for pk in sorted(places, key=lambda pk: order[places[pk][0][0]])]


def _people(keys: Iterable[int]) -> dict[int, Exhibitor]:
    photos = Photo.objects.filter(removed_at=None).order_by("position", "id")
    works = Work.objects.filter(is_public=True).prefetch_related(Prefetch("photos", photos))
    found = Exhibitor.objects.select_related("craft", "municipality").prefetch_related(
        Prefetch("crafts", Craft.objects.all()), Prefetch("works", works)
    )
    return found.in_bulk(list(keys))


def _maker(event: Event, exhibitor: Exhibitor, stalls: Sequence[tuple[int, str]]) -> Maker:
    card = profiles.card(exhibitor)
    works = list(exhibitor.works.all())
    crafts = _crafts(exhibitor) if "craft" in exhibitor.public_fields else []
    said = [
        card.name, card.place, card.about,
        *(getattr(craft, f"name_{code}") or "" for craft in crafts for code in Language.values),
        *(getattr(work, f"name_{code}") or "" for work in works for code in Language.values),
    ]  # fmt: skip
    return Maker(
        anchor=f"m{exhibitor.pk}",
        name=card.name,
        stall_ids=tuple(stall for stall, _number in stalls),
        stalls=tuple(number for _stall, number in stalls),
        crafts=tuple(craft.name for craft in crafts),
        card=card,
        works=tuple(Goods(work.name, _price(work)) for work in works),
        pictures=_pictures(event, exhibitor, works),
        text=" ".join(dict.fromkeys(fold(" ".join(said)).split())),
    )


def _crafts(exhibitor: Exhibitor) -> list[Craft]:
    main = [exhibitor.craft] if exhibitor.craft else []
    return main + [craft for craft in exhibitor.crafts.all() if craft != exhibitor.craft]


def _price(work: Work) -> str:
    ends = [work.price_from, work.price_until if work.price_until != work.price_from else None]
    return " – ".join(written(amount, work.currency) for amount in ends if amount is not None)


def _pictures(event: Event, exhibitor: Exhibitor, works: Iterable[Work]) -> tuple[Picture, ...]:
    found = {photo.pk: (photo, work) for work in works for photo in work.photos.all()}
    return tuple(
        Picture(reverse("calls:map_picture", args=[event.slug, photo.pk]), photo.caption or work.name)
        for photo, work in list(found.values())[:PICTURES]
    )


def crafts_of(makers: Iterable[Maker], most: int) -> list[tuple[str, int]]:
    """Return the crafts at the fair with how many show them, the commonest first."""
    return Counter(craft for maker in makers for craft in maker.crafts).most_common(most)


def maps_of(events: Iterable[Event]) -> set[int]:
    """Return the keys of those events whose plan everybody may see. One statement; none where no fair is among them."""
    fairs = [event.pk for event in events if event.kind == Event.Kind.FAIR]
    return set(Ground.objects.filter(event__in=fairs, is_public=True).values_list("event", flat=True)) if fairs else set()
