"""Reads of offers and of what hangs on them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet

from fairs.allocation.models import Assignment
from fairs.calls.models import Application, ApplicationQuerySet, Call
from fairs.fairground.models import Stall
from fairs.offers.models import LoadSlot, Offer
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


def stalls_of(application: Application) -> list[Stall]:
    """Return the stalls assigned to an application itself (not those it shares as a guest), in the order of their row."""
    rows = Assignment.objects.filter(application=application).select_related("stall")
    return [row.stall for row in rows.order_by("stall__row", "stall__position", "stall__number")]


def free_stalls(event: Event) -> list[Stall]:
    """Return the stalls nobody has, neither blocked nor held, in the order of their rows."""
    taken = Assignment.objects.filter(stall__ground__event=event).values("stall")
    return list(Stall.objects.filter(ground__event=event, is_blocked=False, held_for="").exclude(pk__in=taken))


def line_of(call: Call) -> ApplicationQuerySet:
    """Return who waits for a stall, each goods group's list in its order."""
    line = Application.objects.filter(call=call, state=State.WAITING).select_related("exhibitor", "goods_group")
    return line.order_by("goods_group__position", "goods_group", "place_in_list", "number")


def waiting_line(call: Call, stalls: Sequence[Stall]) -> tuple[list[Waiting], frozenset[str]]:
    """Return who waits, each with those of `stalls` that would do for them, and the goods groups whose cap is reached."""
    line = list(
        Application.objects.filter(call=call, state=State.WAITING, place_in_list__isnull=False)
        .select_related("exhibitor", "goods_group", "craft")
        .order_by("place_in_list", "number")
    )
    waiting = [
        Waiting(one.pk, str(one.goods_group_id or ""), one.place_in_list or 0, frozenset(stall.pk for stall in stalls if _fits(one, stall)))
        for one in line
    ]
    return waiting, _full_groups(call)


def _fits(application: Application, stall: Stall) -> bool:
    """Tell whether one stall has all that an application cannot do without."""
    length = application.vehicle_length_m or 0
    return (
        application.stalls_min == 1
        and stall.power_kw >= application.power_kw
        and (stall.has_water or not application.needs_water)
        and (stall.allows_fire or not application.has_fire)
        and (stall.is_accessible or not application.needs_step_free)
        and (stall.vehicle_max_m >= length or not application.vehicle_stays)
    )


def _full_groups(call: Call) -> frozenset[str]:
    held = Assignment.objects.filter(application__call=call).values("application__goods_group").annotate(stalls=Count("pk"))
    counts = {row["application__goods_group"]: row["stalls"] for row in held}
    groups = call.goods_groups.exclude(cap_stalls=None).values_list("pk", "cap_stalls")
    return frozenset(str(pk) for pk, cap in groups if counts.get(pk, 0) >= cap)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A maker's time to drive in, with the numbers of their stalls."""

    slot: LoadSlot
    stalls: str


def arrivals(event: Event) -> list[Arrival]:
    """Return who drives in when, the first first. Two statements."""
    slots = LoadSlot.objects.filter(application__call__event=event).select_related("application__exhibitor", "entrance")
    numbers: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(application__call__event=event).order_by("stall__row", "stall__position", "stall__number")
    for application, number in rows.values_list("application", "stall__number"):
        numbers.setdefault(application, []).append(number)
    return [Arrival(slot, ", ".join(numbers.get(slot.application_id, []))) for slot in slots]


@dataclass(frozen=True, slots=True)
class ToTell:
    """What publishing would tell one maker: "offer", "waiting" or "rejected", and on which stalls."""

    application: Application
    outcome: str
    stalls: str


def to_tell(call: Call) -> list[ToTell]:
    """Return what publishing would tell each maker whose decision waits. Two statements."""
    decided = to_publish(call)
    numbers: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(application__in=decided).order_by("stall__row", "stall__position", "stall__number")
    for application, number in rows.values_list("application", "stall__number"):
        numbers.setdefault(application, []).append(number)

    def outcome(application: Application) -> str:
        if application.state == State.REJECTED:
            return "rejected"
        return "offer" if application.pk in numbers else "waiting"

    return [ToTell(one, outcome(one), ", ".join(numbers.get(one.pk, []))) for one in decided]


def totals(rows: Iterable[ToTell]) -> dict[str, int]:
    """Return how many would be told what."""
    return dict(Counter(row.outcome for row in rows))


def passed_over(offer: Offer) -> list[tuple[Application, str]]:
    """Return who stood before on the waiting list when the offer was made, each with the word why they were passed over."""
    found = Application.objects.select_related("exhibitor").in_bulk([pk for pk, _word in offer.passed_over])
    return [(found[pk], word) for pk, word in offer.passed_over if pk in found]
