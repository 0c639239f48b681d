"""The ground as a picture: an SVG that other rooms mark with who stands where, for the screen and for paper.

    drawing = draw(queries.layout(ground), {stall.pk: Mark("assigned", label="Māla darbnīca", link="/…")})
    {% include "fairs/fairground/_plan.html" with drawing=drawing only %}

One unit of the SVG is a decimetre. A state is told by a colour, a pattern, a sign and a word, so that any one of them may be
lost. On paper the colours stand as attributes, since a PDF's pictures know no style sheet of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairs.fairground.models import Amenity
from fairs.fairground.printing import printed
from fairs.fairground.rules.geometry import Rect, depth_of_overlap
from fairs.fairground.rules.layout import Layout, StallAt
from fairs.fairground.shapes import Drawing, Key, Shape, Spot
from fairs.fairground.signs import PAPER, SIGNS, UNIT, cross, hatch, pattern
from fairs.fairground.signs import short as _n

MARGIN = 12
FOOT = 34
"""Room below the ground for scale and north."""

STATES: dict[str, Any] = {
    "free": gettext_lazy("not taken"),
    "held": gettext_lazy("kept for somebody"),
    "assigned": gettext_lazy("assigned"),
    "blocked": gettext_lazy("blocked"),
    "mine": gettext_lazy("yours"),
    "wished": gettext_lazy("wished"),
    "found": gettext_lazy("looked for"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said about one stall.

    Attributes:
        state: a key of `STATES`.
        label: a short second line in the stall, such as a studio's name or a rank.
        link: where the stall leads.
        tip: said when the stall is pointed at or chosen; number, size and state are said anyway.
        words: all that is said of the stall, instead.
    """

    state: str = "free"
    label: str = ""
    link: str = ""
    tip: str = ""
    words: str = ""


def draw(
    layout: Layout,
    marks: Mapping[int, Mark] | None = None,
    *,
    on_paper: bool = False,
    px_per_m: float = 16,
    picture_url: str = "",
    title: str = "",
    pick: str = "",
    supply: bool = True,
    words: Mapping[str, Any] | None = None,
    part: Rect | None = None,
    parts: Sequence[Rect] = (),
    grow: float = 1.0,
) -> Drawing:
    """Return the ground with its stalls marked.

    Args:
        layout: see `queries.layout`.
        marks: by the stall's id; a stall without one is free, or blocked where the ground says so.
        on_paper: colours as attributes, for PDF.
        px_per_m: how large it opens on a screen; the reader may zoom.
        picture_url: where the picture underneath is served, "" to leave it out.
        title: what the picture is called to those who cannot see it.
        pick: the prefix of ranked fields that a tap on a stall fills (see `_plan.html`).
        supply: draw power boards and taps, which are no matter of visitors.
        words: what the legend calls states, instead of `STATES`.
        part: only this part of the ground, for a page of its own.
        parts: those parts, to be framed and numbered on the whole.
        grow: so many times larger letters and signs, which would be too small to read on paper otherwise.
    """
    marks = marks or {}
    chosen = {stall.id: marks.get(stall.id) or Mark("blocked" if stall.is_blocked else "free") for stall in layout.stalls}
    seen = part or layout.edge
    left, top, right, bottom = (edge * UNIT for edge in seen.bounds)
    margin, foot = MARGIN * grow, FOOT * grow
    width, height = right - left + 2 * margin, bottom - top + margin + foot
    stalls = [stall for stall in layout.stalls if part is None or depth_of_overlap(stall, part) > 0]
    spots = _spots(layout, supply, grow)
    return Drawing(
        box=f"{_n(left - margin)} {_n(top - margin)} {_n(width)} {_n(height)}",
        width=round(width * px_per_m / UNIT),
        height=round(height * px_per_m / UNIT),
        ground=_shape(layout.edge, 0, "ground", ""),
        zones=tuple(_zone(zone, zone.id, f"plan-zone plan-zone-{zone.purpose}", zone.name, grow) for zone in layout.zones),
        lanes=tuple(_zone(lane, lane.id, f"plan-lane plan-lane-{lane.kind}", lane.name or LANES[lane.kind], grow) for lane in layout.lanes),
        stalls=tuple(_stall(stall, chosen[stall.id]) for stall in stalls),
        spots=spots,
        kinds=tuple({spot.sign: spot for spot in spots}.values()),
        keys=_keys(list(chosen.values()), {**STATES, **(words or {})}),
        scale=_scale(seen, grow),
        north=_north(layout, seen, grow),
        title=title or _("Plan of the ground"),
        on_paper=on_paper,
        picture=_picture(layout, picture_url),
        pick=pick,
        parts=tuple(_shape(rect, number, "plan-part", str(number)) for number, rect in enumerate(parts, 1)),
        cover=_cover(seen, margin, foot) if part else None,
        grow=_n(grow),
        printed=printed((stall, chosen[stall.id].state) for stall in stalls) if on_paper else (),
    )


LANES: dict[str, Any] = {
    "rescue": gettext_lazy("rescue lane"),
    "aisle": gettext_lazy("aisle"),
    "obstacle": gettext_lazy("obstacle"),
}


def _shape(rect: Rect, pk: int, kind: str, name: str, **more: Any) -> Shape:
    w, d = rect.width * UNIT, rect.depth * UNIT
    turn = f" rotate({_n(rect.rotation)})" if rect.rotation % 360 else ""
    back = f"rotate({_n(-rect.rotation)})" if rect.rotation % 360 else ""
    move = f"translate({_n(rect.x * UNIT)} {_n(rect.y * UNIT)}){turn}"
    return Shape(pk, kind, move, back, _n(-w / 2), _n(-d / 2), _n(w), _n(d), name, **more)


def _zone(rect: Rect, pk: int, kind: str, name: Any, grow: float) -> Shape:
    is_lane = kind.startswith("plan-lane")
    w, d = rect.width * UNIT, rect.depth * UNIT
    pattern = hatch(w, d, 12) if kind == "plan-lane plan-lane-rescue" else cross(w, d) if kind == "plan-lane plan-lane-obstacle" else ""
    if is_lane:  # along the lane, in its middle
        tall = d > w
        return _shape(
            rect,
            pk,
            kind,
            str(name),
            pattern=pattern,
            text_x="0",
            text_y=_n(3 * grow),
            size=_n(8 * grow),
            label="rotate(-90)" if tall else "",
        )
    return _shape(rect, pk, kind, str(name), pattern=pattern, text_x=_n(-w / 2 + 4), text_y=_n(-d / 2 + 8 * grow), size=_n(8 * grow))


def _stall(stall: StallAt, mark: Mark) -> Shape:
    w, d = stall.width * UNIT, stall.depth * UNIT
    across, down = _standing(stall)
    size = _letters(stall)
    small = min(6.0, down * 0.22)
    room = int(across / (small * 0.62))
    label = mark.label if len(mark.label) <= room else mark.label[: max(room - 1, 1)] + "…"
    _fill, ink = PAPER[mark.state]
    line = size * 0.36 - (small * 0.6 if label else 0)
    return _shape(
        stall, stall.id, "stall", stall.number,
        label=label, state=mark.state, pattern=pattern(mark.state, w, d), front=f"M{_n(-w / 2 + 1)} {_n(d / 2 - 1)}H{_n(w / 2 - 1)}",
        link=mark.link, tip=_tip(stall, mark), ink=ink, size=_n(size), small=_n(small),
        text_x=_n(line), text_y=_n(line + small * 1.25), paper_x=_n(stall.x * UNIT), paper_y=_n(stall.y * UNIT + size * 0.36),
    )  # fmt: skip


def _standing(stall: StallAt) -> tuple[float, float]:
    """Return how broad and how high a stall appears to one who reads its number."""
    w, d = stall.width * UNIT, stall.depth * UNIT
    return (w, d) if round(stall.rotation / 90) % 2 == 0 else (d, w)


def _letters(stall: StallAt) -> float:
    across, down = _standing(stall)
    return max(4.0, min(10.0, 1.7 * across / max(len(stall.number), 1), down * 0.4))


def _tip(stall: StallAt, mark: Mark) -> str:
    if mark.words:
        return mark.words
    size = _("%(width)s × %(depth)s m") % {"width": f"{stall.width:g}", "depth": f"{stall.depth:g}"}
    facts = [f"{stall.number} · {size}", mark.tip or mark.label, str(STATES[mark.state])]
    if stall.open_sides >= 2:
        facts.append(ngettext("%(n)d open side", "%(n)d open sides", stall.open_sides) % {"n": stall.open_sides})
    if stall.power_kw:
        facts.append(f"{stall.power_kw:g} kW")
    if stall.is_blocked and stall.block_reason and mark.state == "blocked":
        facts.append(stall.block_reason)
    return " · ".join(filter(None, facts))


def _spots(layout: Layout, supply: bool, grow: float) -> tuple[Spot, ...]:
    kinds: list[tuple[str, Any, Any]] = [("entrance", _("entrance"), layout.entrances)]
    if supply:
        kinds += [("board", _("power board"), layout.boards), ("tap", _("water"), layout.taps)]
    words = dict(Amenity.Kind.choices)
    things = [(kind, kind, one.name, word, one.x, one.y) for kind, word, spots in kinds for one in spots]
    things += [("amenity", one.kind, one.name, str(words[one.kind]), one.x, one.y) for one in layout.amenities]
    found = []
    for kind, sign, name, word, x, y in things:
        is_right = x > layout.width * 0.85
        lower = -3 if y * UNIT > layout.depth * UNIT - 6 else 9 if y * UNIT < 6 else 3  # clear of the edge
        aside = _n(x * UNIT + (-9 if is_right else 9) * grow)
        where = {"x": _n(x * UNIT), "y": _n(y * UNIT), "text_x": aside, "text_y": _n(y * UNIT + lower * grow)}
        found.append(Spot(kind, SIGNS[sign], name, word, **where, anchor="end" if is_right else "start"))
    return tuple(found)


def _keys(marks: list[Mark], words: Mapping[str, Any]) -> tuple[Key, ...]:
    counts = {state: sum(mark.state == state for mark in marks) for state in STATES}
    shown = [state for state in STATES if counts[state]]
    return tuple(Key(state, str(words[state]), pattern(state, 24, 18), counts[state], PAPER[state][0]) for state in shown)


def _scale(seen: Rect, grow: float) -> dict[str, str]:
    """Return a bar of a round length, about a quarter of the width that is seen."""
    left, _top, _right, bottom = seen.bounds
    length = max((m for m in (1, 2, 5, 10, 20, 50, 100, 200) if m <= max(seen.width / 4, 1)), default=1)
    return {
        "x": _n(left * UNIT), "y": _n(bottom * UNIT + 14 * grow), "half": _n(length * UNIT / 2), "whole": _n(length * UNIT),
        "text": f"{length} m", "size": _n(8 * grow), "below": _n(13 * grow),
    }  # fmt: skip


def _north(layout: Layout, seen: Rect, grow: float) -> str:
    if layout.north is None:
        return ""
    _left, _top, right, bottom = seen.bounds
    spot = f"translate({_n(right * UNIT - 14 * grow)} {_n(bottom * UNIT + 24 * grow)})"
    return f"{spot} rotate({_n(layout.north)})" + (f" scale({_n(grow)})" if grow != 1 else "")


def _cover(seen: Rect, margin: float, foot: float) -> Shape:
    """Return what hides the rest of the ground below a part, where its scale stands."""
    left, _top, right, bottom = (edge * UNIT for edge in seen.bounds)
    width = right - left + 2 * margin
    return Shape(0, "plan-cover", "", "", _n(left - margin), _n(bottom + 1), _n(width), _n(foot), "")


def letters_m(layout: Layout) -> float:
    """Return how high the smallest of the stalls' numbers is drawn, in metres."""
    return min((_letters(stall) / UNIT for stall in layout.stalls), default=1.0)


def _picture(layout: Layout, url: str) -> dict[str, str] | None:
    under = layout.picture
    if under is None or not url:
        return None
    return {"url": url, "x": _n(under.x * UNIT), "y": _n(under.y * UNIT), "width": _n(under.width * UNIT), "depth": _n(under.depth * UNIT)}
