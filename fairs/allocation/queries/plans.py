"""Versions of the plan as the desk shows them: who stands where, what differs between two, what has changed since."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.partners.models import Partner
from fairs.allocation.mapping import applicant_id
from fairs.allocation.models import LedgerEntry, Placement, Plan, Reason
from fairs.allocation.queries.building import IN_PLAY
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from ticketing.events.models import Event

ORDER = ("stall__row", "stall__position", "stall__number")


def plans_of(event: Event) -> QuerySet[Plan]:
    """Return all versions, the newest first, without the long texts."""
    return Plan.objects.filter(event=event).defer("instance", "answer").select_related("based_on", "asked_by")


def plan_of(event: Event, number: int) -> Plan | None:
    """Return one version, or None."""
    plan = Plan.objects.filter(event=event, number=number).select_related("based_on", "asked_by").first()
    if plan is not None:
        plan.event = event
    return plan


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
    def is_claim(self) -> bool:
        return bool(self.facts.get("standing", {}).get("claim_kept"))


def rows_of(plan: Plan) -> list[Row]:
    """Return every maker of the version, by entry: those placed and those who wait. Two statements."""
    reasons = Reason.objects.filter(plan=plan).select_related("application__exhibitor", "application__goods_group", "application__craft")
    rows = {reason.application_id: Row(reason.application, reason.facts) for reason in reasons.order_by("application__number")}
    for placement in Placement.objects.filter(plan=plan).select_related("stall").order_by(*ORDER):
        if placement.application_id in rows:
            rows[placement.application_id].stalls.append(placement.stall)
    return list(rows.values())


def unplaced(rows: Iterable[Row]) -> list[Row]:
    """Return those who wait, most points first."""
    return sorted((row for row in rows if not row.stalls), key=lambda row: (-(row.application.score or 0), row.entry))


@dataclass(frozen=True, slots=True)
class Difference:
    """One maker whom two versions treat differently. `verdict`: "gains", "loses", "moves", "in", "out"."""

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
        found.append(Difference(other or one, *places, *ranks, _verdict(places, ranks)))  # type: ignore[arg-type]
    order = ("out", "loses", "moves", "gains", "in")
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
