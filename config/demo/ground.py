"""The grounds of the demonstration's fairs, in real proportions: rows of 3 × 3 m, zones, boards, a rescue lane, entrances."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from config.demo.events import Texts
from fairs.fairground.models import Board, Entrance, Ground, Lane, Stall, Zone
from ticketing.models import Event


@dataclass(frozen=True, slots=True)
class Row:
    """A row of stalls, 3 × 3 m each; x and y of its first stall's centre. `split`: a passage of 3 m after so many."""

    name: str
    count: int
    x: float
    y: float
    zone: str
    board: str
    power_kw: float = 2
    split: int = 0
    step: float = 3
    down: bool = False
    has_fire: bool = False
    has_water: bool = False
    vehicle_max_m: float = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A zone; x, y, width and depth of its rectangle from its upper left corner."""

    code: str
    name: Texts
    purpose: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """A whole ground."""

    width: float
    depth: float
    rows: tuple[Row, ...]
    areas: tuple[Area, ...]
    lane: tuple[float, float, float, float]
    boards: tuple[tuple[str, float, float], ...]
    entrances: tuple[tuple[str, float, float], ...]


CRAFTS: Texts = ("Amatnieku rindas", "Ряды ремесленников", "Makers' rows")
FOOD: Texts = ("Garšu rinda", "Ряд угощений", "Food row")
FIRE: Texts = ("Uguns laukums", "Площадка с огнём", "Fire yard")
CLASSES: Texts = ("Meistarklases", "Мастер-классы", "Masterclasses")

FORTRESS = Field(
    60, 36,
    rows=(
        Row("A", 12, 4.5, 3.5, "K", "E1", split=6),
        Row("B", 10, 4.5, 12, "K", "E1", split=5),
        Row("C", 10, 4.5, 24, "K", "E2", split=5),
        Row("D", 8, 4.5, 32, "G", "E3", power_kw=3, split=4, has_water=True),
        Row("U", 4, 55, 4.5, "U", "E2", power_kw=3, step=7, down=True, has_fire=True, vehicle_max_m=6),
    ),
    areas=(
        Area("K", CRAFTS, "crafts", (2, 1, 42, 26)),
        Area("G", FOOD, "food", (2, 29.5, 30, 5)),
        Area("U", FIRE, "fire", (50, 1, 9, 28)),
        Area("M", CLASSES, "masterclass", (34, 29.5, 12, 5)),
    ),
    lane=(0, 15.5, 50, 5),
    boards=(("E1", 24, 7.5), ("E2", 46, 22), ("E3", 20, 28.5)),
    entrances=(("Ziemeļu vārti", 0, 18), ("Dienvidu vārti", 48, 36)),
)  # fmt: skip
"""44 places in the yard of the 8th bastion: 40 in four rows, four by the fire."""

YARD = Field(
    36, 26,
    rows=(
        Row("A", 9, 4.5, 3.5, "K", "E1", split=5),
        Row("B", 8, 4.5, 13.5, "K", "E1", split=4),
        Row("C", 5, 4.5, 22.5, "G", "E2", power_kw=3, has_water=True),
        Row("U", 2, 27, 22.5, "U", "E2", power_kw=3, step=6, has_fire=True, vehicle_max_m=6),
    ),
    areas=(
        Area("K", CRAFTS, "crafts", (2, 1, 32, 15)),
        Area("G", FOOD, "food", (2, 20.5, 17, 4.5)),
        Area("U", FIRE, "fire", (24, 20.5, 11, 4.5)),
    ),
    lane=(0, 6.5, 36, 4),
    boards=(("E1", 33, 13), ("E2", 21, 24)),
    entrances=(("Pagalma vārti", 0, 8.5),),
)  # fmt: skip
"""24 places in a yard or a manor park."""


def make_ground(event: Event, field: Field, at: datetime) -> Ground:
    """Draw the event's ground."""
    ground = Ground.objects.create(
        event=event, width_m=Decimal(field.width), depth_m=Decimal(field.depth), is_public=True, north_deg=Decimal(20), changed_at=at
    )
    zones = {area.code: _zone(ground, area) for area in field.areas}
    x, y, width, depth = field.lane
    Lane.objects.create(ground=ground, kind=Lane.Kind.RESCUE, **_box(x, y, width, depth))
    boards = {
        name: Board.objects.create(
            ground=ground, name=name, x_m=_m(x), y_m=_m(y), limit_kw=Decimal(22), simultaneity=Decimal("0.80")
        )
        for name, x, y in field.boards
    }  # fmt: skip
    for name, x, y in field.entrances:
        Entrance.objects.create(ground=ground, name=name, x_m=_m(x), y_m=_m(y), vehicles_at_once=2, minutes_each=15)
    Stall.objects.bulk_create(
        stall for row in field.rows for stall in _stalls(ground, row, zones[row.zone], boards[row.board])
    )  # fmt: skip
    return ground


def _stalls(ground: Ground, row: Row, zone: Zone, board: Board) -> list[Stall]:
    found = []
    for place in range(row.count):
        along = place * row.step + (3 if row.split and place >= row.split else 0)
        x, y = (row.x, row.y + along) if row.down else (row.x + along, row.y)
        ends = {0, row.count - 1, *((row.split - 1, row.split) if row.split else ())}
        found.append(
            Stall(
                ground=ground,
                number=f"{row.name}{place + 1}",
                row=row.name,
                position=place + 1,
                x_m=_m(x),
                y_m=_m(y),
                zone=zone,
                board=board,
                power_kw=Decimal(str(row.power_kw)),
                open_sides=3 if row.step > 3 else 2 if place in ends else 1,
                has_water=row.has_water,
                allows_fire=row.has_fire,
                vehicle_max_m=Decimal(str(row.vehicle_max_m)),
                is_dead_end=row.name == "A" and place == row.count - 1,
            )
        )
    return found


def _zone(ground: Ground, area: Area) -> Zone:
    names = {f"name_{language}": text for language, text in zip(("lv", "ru", "en"), area.name, strict=True)}
    return Zone.objects.create(ground=ground, code=area.code, purpose=area.purpose, **names, **_box(*area.box))


def _box(x: float, y: float, width: float, depth: float) -> dict[str, Decimal]:
    return {"x_m": _m(x + width / 2), "y_m": _m(y + depth / 2), "width_m": _m(width), "depth_m": _m(depth)}


def _m(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
