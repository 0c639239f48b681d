"""Reads of offers and of what hangs on them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, QuerySet

from fairs.allocation import queries as allocation
from fairs.allocation.models import Assignment
from fairs.calls.models import Application, Call
from fairs.fairground.models import Stall
from fairs.offers.models import Offer
from fairs.offers.rules import Waiting
from ticketing.events.models import Event

State = Application.State


def to_publish(call: Call) -> list[Application]:
    """Return the applications with a decision that their makers have not been told, in the order of their numbers."""
    decided = Application.objects.filter(call=call, state__in=[State.SELECTED, State.WAITING, State.REJECTED])
    return list(decided.exclude(shown_state=F("state")).select_related("exhibitor", "goods_group").order_by("number"))


def offers_of(event: Event) -> QuerySet[Offer]:
    """Return the event's offers, newest first, with what a list shows of each."""
    return Offer.objects.filter(application__call__event=event).select_related(
        "application__exhibitor", "application__goods_group", "order"
    )


def standing_offer(application: Application) -> Offer | None:
    """Return the offer that stands, else the newest one."""
    return application.offers.select_related("order").order_by("-made_at", "-pk").first()


def due(at: datetime) -> QuerySet[Offer]:
    """Return the offers whose time to answer is over."""
    return Offer.objects.filter(state=Offer.State.OPEN, expires_at__lte=at).select_related(
        "application__call__event__partner", "application__exhibitor", "application__goods_group"
    )


def free_stalls(event: Event) -> list[Stall]:
    """Return the stalls nobody has, neither blocked nor held, in the order of their rows."""
    taken = Assignment.objects.filter(stall__ground__event=event).values("stall")
    return list(Stall.objects.filter(ground__event=event, is_blocked=False, held_for="").exclude(pk__in=taken))


def waiting_line(call: Call, stalls: Sequence[Stall]) -> tuple[list[Waiting], frozenset[str]]:
    """Return who waits, each with those of `stalls` that would do for them, and the goods groups whose cap is reached."""
    line = list(
        Application.objects.filter(call=call, state=State.WAITING, place_in_list__isnull=False)
        .select_related("exhibitor", "goods_group", "craft")
        .order_by("place_in_list", "number")
    )
    fitting = allocation.fitting(call.event, line, stalls)
    waiting = [Waiting(one.pk, str(one.goods_group_id or ""), one.place_in_list or 0, frozenset(fitting.get(one.pk, ()))) for one in line]
    return waiting, _full_groups(call)


def _full_groups(call: Call) -> frozenset[str]:
    held = Assignment.objects.filter(application__call=call).values("application__goods_group").annotate(stalls=Count("pk"))
    counts = {row["application__goods_group"]: row["stalls"] for row in held}
    groups = call.goods_groups.exclude(cap_stalls=None).values_list("pk", "cap_stalls")
    return frozenset(str(pk) for pk, cap in groups if counts.get(pk, 0) >= cap)
