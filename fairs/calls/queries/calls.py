"""Reads of calls."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from fairs.calls.models import Application, Call, GoodsGroup
from fairs.calls.rules import Phase, Times, phase
from ticketing.events.models import Event
from ticketing.events.queries import matching


def call_of(event: Event) -> Call | None:
    """Return the event's call, with the event given; None where none is set up yet."""
    call = Call.objects.filter(event=event).first()
    if call is not None:
        call.event = event
    return call


def phase_of(call: Call, at: datetime) -> Phase:
    """Return what the call is to a maker at a moment; closed for good once the event is cancelled or over."""
    event = call.event
    if event.state == Event.State.DRAFT:
        return Phase.HIDDEN
    found = phase(Times(call.opens_at, call.closes_at, call.late_until, call.is_published), at)
    is_on = event.state in (Event.State.PUBLISHED, Event.State.MOVED) and at < event.ends_at
    is_running = is_on and not event.partner.suspended_on(at.astimezone(event.tz).date())
    return found if is_running or found is Phase.HIDDEN else Phase.CLOSED


def is_being_decided(call: Call) -> bool:
    """Tell whether sent applications stay as they are: jurors score them, or something is decided that nobody has been told yet.

    It holds for all makers of the call alike, so that nobody learns from it what became of their own.
    """
    return call.judged_from is not None or Application.objects.filter(call=call).exclude(shown_state=F("state")).exists()


RECENT = timedelta(days=90)
"""How long a closed call is still shown among the recent ones."""


def public_calls(*, at: datetime, country: str = "", goods: str = "", words: str = "") -> QuerySet[Call]:
    """Return the calls that are open or coming, of all partners: those closing first come first.

    `goods` is the code of a goods group that the call has.
    """
    return _shown(at, country, goods, words).filter(Q(closes_at__gt=at) | Q(late_until__gt=at)).order_by("closes_at", "id")


def closed_calls(*, at: datetime, country: str = "", goods: str = "", words: str = "") -> QuerySet[Call]:
    """Return the calls that closed not long ago and whose fair is still to come, the last first."""
    closed = Q(late_until=None, closes_at__lte=at) | Q(late_until__lte=at)
    return _shown(at, country, goods, words).filter(closed, closes_at__gt=at - RECENT).order_by("-closes_at", "-id")


def _shown(at: datetime, country: str, goods: str, words: str) -> QuerySet[Call]:
    events = matching(Event.objects.filter(state__in=[Event.State.PUBLISHED, Event.State.MOVED], ends_at__gt=at), words)
    found = Call.objects.filter(is_published=True, event__in=events.order_by().values("pk"))
    if country:
        found = found.filter(event__partner__country=country)
    if goods:
        found = found.filter(pk__in=GoodsGroup.objects.filter(code=goods).values("call"))
    return found.select_related("event__partner", "event__site__municipality")


def goods_of(calls: Iterable[Call]) -> dict[str, str]:
    """Return the goods groups that calls ask for, each once, as code and name in the active language."""
    groups = GoodsGroup.objects.filter(call__in=[call.pk for call in calls]).order_by("position", "pk")
    names: dict[str, str] = {}
    for group in groups:
        names.setdefault(group.code, group.name)
    return names


def calls_before(event: Event) -> QuerySet[Call]:
    """Return the calls of the same partner's other fairs, the latest first: what a new call can be copied from."""
    return Call.objects.filter(event__partner=event.partner).exclude(event=event).select_related("event").order_by("-event__starts_at")
