"""Versions of the plan as the desk shows them: who stands where, what differs between two, what has changed since."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.partners.models import Partner
from common.languages import fold
from fairs.allocation.engine import dumps
from fairs.allocation.mapping import FORMAT, applicant_id
from fairs.allocation.models import Assignment, AssignmentLine, LedgerEntry, Pin, Placement, Plan, Reason
from fairs.allocation.queries.building import IN_PLAY
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from ticketing.events.models import Event

ORDER = ("stall__row", "stall__position", "stall__number")


def plans_of(event: Event) -> QuerySet[Plan]:
    """Return all versions, the newest first, without the long texts; each with `makers`, `placed` and `firsts` counted."""

    def counted(rows: QuerySet[Any], what: str = "pk") -> Coalesce:
        per_plan = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count(what, distinct=True)).values("n")
        return Coalesce(Subquery(per_plan), 0)

    return (
        Plan.objects.filter(event=event)
        .defer("instance", "answer", "progress")
        .select_related("based_on", "asked_by")
        .annotate(
            makers=counted(Reason.objects.all()),
            placed=counted(Placement.objects.all(), "application"),
            firsts=counted(Reason.objects.filter(facts__standing__rank=1)),
        )
    )


def plan_of(event: Event, number: int) -> Plan | None:
    """Return one version, or None."""
    plan = Plan.objects.filter(event=event, number=number).select_related("based_on", "asked_by").first()
    if plan is not None:
        plan.event = event
    return plan


def newest(event: Event) -> int:
    """Return the number of the newest version; 0 before the first."""
    return Plan.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0


def pins_of(application: Application) -> list[str]:
    """Return the stalls fixed by hand for an application."""
    return list(Pin.objects.filter(application=application).order_by(*ORDER).values_list("stall__number", flat=True))


def allocation_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return who stands where as the engine says it. One statement."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = Placement.objects.filter(plan=plan).order_by(*ORDER).values_list("application__number", "stall__number")
    for entry, number in rows:
        found[applicant_id(entry)].append(number)
    return {who: tuple(numbers) for who, numbers in found.items()}


@dataclass(slots=True)
class Row:
    """One maker in a version of the plan."""

    application: Application
    facts: dict[str, Any]
    stalls: list[Stall] = field(default_factory=list)

    @property
    def entry(self) -> int:
        return self.application.number

    @property
    def name(self) -> str:
        return str(self.application.exhibitor)

    @property
    def place(self) -> str:
        return ", ".join(stall.number for stall in self.stalls)

    @property
    def rank(self) -> int:
        """Return the rank of the wish that was met; 0 for none."""
        return self.facts.get("standing", {}).get("rank") or 0

    @property
    def wishes(self) -> int:
        """Return how many wishes were given."""
        return int(self.facts.get("wishes") or 0)

    @property
    def is_claim(self) -> bool:
        return bool(self.facts.get("standing", {}).get("claim_kept"))

    @property
    def is_pinned(self) -> bool:
        return bool(self.facts.get("standing", {}).get("pinned"))

    @property
    def craft(self) -> str:
        return str(self.application.craft or "")


def rows_of(plan: Plan) -> list[Row]:
    """Return every maker of the version, by entry: those placed and those who wait. Two statements."""
    reasons = Reason.objects.filter(plan=plan).select_related(
        "application__exhibitor", "application__goods_group", "application__craft", "application__call__event__partner"
    )
    rows = {reason.application_id: Row(reason.application, reason.facts) for reason in reasons.order_by("application__number")}
    for placement in Placement.objects.filter(plan=plan).select_related("stall").order_by(*ORDER):
        if placement.application_id in rows:
            rows[placement.application_id].stalls.append(placement.stall)
    return list(rows.values())


def row_of(plan: Plan, entry: int) -> Row | None:
    """Return one maker of a version, or None. Two statements."""
    reasons = Reason.objects.filter(plan=plan, application__number=entry)
    reason = reasons.select_related("application__exhibitor", "application__goods_group", "application__craft", "application__call").first()
    if reason is None:
        return None
    stalls = [
        row.stall
        for row in Placement.objects.filter(plan=plan, application=reason.application_id).select_related("stall__ground").order_by(*ORDER)
    ]
    return Row(reason.application, reason.facts, stalls)


def answer_of(plan: Plan) -> str:
    """Return a version as a `stall-allocation/1` answer: as it was computed, or put together where it was changed by hand."""
    if plan.answer or not plan.levels:
        return plan.answer
    allocation = allocation_of(plan)
    waiting = [row["id"] for row in json.loads(plan.instance)["applicants"] if row["id"] not in allocation]
    said = {"format": FORMAT, "instance": plan.event.slug, "allocation": {who: list(at) for who, at in sorted(allocation.items())}}
    return dumps({**said, "waiting": waiting, "levels": plan.levels})


def names_of(event: Event) -> dict[int, str]:
    """Return the makers' names by entry, for staff."""
    rows = (
        Application.objects.filter(call__event=event).select_related("exhibitor").only("number", "exhibitor__name", "exhibitor__name_shown")
    )
    return {row.number: str(row.exhibitor) for row in rows}


def under_way(event: Event) -> Plan | None:
    """Return the version that is being computed or waits for it."""
    return Plan.objects.filter(event=event, state__in=(Plan.State.QUEUED, Plan.State.RUNNING)).defer("instance", "answer").first()


@dataclass(frozen=True, slots=True)
class Supply:
    """What a plan would be made of: makers in play, and stalls that are neither closed nor kept for somebody."""

    makers: int
    stalls: int


def supply(event: Event, at: datetime) -> Supply:
    """Return what there is to be planned. Two statements."""
    stalls = Stall.objects.filter(ground__event=event, is_blocked=False).exclude(held_until__gt=at)
    return Supply(Application.objects.filter(call__event=event, state__in=IN_PLAY).count(), stalls.count())


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the version in force: stalls given, those free again, makers who wait."""

    given: int
    free: int
    waiting: int
    stale: "Stale"


def standing_of(event: Event, plan: Plan, at: datetime) -> Standing:
    """Return what a refill would find. Five statements."""
    given = Assignment.objects.filter(stall__ground__event=event)
    stalls = Stall.objects.filter(ground__event=event, is_blocked=False).exclude(held_until__gt=at)
    free = stalls.exclude(pk__in=given.values("stall")).count()
    waiting = Application.objects.filter(call__event=event, state=Application.State.WAITING).count()
    return Standing(given.count(), free, waiting, stale_since(plan))


def unplaced(rows: Iterable[Row]) -> list[Row]:
    """Return those who wait, most points first."""
    return sorted((row for row in rows if not row.stalls), key=lambda row: (-(row.application.score or 0), row.entry))


def finished(event: Event) -> QuerySet[Plan]:
    """Return the versions that can be looked at, the newest first, without the long texts."""
    states = (Plan.State.DONE, Plan.State.PUBLISHED, Plan.State.SUPERSEDED)
    return Plan.objects.filter(event=event, state__in=states).defer("instance", "answer", "progress")


@dataclass(frozen=True, slots=True)
class Effects:
    """What putting a version in force does: who has a stall, who goes on the waiting list, how many letters that makes ready."""

    placed: int
    begin_to_wait: list[Row]
    letters: int


def effects(rows: Iterable[Row]) -> Effects:
    """Return what publishing a version would do. Letters are for those who are told something new."""
    placed = [row for row in rows if row.stalls]
    begin = [row for row in unplaced(rows) if row.application.state == Application.State.SELECTED]
    told = [row for row in placed if row.application.state in (Application.State.SELECTED, Application.State.WAITING)]
    return Effects(len(placed), begin, len(told) + sum(row.application.shown_state != Application.State.WAITING for row in begin))


@dataclass(frozen=True, slots=True)
class Difference:
    """One maker whom two versions treat differently. `verdict`: "gains", "loses", "moves", "in", "out", "gone"."""

    row: Row
    before: str
    after: str
    rank_before: int
    rank_after: int
    verdict: str


def compared(before: Iterable[Row], after: Iterable[Row]) -> list[Difference]:
    """Return who is treated differently: those who lose first."""
    old, new = {row.entry: row for row in before}, {row.entry: row for row in after}
    found = []
    for entry in sorted(old.keys() | new.keys()):
        one, other = old.get(entry), new.get(entry)
        places = (one.place if one else "", other.place if other else "")
        if places[0] == places[1]:
            continue
        ranks = (one.rank if one else 0, other.rank if other else 0)
        verdict = _verdict(places, ranks) if other else "gone"
        found.append(Difference(other or one, *places, *ranks, verdict))  # type: ignore[arg-type]
    order = ("out", "loses", "moves", "gains", "in", "gone")
    return sorted(found, key=lambda one: (order.index(one.verdict), one.row.entry))


def _verdict(places: tuple[str, str], ranks: tuple[int, int]) -> str:
    if not places[0]:
        return "in"
    if not places[1]:
        return "out"
    before, after = (rank or 99 for rank in ranks)
    return "moves" if before == after else "gains" if after < before else "loses"


@dataclass(frozen=True, slots=True)
class Stale:
    """What has changed since a version was computed, so that it cannot be published as it is."""

    gone: list[Application]
    closed: list[Stall]

    def __bool__(self) -> bool:
        return bool(self.gone or self.closed)


def stale_since(plan: Plan) -> Stale:
    """Return placed makers who no longer want or may have a stall, and placed stalls that were blocked. Two statements."""
    placements = Placement.objects.filter(plan=plan)
    gone = Application.objects.filter(pk__in=placements.values("application")).exclude(state__in=IN_PLAY).select_related("exhibitor")
    closed = Stall.objects.filter(pk__in=placements.values("stall"), is_blocked=True)
    return Stale(list(gone.order_by("number")), list(closed))


def record(event: Event, words: str = "") -> QuerySet[AssignmentLine]:
    """Return what became of the fair's stalls, the newest first; those whose maker or stall holds every word."""
    found = AssignmentLine.objects.filter(event=event).select_related("application__exhibitor", "plan")
    found = found.defer("plan__instance", "plan__answer", "plan__progress")
    for word in fold(words).split():
        found = found.filter(Q(application__exhibitor__search__contains=word) | Q(stall_number__iexact=word))
    return found


@dataclass(slots=True)
class Years:
    """What the ledger holds of one exhibitor."""

    exhibitor: Any
    counts: Counter[str] = field(default_factory=Counter)
    entries: list[LedgerEntry] = field(default_factory=list)


def ledger(partner: Partner, words: str = "") -> list[Years]:
    """Return the ledger of a partner's fairs by exhibitor: who had worst luck first. One statement."""
    entries = LedgerEntry.objects.filter(event__partner=partner).select_related("exhibitor", "event").order_by("-event__starts_at", "kind")
    if words:
        entries = entries.filter(exhibitor__in=_matching(words))
    found: dict[int, Years] = {}
    for entry in entries:
        years = found.setdefault(entry.exhibitor_id, Years(entry.exhibitor))
        years.counts[entry.kind] += 1
        years.entries.append(entry)
    return sorted(found.values(), key=_luck)


def _matching(words: str) -> QuerySet[Any]:
    exhibitors: Any = LedgerEntry._meta.get_field("exhibitor").related_model
    return exhibitors.objects.matching(words).values("pk")


def _luck(years: Years) -> tuple[int, str]:
    good = years.counts["corner"] + years.counts["first_choice"]
    bad = years.counts["dead_end"] + years.counts["waiting"] + years.counts["refused"]
    return good - bad, str(years.exhibitor)
