"""What the engine is asked: stalls, applicants, rules and the order in which things matter.

Plain immutable values, read from a `stall-allocation/1` file by `format.read` or built by the fair's own code.
Identifiers are the file's own strings; the search works on positions in `stalls` and `applicants` (see `ground`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

TERMS = (
    "dropped",
    "quota_shortfall",
    "placed_value",
    "moves",
    "extra_stalls",
    "wish_points",
    "claims_kept",
    "beside_met",
    "unwanted_neighbours",
    "same_craft_neighbours",
    "justified_envy",
)
"""Everything a level may weigh; docs/allocation.md defines each."""

RANK_POINTS = (10, 8, 6, 5, 4, 3, 2, 1)
"""Points of a met wish by its rank, first wish first; a wish further down earns none."""

BASE_VALUE = 100
"""Added to the jury's score, so that every placed exhibitor counts, also one with score 0."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One place of the ground. `run` and `pos`: touching places of one run have consecutive positions."""

    id: str
    run: str
    pos: int
    zone: str = ""
    x: float = 0.0
    y: float = 0.0
    features: frozenset[str] = frozenset()
    price: float = 0
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Applicant:
    """One exhibitor who asks for `least` to `most` touching stalls. `groups`: craft, country and whatever else quotas and caps name."""

    id: str
    craft: str
    score: float
    most: int = 1
    least: int = 1
    needs: frozenset[str] = frozenset()
    max_price: float | None = None
    wishes: tuple[str, ...] = ()
    anywhere: bool = True
    claim: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    not_beside: tuple[str, ...] = ()
    guaranteed: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """A group shall get at least `min_percent` of the usable stalls, but never more than it asked for."""

    by: str
    value: str
    min_percent: float


@dataclass(frozen=True, slots=True)
class Cap:
    """A group may get at most `max_stalls`."""

    by: str
    value: str
    max_stalls: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One allocation to be made. `levels`: term to weight, most important level first; each level is maximised."""

    name: str
    stalls: tuple[Stall, ...]
    applicants: tuple[Applicant, ...]
    levels: tuple[Mapping[str, float], ...]
    extra_neighbours: tuple[tuple[str, str], ...] = ()
    quotas: tuple[Quota, ...] = ()
    caps: tuple[Cap, ...] = ()
    pins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    keep_apart: tuple[tuple[str, str], ...] = ()
    same_craft_allowed: frozenset[str] = frozenset()
    previous: Mapping[str, frozenset[str]] = field(default_factory=dict)
    value_per: str = "stall"

    def value_of(self, applicant: Applicant) -> float:
        """What placing this applicant adds to `placed_value`: per stall needed, unless `value_per` says otherwise."""
        worth = BASE_VALUE + applicant.score
        return worth * applicant.least if self.value_per == "stall" else worth
