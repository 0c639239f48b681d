"""Lists: of traders for the municipality, of times to drive in, of goods for the border."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import written
from exhibitors.documents.models import Paper as Permit
from exhibitors.profiles.models import Exhibitor
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.offers.documents.paper import hours, numbers, organiser, other_name, place, render, when
from fairs.offers.models import LoadSlot
from ticketing.events import wording
from ticketing.events.models import Event

_SHOWN_PERMITS = (Permit.Kind.FOOD, Permit.Kind.ALCOHOL, Permit.Kind.RECEIPTS, Permit.Kind.NO_BUSINESS)


@dataclass(frozen=True, slots=True)
class Trader:
    """One row of the list of traders, in words."""

    stalls: str
    name: str
    other: str
    contact: str
    legal: str
    address: str
    goods: str
    permits: str


def placed(event: Event) -> list[tuple[Application, str]]:
    """Return who has a stall, with the stalls' numbers, in the order of the numbers."""
    numbers: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(application__call__event=event).order_by("stall__row", "stall__position", "stall__number")
    for application, number in rows.values_list("application", "stall__number"):
        numbers[application].append(number)
    found = Application.objects.select_related("exhibitor__municipality", "exhibitor__craft", "goods_group", "craft").in_bulk(numbers)
    return [(found[pk], ", ".join(these)) for pk, these in numbers.items()]


def traders(event: Event, *, language: str, at: datetime) -> bytes:
    """Return the list of traders as the municipality asks for it: who, in which form, with which goods, on which stall."""
    with translation.override(language):
        rows = placed(event)
        permits = _permits([application.exhibitor_id for application, _stalls in rows], at.astimezone(event.tz).date())
        traders = [_trader(application, stalls, permits) for application, stalls in rows]
        context = {"rows": traders, "organiser": organiser(event), "days": hours(event)}
        title = _("List of traders")
    return render("fairs/traders", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _permits(exhibitors: Iterable[int], on: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for permit in Permit.objects.filter(exhibitor__in=exhibitors, kind__in=_SHOWN_PERMITS):
        if permit.valid_until is None or permit.valid_until >= on:
            found[permit.exhibitor_id].append(f"{permit.get_kind_display()}: {permit.number or permit.exemption}".rstrip(": "))
    return found


def _trader(application: Application, stalls: str, permits: dict[int, list[str]]) -> Trader:
    exhibitor: Exhibitor = application.exhibitor
    goods = str(application.goods_group or application.craft or "")
    return Trader(
        stalls=stalls,
        name=exhibitor.name,
        other=other_name(exhibitor),
        contact=", ".join(filter(None, [exhibitor.contact_name, exhibitor.phone])),
        legal=", ".join(filter(None, [exhibitor.get_legal_form_display(), numbers(exhibitor)])),
        address=", ".join(filter(None, [exhibitor.address, str(exhibitor.municipality or "")])),
        goods=f"{goods}: {application.product}" if goods and application.product else goods or application.product,
        permits="; ".join(permits.get(exhibitor.pk, [])),
    )


def schedule(event: Event, *, language: str, at: datetime) -> bytes:
    """Return who drives in when, a table for each entrance and day."""
    with translation.override(language):
        stalls = {application.pk: numbers for application, numbers in placed(event)}
        slots = LoadSlot.objects.filter(application__call__event=event).select_related("application__exhibitor", "entrance")
        rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for slot in slots.order_by("entrance__name", "starts_at", "lane"):
            application = slot.application
            begins, ends = slot.starts_at.astimezone(event.tz), slot.ends_at.astimezone(event.tz)
            rows[slot.entrance.name, wording.dates(begins.date(), begins.date())].append(
                {
                    "time": f"{begins:%H:%M}–{ends:%H:%M}",
                    "stalls": stalls.get(application.pk, ""),
                    "name": str(application.exhibitor),
                    "vehicle": application.vehicle_plate,
                    "phone": application.exhibitor.phone,
                }
            )
        context = {"parts": [{"name": name, "day": day, "rows": these} for (name, day), these in rows.items()]}
        title = _("Set-up schedule")
    return render("fairs/schedule", event=event, title=title, language=language, at=at, context=context)


def goods(application: Application, *, language: str, at: datetime) -> bytes:
    """Return a maker's list of goods brought in for a time, for the customs of both sides."""
    event = application.call.event
    with translation.override(language):
        lines = list(application.goods.all())
        rows = [
            {
                "description": one.description,
                "mark": one.mark,
                "hs_code": one.hs_code,
                "origin": one.origin,
                "purpose": one.get_purpose_display(),
                "quantity": f"{_number(one.quantity)} {one.unit}",
                "weight": _number(one.weight_kg),
                "value": written(one.value, one.currency),
                "returned": _number(one.returned),
            }
            for one in lines
        ]
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for one in lines:
            sums[one.currency] += one.value
        context = {
            "rows": rows,
            "weight": _number(sum((one.weight_kg or Decimal(0) for one in lines), Decimal(0))),
            "value": ", ".join(written(amount, currency) for currency, amount in sums.items()),
            "maker": _bringer(application.exhibitor),
            "vehicle": application.vehicle_plate,
            "shown_at": "\n".join(filter(None, [event.title, when(event), place(event)])),
            "organiser": organiser(event),
        }
        title = _("List of goods brought in for a time")
    return render("fairs/goods", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _bringer(exhibitor: Exhibitor) -> str:
    """Who brings the goods, with the name as the passport writes it: that is what a border guard compares."""
    names = ", ".join(dict.fromkeys(filter(None, [exhibitor.name, exhibitor.name_latin])))
    return "\n".join(filter(None, [names, numbers(exhibitor), exhibitor.address, str(exhibitor.municipality or "")]))


def _number(value: Decimal | None) -> str:
    return "" if value is None else number_format(value.normalize() + 0, use_l10n=True)
