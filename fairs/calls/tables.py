"""The grid of applications: what it is searched, filtered and sorted by, and the columns of its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fairs.calls import wording
from fairs.calls.models import Application, Call
from fairs.calls.queries import Lacks, lacks_of
from ticketing.events.deskwork import whole
from ticketing.events.sheets import Column

SORTS: Mapping[str, tuple[Any, ...]] = {
    "": ("number",),
    "name": ("exhibitor__name", "number"),
    "newest": (F("submitted_at").desc(nulls_last=True), "-number"),
    "group": ("goods_group__position", "number"),
    "score": (F("score").desc(nulls_last=True), "number"),
    "list": (F("place_in_list").asc(nulls_last=True), "number"),
}
MONEY: Mapping[str, tuple[str, ...]] = {"paid": ("confirmed",), "owed": ("accepted",)}
"""What a confirmed and an accepted offer mean for money: an accepted one is confirmed once its fee is there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the grid is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    state: str = ""
    group: int | None = None
    craft: int | None = None
    country: str = ""
    money: str = ""
    lacks: bool = False
    late: bool = False
    sort: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        state, money, sort = said.get("state", ""), said.get("money", ""), said.get("sort", "")
        return cls(
            words=said.get("q", "").strip()[:100],
            state=state if state in Application.State.values else "",
            group=whole(said.get("group", "")),
            craft=whole(said.get("craft", "")),
            country=said.get("country", "") if said.get("country") in ("LV", "RU") else "",
            money=money if money in MONEY else "",
            lacks=said.get("only") == "lacks",
            late=said.get("only") == "late",
            sort=sort if sort in SORTS else "",
            said={name: value for name, value in said.items() if name != "page" and value},
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.state or self.group or self.craft or self.country or self.money or self.lacks or self.late)


def matching(call: Call, wanted: Wanted) -> QuerySet[Application]:
    """Return the applications asked for, in order, whatever they lack (see `found`)."""
    found = Application.objects.filter(call=call).saying(wanted.words)
    exact = {"state": wanted.state, "goods_group": wanted.group, "exhibitor__country": wanted.country}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.craft:
        found = found.filter(Q(craft=wanted.craft) | Q(craft__group=wanted.craft))
    if wanted.money:
        found = found.filter(state__in=MONEY[wanted.money])
    if wanted.late:
        found = found.filter(is_late=True)
    return found.order_by(*SORTS[wanted.sort])


def found(call: Call, wanted: Wanted) -> QuerySet[Application] | list[Application]:
    """As `matching`, with what a row shows; a list once only those that lack something are asked for."""
    rows = matching(call, wanted).select_related("exhibitor__municipality", "goods_group", "craft")
    if not wanted.lacks:
        return rows
    standing = list(rows.filter(state__in=["draft", *Application.STANDING]))
    lacks = lacks_of(call, standing)
    return [one for one in standing if lacks[one.pk].missing]


def total(application: Application) -> Decimal | None:
    """Return what the application costs by the price that was kept; None where it has none."""
    return Decimal(application.quote["total"]) if application.quote else None


def columns(lacks: Mapping[int, Lacks]) -> Sequence[Column]:
    """Return the columns of the grid's file; `lacks` of every row by its key."""

    def missing(one: Application) -> str:
        return " ".join(wording.gap_texts(lacks[one.pk].missing)) if one.pk in lacks else ""

    def yes(value: bool) -> str:
        return str(_("yes")) if value else ""

    return [
        Column(_("No."), lambda one: one.number),
        Column(_("Maker"), lambda one: str(one.exhibitor)),
        Column(_("Name in the document"), lambda one: one.exhibitor.name),
        Column(_("E-mail"), lambda one: one.exhibitor.email),
        Column(_("Phone"), lambda one: one.exhibitor.phone),
        Column(_("Country"), lambda one: one.exhibitor.country),
        Column(_("Municipality"), lambda one: str(one.exhibitor.municipality or "")),
        Column(_("Legal form"), lambda one: one.exhibitor.get_legal_form_display()),
        Column(_("Goods group"), lambda one: str(one.goods_group or "")),
        Column(_("Craft"), lambda one: str(one.craft or "")),
        Column(_("Main product"), lambda one: one.product),
        Column(_("What they bring"), lambda one: one.assortment),
        Column(_("State"), lambda one: one.get_state_display()),
        Column(_("The maker was told"), lambda one: one.get_shown_state_display()),
        Column(_("Sent"), lambda one: one.submitted_at),
        Column(_("Late"), lambda one: yes(one.is_late)),
        Column(_("Stalls at least"), lambda one: one.stalls_min),
        Column(_("Stalls wished"), lambda one: one.stalls_max),
        Column(_("Front, m"), lambda one: one.front_m),
        Column(_("Depth, m"), lambda one: one.depth_m),
        Column(_("Power, kW"), lambda one: one.power_kw),
        Column(_("Water"), lambda one: yes(one.needs_water)),
        Column(_("Open fire"), lambda one: yes(one.has_fire)),
        Column(_("Step-free"), lambda one: yes(one.needs_step_free)),
        Column(_("Vehicle"), lambda one: one.vehicle_plate),
        Column(_("Shows the craft"), lambda one: one.demonstration if one.demonstrates else ""),
        Column(_("Price"), total),
        Column(_("Score"), lambda one: one.score),
        Column(_("Place on the waiting list"), lambda one: one.place_in_list),
        Column(_("Guaranteed"), lambda one: yes(one.is_guaranteed)),
        Column(_("Paid by a project"), lambda one: yes(one.is_partner_supported)),
        Column(_("Lacks"), missing),
        Column(_("Internal note"), lambda one: one.note),
    ]
