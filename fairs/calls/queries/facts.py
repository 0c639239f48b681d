"""What placement reads of a call's applications: plain facts, in a few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fairs.calls.models import Application, Call, Companion


@dataclass(frozen=True, slots=True)
class PlaceWish:
    """One wished place; exactly one of the three is given."""

    rank: int
    stall: int | None
    zone: int | None
    feature: str


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    """One application as placement sees it. `beside`, `not_beside` and `shares_with` are other applications of the call;
    a stall is shared once the second maker has agreed."""

    application: int
    number: int
    exhibitor: int
    state: str
    score: Decimal | None
    goods_group: str
    craft: str
    product: str
    country: str
    municipality: int | None
    stalls_min: int
    stalls_max: int
    front_m: Decimal
    depth_m: Decimal
    power_kw: Decimal
    needs_water: bool
    has_fire: bool
    is_noisy: bool
    needs_step_free: bool
    vehicle_m: Decimal
    anywhere: bool
    wants_exact_place: bool
    max_price: Decimal | None
    is_guaranteed: bool
    is_late: bool
    wishes: tuple[PlaceWish, ...]
    beside: tuple[int, ...]
    not_beside: tuple[int, ...]
    shares_with: int | None


def allocation_facts(call: Call, *, states: Iterable[str] = Application.STANDING) -> list[AllocationFacts]:
    """Return the facts of the call's applications in some states, by number. Three statements."""
    found = (
        Application.objects.filter(call=call, state__in=list(states))
        .select_related("exhibitor", "goods_group", "craft")
        .prefetch_related("wishes", "companions")
        .order_by("number")
    )
    applications = list(found)
    of_exhibitor = {one.exhibitor_id: one.pk for one in applications}
    return [_facts(one, of_exhibitor) for one in applications]


def _facts(one: Application, of_exhibitor: dict[int, int]) -> AllocationFacts:
    companions = [other for other in one.companions.all() if other.exhibitor_id in of_exhibitor]
    vehicle = (one.vehicle_length_m or Decimal(5)) if one.vehicle_stays else Decimal(0)

    def others(kind: str) -> tuple[int, ...]:
        return tuple(of_exhibitor[other.exhibitor_id] for other in companions if other.kind == kind and other.exhibitor_id)

    shared = [of_exhibitor[o.exhibitor_id] for o in companions if o.kind == Companion.Kind.SHARE and o.confirmed_at and o.exhibitor_id]
    return AllocationFacts(
        application=one.pk,
        number=one.number,
        exhibitor=one.exhibitor_id,
        state=one.state,
        score=one.score,
        goods_group=one.goods_group.code if one.goods_group else "",
        craft=one.craft.code if one.craft else "",
        product=one.product.strip().casefold(),
        country=one.exhibitor.country,
        municipality=one.exhibitor.municipality_id,
        stalls_min=one.stalls_min,
        stalls_max=one.stalls_max,
        front_m=one.front_m,
        depth_m=one.depth_m,
        power_kw=one.power_kw,
        needs_water=one.needs_water,
        has_fire=one.has_fire or bool(one.craft and one.craft.has_fire and one.demonstrates),
        is_noisy=bool(one.craft and one.craft.is_noisy),
        needs_step_free=one.needs_step_free,
        vehicle_m=vehicle,
        anywhere=one.anywhere,
        wants_exact_place=one.wants_exact_place,
        max_price=one.max_price,
        is_guaranteed=one.is_guaranteed,
        is_late=one.is_late,
        wishes=tuple(PlaceWish(wish.rank, wish.stall_id, wish.zone_id, wish.feature) for wish in one.wishes.all()),
        beside=others(Companion.Kind.BESIDE),
        not_beside=others(Companion.Kind.NOT_BESIDE),
        shares_with=shared[0] if shared else None,
    )
