"""The lists of offers, of who waits and of who drives in: what each is searched by, and the columns of its file."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.languages import fold
from fairs.calls.models import Application, Call
from fairs.offers.models import Offer
from fairs.offers.queries import Arrival, line_of, offers_of
from ticketing.events.models import Event
from ticketing.events.sheets import Column

TONES = {"open": "info", "accepted": "warn", "confirmed": "ok", "declined": "neutral", "lapsed": "bad", "withdrawn": "neutral"}


def found_offers(event: Event, words: str, state: str) -> QuerySet[Offer]:
    """Return the offers whose maker or stall holds every word, in whatever script, in one state where it is given."""
    found = offers_of(event)
    for word in fold(words).split():
        found = found.filter(application__exhibitor__search__contains=word) | found.filter(stalls__icontains=word)
    return found.filter(state=state) if state else found


def counts(event: Event) -> dict[str, int]:
    """Return how many offers there are in each state; "" is all of them. One statement."""
    rows = dict(Offer.objects.filter(application__call__event=event).order_by().values_list("state").annotate(n=Count("pk")))
    return {"": sum(rows.values()), **rows}


def columns() -> Sequence[Column]:
    """Return the columns of the file of offers."""
    return [
        Column(_("No."), lambda offer: offer.application.number),
        Column(_("Maker"), lambda offer: str(offer.application.exhibitor)),
        Column(_("E-mail"), lambda offer: offer.application.exhibitor.email),
        Column(_("Phone"), lambda offer: offer.application.exhibitor.phone),
        Column(_("Goods group"), lambda offer: str(offer.application.goods_group or "")),
        Column(_("Stalls"), lambda offer: offer.stalls),
        Column(_("State"), lambda offer: offer.get_state_display()),
        Column(_("Offered"), lambda offer: offer.made_at),
        Column(_("Answer until"), lambda offer: offer.expires_at),
        Column(_("Answered"), lambda offer: offer.answered_at),
        Column(_("Total"), _total),
        Column(_("Order"), lambda offer: offer.order.code if offer.order else ""),
        Column(_("Reason"), lambda offer: offer.reason),
    ]


def found_waiting(call: Call, words: str) -> QuerySet[Application]:
    """Return who waits and whose name, in whatever script, goods or number holds every word."""
    return line_of(call).saying(words)


def needs(application: Application) -> str:
    """Return what a stall must have for them, in a few words."""
    stalls = application.stalls_min
    words = [
        f"{number_format(application.power_kw.normalize())} {gettext('kW')}" if application.power_kw else "",
        gettext("water") if application.needs_water else "",
        gettext("open fire") if application.has_fire else "",
        gettext("step-free place") if application.needs_step_free else "",
        ngettext("%(n)s stall", "%(n)s stalls", stalls) % {"n": stalls} if stalls > 1 else "",
    ]
    return " · ".join(word for word in words if word)


def waiting_columns() -> Sequence[Column]:
    """Return the columns of the file of the waiting list."""
    return [
        Column(_("Goods group"), lambda one: str(one.goods_group or "")),
        Column(_("Place"), lambda one: one.place_in_list),
        Column(_("No."), lambda one: one.number),
        Column(_("Maker"), lambda one: str(one.exhibitor)),
        Column(_("Goods"), lambda one: one.product),
        Column(_("Needs"), needs),
        Column(_("Points"), lambda one: one.score),
        Column(_("Phone"), lambda one: one.exhibitor.phone),
        Column(_("E-mail"), lambda one: one.exhibitor.email),
    ]


def found_arrivals(rows: Sequence[Arrival], words: str) -> list[Arrival]:
    """Keep those whose maker, in whatever script, stall, vehicle or entrance holds every word."""
    wanted = fold(words).split()

    def holds(row: Arrival) -> bool:
        one = row.slot.application
        text = f"{one.exhibitor.search} {fold(f'{row.stalls} {one.vehicle_plate} {row.slot.entrance.name} {one.number}')}"
        return all(word in text for word in wanted)

    return [row for row in rows if holds(row)]


def arrival_columns() -> Sequence[Column]:
    """Return the columns of the file of times to drive in."""
    return [
        Column(_("From"), lambda row: row.slot.starts_at),
        Column(_("Until"), lambda row: row.slot.ends_at),
        Column(_("Entrance"), lambda row: row.slot.entrance.name),
        Column(_("Stalls"), lambda row: row.stalls),
        Column(_("No."), lambda row: row.slot.application.number),
        Column(_("Maker"), lambda row: str(row.slot.application.exhibitor)),
        Column(_("Vehicle"), lambda row: row.slot.application.vehicle_plate),
        Column(_("Phone"), lambda row: row.slot.application.exhibitor.phone),
        Column(_("By hand"), lambda row: gettext("yes") if row.slot.is_fixed else ""),
    ]


def _total(offer: Offer) -> Any:
    return offer.order.total if offer.order else offer.quote.get("total", "")
