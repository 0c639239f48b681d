"""The stall plan that municipality, police and fire service ask for: to scale, with a legend, and who stands where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from fairs.calls.models import Application
from fairs.fairground import drawing
from fairs.fairground import queries as grounds
from fairs.fairground.rules import sheets
from fairs.fairground.rules.layout import Layout
from fairs.offers.documents.lists import placed
from fairs.offers.documents.paper import hours, organiser, render
from ticketing.events.models import Event

ROOM_MM = (266.0, 120.0)
"""What a page holds beside head, legend and notice."""

PART_MM = (266.0, 158.0)
PX_IN_MM = 96 / 25.4


@dataclass(frozen=True, slots=True)
class Page:
    """One picture: the whole ground, or an enlarged part of it."""

    drawing: drawing.Drawing
    ratio: int
    name: str = ""


def stall_plan(event: Event, *, language: str, at: datetime) -> bytes | None:
    """Return the plan with enlarged parts where its numbers would be too small, and the list; None where no ground is set up."""
    ground = grounds.ground_of(event)
    if ground is None:
        return None
    with translation.override(language):
        plan, rows = grounds.layout(ground), placed(event)
        marks = _marks(plan, {number for _application, numbers in rows for number in numbers.split(", ")}, at)
        pages = _pages(plan, marks)
        context = {
            "whole": pages[0],
            "parts": pages[1:],
            "keys": pages[0].drawing.keys,
            "kinds": pages[0].drawing.kinds,
            "size": _("%(width)s × %(depth)s m") % {"width": f"{plan.width:g}", "depth": f"{plan.depth:g}"},
            "lanes": {lane.kind: drawing.LANES[lane.kind] for lane in plan.lanes},
            "rows": [_row(application, numbers) for application, numbers in rows],
            "days": hours(event),
            "organiser": organiser(event),
        }
        title = _("Stall plan")
    return render("fairs/stall_plan", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _marks(plan: Layout, taken: set[str], at: datetime) -> dict[int, drawing.Mark]:
    found = {}
    for stall in plan.stalls:
        state = "assigned" if stall.number in taken else "blocked" if stall.is_blocked else "held" if stall.held_at(at) else "free"
        found[stall.id] = drawing.Mark(state)
    return found


def _pages(plan: Layout, marks: dict[int, drawing.Mark]) -> list[Page]:
    main = sheets.whole(plan.width, plan.depth, ROOM_MM)
    found = sheets.parts(plan.width, plan.depth, PART_MM, drawing.letters_m(plan), main)

    def page(sheet: sheets.Sheet, name: str, **more: Any) -> Page:
        drawn = drawing.draw(plan, marks, on_paper=True, px_per_m=sheet.mm_per_m * PX_IN_MM, grow=sheet.grow, **more)
        return Page(drawn, sheet.ratio, name)

    names = [_("Part %(n)d of %(all)d") % {"n": number, "all": len(found)} for number in range(1, len(found) + 1)]
    return [
        page(main, "", parts=[sheet.part for sheet in found]),
        *(page(sheet, name, part=sheet.part) for sheet, name in zip(found, names, strict=True)),
    ]


def _row(application: Application, stalls: str) -> dict[str, str]:
    exhibitor = application.exhibitor
    return {
        "stalls": stalls,
        "name": str(exhibitor),
        "goods": ", ".join(filter(None, [str(application.goods_group or application.craft or ""), application.product])),
    }
