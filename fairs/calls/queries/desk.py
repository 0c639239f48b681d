"""Reads for the organiser's pages: how many applications are in which state, and what a call still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fairs.calls.models import Application, Call
from fairs.calls.queries.prices import read_prices
from fairs.fairground.models import Stall
from ticketing.events.models import Event


def state_counts(call: Call) -> dict[str, int]:
    """Return how many applications there are in each state; "" is all of them. One statement."""
    rows = dict(Application.objects.filter(call=call).order_by().values_list("state").annotate(n=Count("pk")))
    return {"": sum(rows.values()), **rows}


def untold(call: Call) -> QuerySet[Application]:
    """Return the applications of which the makers have not been told where they stand."""
    return Application.objects.filter(call=call).exclude(shown_state=F("state"))


def numbered(call: Call, numbers: Iterable[int]) -> list[Application]:
    """Return the applications with these numbers, in their order, with their makers."""
    found = Application.objects.filter(call=call, number__in=list(numbers)).select_related("exhibitor", "goods_group").order_by("number")
    for application in found:
        application.call = call
    return list(found)


def end_of_list(call: Call) -> int:
    """Return the place after the last one on the waiting list."""
    last = Application.objects.filter(call=call, place_in_list__isnull=False).order_by("-place_in_list").first()
    return (last.place_in_list or 0) + 1 if last else 1


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a call needs before it can do its work: done, or what is to be done, and on which page of the desk.

    `page` is the name of an address in `desk:`; `more` what it wants beside the event's slug.
    """

    code: str
    label: Any
    text: Any
    is_done: bool
    page: str
    more: tuple[Any, ...] = ()


def checklist(call: Call, at: datetime) -> list[Check]:
    """Return what the call needs, in the order an organiser works. Four statements."""
    groups, papers = call.goods_groups.count(), call.required_papers.count()
    stalls = Stall.objects.filter(ground__event=call.event, is_blocked=False).count()
    return [
        _dates(call),
        Check(
            "groups",
            _("Goods groups"),
            ngettext("%(n)s group", "%(n)s groups", groups) % {"n": groups} if groups else _("Makers cannot choose one: add at least one."),
            groups > 0,
            "call_parts",
            ("groups",),
        ),
        _prices(call, at.astimezone(call.event.tz).date()),
        Check(
            "rules",
            _("Rules"),
            _("version %(n)s") % {"n": call.rules_version} if call.rules_text else _("No rules are written: makers agree to nothing."),
            bool(call.rules_text),
            "call_edit",
        ),
        Check(
            "papers",
            _("Documents"),
            ngettext("%(n)s document is asked for", "%(n)s documents are asked for", papers) % {"n": papers}
            if papers
            else _("None is asked for. That may be right."),
            papers > 0,
            "call_parts",
            ("papers",),
        ),
        Check(
            "ground",
            _("Ground"),
            ngettext("%(n)s stall", "%(n)s stalls", stalls) % {"n": stalls}
            if stalls
            else _("No stall is drawn: makers cannot wish for one."),
            stalls > 0,
            "ground",
        ),
        _published(call),
    ]


def _dates(call: Call) -> Check:
    text: Any = _("Decisions have no day yet: makers would like to know it.")
    if call.closes_at >= call.event.starts_at:
        text = _("The call closes after the fair has begun.")
    elif call.decisions_on:
        text = _("until %(closes)s, decisions on %(decisions)s") % {
            "closes": f"{call.closes_at.astimezone(call.event.tz):%d.%m.%Y}",
            "decisions": f"{call.decisions_on:%d.%m.%Y}",
        }
    return Check("dates", _("Dates"), text, call.closes_at < call.event.starts_at and call.decisions_on is not None, "call_edit")


def _prices(call: Call, on: date) -> Check:
    prices = read_prices(call)
    if prices is None:
        text = _("The price list cannot be read. Open it and save it anew.") if call.prices else _("Places are free. That may be right.")
        return Check("prices", _("Prices"), text, False, "call_prices")
    in_force = sum(rate.in_force(on) for rate in prices.rates)
    lines = ngettext("%(n)s line in force", "%(n)s lines in force", in_force) % {"n": in_force}
    return Check("prices", _("Prices"), lines, in_force > 0, "call_prices")


def _published(call: Call) -> Check:
    if not call.is_published:
        return Check("published", _("Shown to everybody"), _("Makers do not see the call yet."), False, "call")
    if call.event.state == Event.State.DRAFT:
        return Check("published", _("Shown to everybody"), _("The fair itself is a draft; publish it, too."), False, "event")
    return Check("published", _("Shown to everybody"), _("Makers see the call."), True, "call")
