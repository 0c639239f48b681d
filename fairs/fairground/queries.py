"""Reading a whole ground in seven statements, whatever its size, and handing it on as plain values."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from fairs.fairground.models import Ground, Placed, Stall
from fairs.fairground.rules.checks import check
from fairs.fairground.rules.layout import (
    AmenityAt,
    BoardAt,
    EntranceAt,
    LaneAt,
    Layout,
    Limits,
    Picture,
    StallAt,
    TapAt,
    ZoneAt,
    across,
    runs,
)
from fairs.fairground.texts import Told, tell
from ticketing.events.models import Event

STALL_FACTS = (
    "number", "row", "position", "open_sides", "has_water", "allows_fire", "allows_noise", "is_covered", "is_accessible", "is_dead_end",
    "price_class", "is_fixed", "is_blocked", "block_reason", "held_for", "held_until",
)  # fmt: skip
"""What a stall's row and its plain value call by the same name and hold as the same type."""


def ground_of(event: Event) -> Ground | None:
    """Return the ground of a fair, or None where none is set up yet."""
    return Ground.objects.filter(event=event).first()


def layout(ground: Ground) -> Layout:
    """Return everything on the ground. Eight statements; zones are named in the active language."""
    zones = {zone.pk: zone for zone in ground.zones.all()}
    boards = {board.pk: board for board in ground.boards.all()}
    return Layout(
        id=ground.pk,
        width=float(ground.width_m),
        depth=float(ground.depth_m),
        version=ground.version,
        limits=Limits(
            float(ground.lane_min_m),
            float(ground.gap_min_m),
            float(ground.fire_gap_m),
            float(ground.neighbour_m),
            float(ground.water_max_m),
        ),
        north=None if ground.north_deg is None else float(ground.north_deg),
        picture=picture_of(ground),
        zones=tuple(ZoneAt(**_placed(z), code=z.code, name=z.name or z.code, purpose=z.purpose) for z in zones.values()),
        lanes=tuple(LaneAt(**_placed(lane), kind=lane.kind, name=lane.name) for lane in ground.lanes.all()),
        boards=tuple(BoardAt(b.pk, b.name, float(b.x_m), float(b.y_m), float(b.limit_kw), float(b.simultaneity)) for b in boards.values()),
        entrances=tuple(
            EntranceAt(e.pk, e.name, float(e.x_m), float(e.y_m), e.vehicles_at_once, e.minutes_each) for e in ground.entrances.all()
        ),
        taps=tuple(TapAt(tap.pk, tap.name, float(tap.x_m), float(tap.y_m)) for tap in ground.taps.all()),
        amenities=tuple(AmenityAt(one.pk, one.kind, one.name, float(one.x_m), float(one.y_m)) for one in ground.amenities.all()),
        stalls=tuple(
            StallAt(
                **_placed(stall),
                **{name: getattr(stall, name) for name in STALL_FACTS},
                zone_id=stall.zone_id,
                zone=zones[stall.zone_id].code if stall.zone_id else "",
                board_id=stall.board_id,
                board=boards[stall.board_id].name if stall.board_id else "",
                power_kw=float(stall.power_kw),
                vehicle_max_m=float(stall.vehicle_max_m),
            )
            for stall in ground.stalls.all()
        ),
    )


def _placed(thing: Placed) -> dict[str, Any]:
    return {
        "id": thing.pk,
        "x": float(thing.x_m),
        "y": float(thing.y_m),
        "width": float(thing.width_m),
        "depth": float(thing.depth_m),
        "rotation": float(thing.rotation),
    }


def picture_of(ground: Ground) -> Picture | None:
    """Return where the picture underneath lies, or None without one."""
    if not ground.background or ground.background_width_m is None or not ground.background_ratio:
        return None
    width = float(ground.background_width_m)
    return Picture("", float(ground.background_x_m), float(ground.background_y_m), width, width * float(ground.background_ratio))


@dataclass(frozen=True, slots=True)
class AllocationStall:
    """A stall as the allocation reads it (docs/allocation.md). `id` is the stall's own key, as text."""

    id: str
    run: str
    pos: int
    zone: str
    x: float
    y: float
    features: tuple[str, ...]
    price: float | None
    blocked: bool
    number: str


@dataclass(frozen=True, slots=True)
class AllocationGround:
    """The ground's part of an allocation's input."""

    stalls: tuple[AllocationStall, ...]
    extra_neighbours: tuple[tuple[str, str], ...]

    def document(self) -> dict[str, Any]:
        """Return `stalls` and `extra_neighbours` as `stall-allocation/1` wants them."""
        rows = [{name: value for name, value in asdict(stall).items() if name != "number" and value is not None} for stall in self.stalls]
        return {"stalls": rows, "extra_neighbours": [list(pair) for pair in self.extra_neighbours]}


def allocation_ground(
    ground: Ground | Layout,
    *,
    price: Callable[[StallAt], Decimal | float | None] | None = None,
    kept_back: Callable[[StallAt], bool] | None = None,
) -> AllocationGround:
    """Return the stalls in runs, ready for the engine.

    Args:
        ground: or its layout, where that is read already.
        price: what one stall costs; without it no stall has a price.
        kept_back: stalls to leave out beside those that are blocked, such as those held for somebody.
    """
    plan = ground if isinstance(ground, Layout) else layout(ground)
    rows = [
        AllocationStall(
            id=str(stall.id),
            run=run[0].number,  # a stall is in one run only, so its first one names it
            pos=place,
            zone=stall.zone,
            x=stall.x,
            y=stall.y,
            features=tuple(sorted(stall.features)),
            price=_number(price(stall)) if price else None,
            blocked=stall.is_blocked or (kept_back is not None and kept_back(stall)),
            number=stall.number,
        )
        for run in runs(plan.stalls)
        for place, stall in enumerate(run)
    ]
    pairs = across(plan.stalls, plan.limits.neighbour_m)
    return AllocationGround(tuple(rows), tuple((str(a.id), str(b.id)) for a, b in pairs))


def _number(amount: Decimal | float | None) -> float | None:
    return None if amount is None else float(amount)


def findings(ground: Ground, plan: Layout | None = None) -> list[Told]:
    """Return what the checks find, in words, with what was said about it: first what is open. Eight statements."""
    said = {(row.rule, row.about, row.value): row for row in ground.acknowledgements.select_related("by")}
    found = []
    for finding in check(plan or layout(ground)):
        row = said.get((finding.rule, finding.about, finding.measure))
        found.append(tell(finding, row.reason, str(row.by or "")) if row else tell(finding))
    return sorted(found, key=lambda told: not told.is_open)


def grounds_to_copy(event: Event) -> list[Ground]:
    """Return the grounds of the partner's other fairs, the latest first."""
    return list(
        Ground.objects.filter(event__partner=event.partner_id).exclude(event=event).select_related("event").order_by("-event__starts_at")
    )


STALL_STATES = ("open", "blocked", "held", "power", "corner")


def found_stalls(ground: Ground, words: str = "", row: str = "", state: str = "") -> QuerySet[Stall]:
    """Return the stalls of the table: whose number, zone, board or price class begins with every word, of one row, in one state."""
    found = ground.stalls.select_related("zone", "board")
    for word in words.split():
        found = found.filter(
            Q(number__istartswith=word)
            | Q(zone__code__istartswith=word)
            | Q(board__name__istartswith=word)
            | Q(price_class__istartswith=word)
        )
    if row:
        found = found.filter(row=row)
    states = {
        "open": Q(is_blocked=False), "blocked": Q(is_blocked=True), "held": ~Q(held_for=""), "power": Q(power_kw__gt=0),
        "corner": Q(open_sides__gte=2),
    }  # fmt: skip
    return found.filter(states[state]) if state in states else found


def row_names(ground: Ground) -> list[str]:
    """Return the rows there are, in order."""
    return sorted(set(ground.stalls.exclude(row="").order_by().values_list("row", flat=True).distinct()))
