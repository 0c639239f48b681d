"""From makers and stalls to the engine's document (docs/allocation.md): what each wish, need and rule becomes there.

Plain values in, one JSON document out. A stall is named by its number, an applicant by the entry number of the application,
so that a published document holds no names. A measure (kW, metres) becomes a feature of those stalls that have as much:
a maker who needs 3 kW needs `kw:3`. The sum over a power board cannot be said that way; see `boards`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FORMAT = "stall-allocation/1"
MOST_IN_ROW = 12


@dataclass(frozen=True, slots=True)
class Place:
    """One stall: what stands on the plan, in metres and kW."""

    number: str
    run: str
    pos: int
    zone: str = ""
    x: float = 0.0
    y: float = 0.0
    features: tuple[str, ...] = ()
    front_m: Decimal = Decimal(3)
    depth_m: Decimal = Decimal(3)
    power_kw: Decimal = Decimal(0)
    vehicle_m: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    board: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """One applicant: an application, with whoever shares its stall attached."""

    entry: int
    craft: str = ""
    score: Decimal = Decimal(0)
    least: int = 1
    most: int = 1
    power_kw: Decimal = Decimal(0)
    front_m: Decimal = Decimal(0)
    depth_m: Decimal = Decimal(0)
    vehicle_m: Decimal = Decimal(0)
    needs: frozenset[str] = frozenset()
    max_price: Decimal | None = None
    wishes: tuple[str, ...] = ()
    anywhere: bool = True
    claim: frozenset[str] = frozenset()
    beside: tuple[int, ...] = ()
    not_beside: tuple[int, ...] = ()
    guaranteed: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """The organiser's rules as the engine is told them; makers by entry, stalls by number."""

    levels: Sequence[Mapping[str, float]]
    quotas: Sequence[Mapping[str, Any]] = ()
    caps: Sequence[Mapping[str, Any]] = ()
    same_product_max: int | None = None
    pins: Mapping[int, Sequence[str]] = field(default_factory=dict)
    keep_apart: Sequence[tuple[int, int]] = ()
    same_craft_allowed: Sequence[str] = ()
    boards: Mapping[str, Decimal] = field(default_factory=dict)
    previous: Mapping[int, Sequence[str]] = field(default_factory=dict)
    seed: int = 0


def applicant_id(entry: int) -> str:
    """Return how the document names an application: "E12"."""
    return f"E{entry}"


def entry_of(applicant: str) -> int:
    """Return the entry number of an applicant of the document."""
    return int(applicant[1:])


def document(
    name: str, places: Sequence[Place], neighbours: Iterable[tuple[str, str]], makers: Sequence[Maker], terms: Terms
) -> dict[str, Any]:
    """Return the instance. Applicants stand in the order of the draw, so that nothing depends on who applied first."""
    known = {maker.entry for maker in makers}
    wanted = _measures(makers)
    open_ = {number for numbers in terms.pins.values() for number in numbers}
    drawn = sorted(makers, key=lambda maker: draw(terms.seed, maker.entry))
    zones = {place.zone for place in places if place.zone}
    numbers = {place.number for place in places}
    return {
        "format": FORMAT,
        "name": name,
        "stalls": [_stall(place, wanted, place.number in open_) for place in places],
        "extra_neighbours": [list(pair) for pair in neighbours],
        "applicants": [_applicant(maker, known, numbers, zones) for maker in drawn],
        "rules": {
            "quotas": [dict(quota) for quota in terms.quotas],
            "caps": [*(dict(cap) for cap in terms.caps), *_product_caps(makers, terms.same_product_max)],
            "pins": [
                {"applicant": applicant_id(entry), "stalls": list(stalls)} for entry, stalls in sorted(terms.pins.items()) if entry in known
            ],
            "keep_apart": [[applicant_id(a), applicant_id(b)] for a, b in terms.keep_apart if a in known and b in known and a != b],
            "same_craft_allowed": list(terms.same_craft_allowed),
        },
        "previous": {applicant_id(entry): list(stalls) for entry, stalls in sorted(terms.previous.items()) if entry in known},
        "boards": [
            {"id": board, "limit_kw": float(limit), "stalls": [place.number for place in places if place.board == board]}
            for board, limit in sorted(terms.boards.items())
        ],
        "value_per": "stall",
        "levels": [dict(level) for level in terms.levels],
    }


def draw(seed: int, entry: int) -> str:
    """Return what an application draws: anybody can repeat it from the published seed (SHA-256 of "seed:entry")."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def plain(number: Decimal) -> str:
    """Return a measure as it stands in a feature: "3", "2.5"."""
    return f"{Decimal(number).normalize():f}"


def whole_points(score: Decimal) -> int:
    """Return a score in whole points, half up: a hundredth of a point shall not outweigh everybody's wishes."""
    return int(Decimal(score).quantize(Decimal(1), ROUND_HALF_UP))


_MEASURES: Mapping[str, Callable[[Place], Decimal]] = {
    "kw": lambda place: place.power_kw,
    "front": lambda place: place.front_m,
    "depth": lambda place: place.depth_m,
    "vehicle": lambda place: place.vehicle_m,
}


def measures_of(maker: Maker) -> dict[str, Decimal]:
    """Return what each of a maker's stalls must have at least: of power and front its share, of depth and vehicle the whole."""
    cents = Decimal("0.01")
    shares = {
        "kw": (maker.power_kw / maker.least).quantize(cents),
        "front": (maker.front_m / maker.most).quantize(cents),
        "depth": maker.depth_m,
        "vehicle": maker.vehicle_m,
    }
    return {name: amount for name, amount in shares.items() if amount > 0}


def _measures(makers: Iterable[Maker]) -> list[tuple[str, Decimal]]:
    return sorted({pair for maker in makers for pair in measures_of(maker).items()})


def _stall(place: Place, wanted: Sequence[tuple[str, Decimal]], is_pinned: bool) -> dict[str, Any]:
    features = {*place.features, *(f"{name}:{plain(amount)}" for name, amount in wanted if _MEASURES[name](place) >= amount)}
    return {
        "id": place.number, "run": place.run, "pos": place.pos, "zone": place.zone, "x": place.x, "y": place.y,
        "features": sorted(features), "price": float(place.price), "blocked": place.is_closed and not is_pinned,
    }  # fmt: skip


def _applicant(maker: Maker, known: set[int], numbers: set[str], zones: set[str]) -> dict[str, Any]:
    needs = maker.needs | {f"{name}:{plain(amount)}" for name, amount in measures_of(maker).items()}
    row: dict[str, Any] = {
        "id": applicant_id(maker.entry),
        "craft": maker.craft or f"of {applicant_id(maker.entry)}",
        "score": min(100, max(0, whole_points(maker.score))),
        "stalls": min(maker.most, MOST_IN_ROW),
        "stalls_min": min(maker.least, MOST_IN_ROW),
        "needs": sorted(needs),
        "wishes": [wish for wish in maker.wishes if _is_known(wish, numbers, zones)],
        "anywhere": maker.anywhere,
        "claim": sorted(maker.claim & numbers),
        "beside": [applicant_id(other) for other in dict.fromkeys(maker.beside) if other in known and other != maker.entry],
        "not_beside": [applicant_id(other) for other in dict.fromkeys(maker.not_beside) if other in known and other != maker.entry],
        "guaranteed": maker.guaranteed,
        "kw": float(maker.power_kw),
    }
    if maker.max_price is not None:
        row["max_price"] = float(maker.max_price)
    return {**{name: value for name, value in sorted(maker.groups.items()) if value and name not in row}, **row}


def _is_known(wish: str, numbers: set[str], zones: set[str]) -> bool:
    kind, _, word = wish.partition(":")
    return wish in numbers or kind == "feature" or (kind == "zone" and word in zones)


def _product_caps(makers: Iterable[Maker], most: int | None) -> list[dict[str, Any]]:
    """Caps on makers of one product, where more ask than the fair takes."""
    if most is None:
        return []
    asked: Counter[str] = Counter()
    for maker in makers:
        if product := maker.groups.get("product"):
            asked[product] += maker.most
    return [{"by": "product", "value": product, "max_stalls": most} for product, stalls in sorted(asked.items()) if stalls > most]
