"""What an application would cost by the call's price list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exhibitors.models import Exhibitor, Paper
from fairs.calls.models import Application, Call
from fairs.fairground.models import Stall
from places.models import Municipality
from ticketing.pricing import Case, PriceList, PriceListError, Quote, from_document, quote

CERTIFIED = {Paper.Kind.MASTER, Paper.Kind.FOLK_MASTER, Paper.Kind.HERITAGE, Paper.Kind.CRAFTSMAN}


def read_prices(call: Call) -> PriceList | None:
    """Return the call's price list; None where places are free or the list cannot be read."""
    try:
        return from_document(call.prices) if call.prices else None
    except PriceListError:
        return None


def is_resident(exhibitor: Exhibitor, host: Municipality | None) -> bool:
    """Tell whether the exhibitor lives in the host municipality, under its present or its former name."""
    home = exhibitor.municipality
    if host is None or home is None:
        return False
    return host.pk in (home.pk, home.successor_id) or host.successor_id == home.pk


def case_of(application: Application, *, stalls: Sequence[Stall] = (), papers: Iterable[Paper] | None = None, days: int = 1) -> Case:
    """Return what is priced: on the wished number of stalls, or on `stalls` that were given.

    A title counts once somebody has seen it; a maker's word is enough for the demonstration only.
    """
    call, exhibitor = application.call, application.exhibitor
    seen = {paper.kind for paper in (exhibitor.papers.all() if papers is None else papers) if paper.level != Paper.Level.DECLARED}
    return Case(
        places=len(stalls) or application.stalls_max,
        front_m=max((stall.width_m for stall in stalls), default=call.module_m),
        depth_m=max((stall.depth_m for stall in stalls), default=application.depth_m),
        open_sides=max((stall.open_sides for stall in stalls), default=1),
        power_kw=application.power_kw,
        vehicles=int(application.vehicle_stays),
        days=max(days, 1),
        goods_group=application.goods_group.code if application.goods_group else "",
        legal_form=exhibitor.legal_form,
        is_resident=is_resident(exhibitor, call.host_municipality),
        is_certified=bool(seen & CERTIFIED),
        is_partner_supported=application.is_partner_supported,
        demonstrates=application.demonstrates and bool(application.demonstration.strip()),
        items=tuple(sorted((code, int(number)) for code, number in application.add_ons.items())),
        price_class=next((stall.price_class for stall in stalls if stall.price_class), ""),
        has_waiver=Paper.Kind.DISABILITY in seen,
        is_late=application.is_late,
        is_exact_place=application.wants_exact_place,
    )


def price_of(application: Application, *, on: date, stalls: Sequence[Stall] = (), days: int | None = None) -> Quote | None:
    """Return the price of an application by the rates in force `on` a day; None where the place is free.

    `stalls`: those it was given, with their open sides and price class; else the wished number of plain ones. `days`: how many,
    where those chosen are not saved yet.

    Raises:
        PriceListError: the list has no price for it, such as more power than its largest band.
    """
    prices = read_prices(application.call)
    if prices is None:
        return None
    days = days or application.days.count() or application.call.event.days.count()
    return quote(prices, case_of(application, stalls=stalls, days=days), on=on)


@dataclass(frozen=True, slots=True)
class Example:
    """A typical case and what it comes to."""

    label: Any
    quote: Quote | None


def examples(prices: PriceList, *, on: date, days: int = 1, module_m: Decimal = Decimal(3), group: str = "") -> list[Example]:
    """Return the price of typical stalls, for the organiser who sets the list and the maker who reads it."""
    plain = Case(front_m=module_m, days=max(days, 1), goods_group=group)
    cases: list[tuple[Any, Case]] = [
        (_("One stall in a row"), plain),
        (_("One corner stall"), replace(plain, open_sides=2)),
        (_("One stall, 2 kW"), replace(plain, power_kw=Decimal(2))),
        (_("Two stalls and a vehicle"), replace(plain, places=2, vehicles=1)),
        (_("One stall, you show your craft"), replace(plain, demonstrates=True)),
        (_("One stall, you live in the host municipality"), replace(plain, is_resident=True)),
        (_("One stall, with a social waiver"), replace(plain, has_waiver=True)),
    ]
    return [Example(label, _quote(prices, case, on)) for label, case in cases]


def _quote(prices: PriceList, case: Case, on: date) -> Quote | None:
    try:
        return quote(prices, case, on=on)
    except PriceListError:
        return None
