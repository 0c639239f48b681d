"""What an application lacks, and what somebody should look at. Facts in, codes out; the words stand in `wording`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

STEPS = ("who", "goods", "pictures", "place", "needs", "wishes", "more", "papers", "review")
"""The form's pages, in order; "who" is the profile, which is asked once for every fair."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing (`is_blocking`: it cannot be sent without) or, of kind "warning", worth a second look."""

    code: str
    step: str
    is_blocking: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call asks of an application."""

    rules_version: int = 1
    has_rules: bool = False
    photos_min: int = 0
    papers: tuple[str, ...] = ()
    questions: tuple[tuple[int, str], ...] = ()  # those that must be answered
    module_m: Decimal = Decimal(3)
    asks_own_making: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """What an application holds."""

    has_group: bool = False
    has_craft: bool = False
    product: str = ""
    assortment: str = ""
    own_making_percent: int | None = None
    photos: int = 0
    papers: tuple[tuple[str, date | None], ...] = ()  # kind, last day
    answers: frozenset[int] = frozenset()
    agreed_version: int | None = None
    declarations: frozenset[str] = frozenset()
    has_contact: bool = True
    has_address: bool = True
    is_food: bool = False
    has_fire: bool = False
    sells_alcohol: bool = False
    demonstrates: bool = False
    demonstration: str = ""
    vehicle_stays: bool = False
    vehicle_length_m: Decimal | None = None
    stalls_max: int = 1
    front_m: Decimal = Decimal(3)
    is_resident: bool = False
    residence_declared: bool = False
    is_private_person: bool = False
    share_open: bool = False
    other_warnings: tuple[str, ...] = field(default_factory=tuple)


def missing(asked: Asked, given: Given, *, on: date) -> list[Gap]:
    """Return what is missing on the day of the fair's end `on`, in the order of the form."""
    gaps = []
    if not given.has_contact:
        gaps.append(Gap("contact", "who"))
    gaps += [Gap(code, "goods", blocks) for code, absent, blocks in _goods(asked, given) if absent]
    if given.photos < asked.photos_min:
        gaps.append(Gap("photos", "pictures", detail=f"{given.photos}/{asked.photos_min}"))
    if given.demonstrates and not given.demonstration.strip():
        gaps.append(Gap("demonstration", "more"))
    gaps += [Gap("question", "more", True, text) for pk, text in asked.questions if pk not in given.answers]
    gaps += [Gap("paper", "papers", detail=kind) for kind in asked.papers if not _in_force(given.papers, kind, on)]
    if asked.has_rules and given.agreed_version != asked.rules_version:
        gaps.append(Gap("rules_changed" if given.agreed_version else "rules", "papers", True))
    if asked.asks_own_making and "own_making" not in given.declarations:
        gaps.append(Gap("own_making", "papers", True))
    if given.is_private_person and "no_business" not in given.declarations:
        gaps.append(Gap("no_business", "papers"))
    return gaps


def _goods(asked: Asked, given: Given) -> Sequence[tuple[str, bool, bool]]:
    return (
        ("goods_group", not given.has_group, True),
        ("craft", not given.has_craft, False),
        ("product", not given.product.strip(), True),
        ("assortment", not given.assortment.strip(), False),
        ("own_making_percent", given.own_making_percent is None, False),
    )


def _in_force(papers: Sequence[tuple[str, date | None]], kind: str, on: date) -> bool:
    return any(held == kind and (until is None or until >= on) for held, until in papers)


def warnings(asked: Asked, given: Given) -> list[Gap]:
    """Return what never stops an application but deserves a look."""
    held = {kind for kind, _until in given.papers}
    found = []
    if given.is_food and "food" not in held and "food" not in asked.papers:
        found.append(Gap("food_number", "papers"))
    if given.sells_alcohol and "alcohol" not in held:
        found.append(Gap("alcohol_licence", "papers"))
    if given.has_fire:
        found.append(Gap("fire_extinguisher", "needs"))
    room = asked.module_m * given.stalls_max
    if given.vehicle_stays and given.vehicle_length_m is not None and given.vehicle_length_m > room:
        found.append(Gap("vehicle_longer", "needs", detail=str(room)))
    if given.vehicle_stays and given.vehicle_length_m is None:
        found.append(Gap("vehicle_length", "needs"))
    if given.front_m > room:
        needed = int((given.front_m / asked.module_m).to_integral_value(ROUND_CEILING))
        found.append(Gap("front_longer", "place", detail=str(needed)))
    if given.is_resident and not given.residence_declared:
        found.append(Gap("residence", "who"))
    if not given.has_address:
        found.append(Gap("address", "who"))
    if given.share_open:
        found.append(Gap("share_open", "wishes"))
    return [*found, *(Gap(code, "who") for code in given.other_warnings)]
