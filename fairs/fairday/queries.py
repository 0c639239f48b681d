"""Reads of the day: the list of stalls, and the figures of the report."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum

from common.languages import fold
from exhibitors.models import Craft
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.fairday import rules
from fairs.fairday.models import AfterForm, Appearance, Incident, VisitorCount
from fairs.fairground.models import Stall
from fairs.offers.models import LoadSlot
from ticketing.events.models import Event, EventDay


@dataclass(frozen=True, slots=True)
class Row:
    """One maker's place on one day."""

    application: Application
    stalls: str
    due_at: datetime | None
    presence: rules.Presence
    came_at: datetime | None


def today(event: Event, at: datetime) -> EventDay | None:
    """Return the day of the event that goes on, else the next one, else the last."""
    days = list(event.days.order_by("opens_at"))
    return next((day for day in days if day.closes_at > at), days[-1] if days else None)


def day_list(event: Event, day: EventDay, at: datetime) -> list[Row]:
    """Return every maker with a stall, in the order of the stalls' numbers. Four statements."""
    stalls: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(application__call__event=event).order_by("stall__row", "stall__position", "stall__number")
    for application, number in rows.values_list("application", "stall__number"):
        stalls[application].append(number)
    applications = Application.objects.select_related("exhibitor", "craft", "goods_group").in_bulk(stalls)
    appearances = {one.application_id: one for one in Appearance.objects.filter(application__in=stalls, day=day)}
    set_up_from = day.setup_from or day.opens_at  # on a later day nobody drives in again: they are due when it opens
    times = LoadSlot.objects.filter(application__in=stalls, ends_at__range=(set_up_from, day.closes_at))
    slots = dict(times.values_list("application", "ends_at"))
    found = []
    for pk, numbers in stalls.items():
        seen = appearances.get(pk)
        due = slots.get(pk, day.opens_at)
        presence = rules.presence(came_at=seen.came_at if seen else None, absent_at=seen.absent_at if seen else None, due_at=due, now=at)
        found.append(Row(applications[pk], ", ".join(numbers), due, presence, seen.came_at if seen else None))
    return found


def matching(rows: Sequence[Row], words: str, presence: str) -> list[Row]:
    """Keep the rows whose maker or stall holds every word, in whatever script, and in one presence where it is given."""
    wanted = fold(words).split()

    def holds(row: Row) -> bool:
        text = f"{row.application.exhibitor.search} {fold(row.stalls)}"
        return all(word in text for word in wanted) and presence in ("", row.presence)

    return [row for row in rows if holds(row)]


def incidents(event: Event) -> QuerySet[Incident]:
    """Return the incidents of the event, open ones first, newest first."""
    return Incident.objects.filter(event=event).select_related("stall", "noted_by").order_by("settled_at", "-noted_at")


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one fair, for the funder and for the statistics of both countries."""

    stalls: int
    stalls_taken: int
    makers: int
    came: int
    absent: int
    by_craft: list[tuple[str, int]]
    by_country: list[tuple[str, int]]
    by_municipality: list[tuple[str, int]]
    demonstrations: int
    visitors: int
    busiest_hour: datetime | None
    busiest_count: int
    incidents: int
    told: int
    rating: float | None
    would_return: int
    turnover: list[tuple[Any, int]]


def report(event: Event) -> Report:
    """Put a fair's figures together. Makers are counted once, however many stalls or days they had."""
    taken = Assignment.objects.filter(application__call__event=event)
    placed = Application.objects.filter(pk__in=taken.values("application"))
    came = Appearance.objects.filter(application__call__event=event, came_at__isnull=False).values("application").distinct().count()
    absent = Appearance.objects.filter(application__call__event=event, came_at=None).values("application").distinct().count()
    crafts = {craft.pk: str(craft.group or craft) for craft in Craft.objects.select_related("group")}
    by_craft: Counter[str] = Counter()
    for main, own in placed.values_list("craft", "exhibitor__craft"):
        by_craft[crafts.get(main or own, "–")] += 1
    counted = VisitorCount.objects.filter(event=event)
    hour, most = rules.busiest(rules.Counted(one.place, one.hour, one.count) for one in counted)
    forms = AfterForm.objects.filter(application__call__event=event)
    told = forms.aggregate(n=Count("pk"), rating=Avg("rating"), back=Count("pk", filter=Q(would_return=True)))
    turnover = dict(forms.exclude(turnover="").order_by().values_list("turnover").annotate(n=Count("pk")))
    return Report(
        stalls=Stall.objects.filter(ground__event=event, is_blocked=False).count(),
        stalls_taken=taken.count(),
        makers=placed.count(),
        came=came,
        absent=absent,
        by_craft=by_craft.most_common(),
        by_country=list(Counter(placed.values_list("exhibitor__country", flat=True)).most_common()),
        by_municipality=list(Counter(name or "–" for name in placed.values_list("exhibitor__municipality__name", flat=True)).most_common()),
        demonstrations=placed.filter(demonstrates=True).count(),
        visitors=counted.aggregate(n=Sum("count"))["n"] or 0,
        busiest_hour=hour,
        busiest_count=most,
        incidents=Incident.objects.filter(event=event).count(),
        told=told["n"],
        rating=told["rating"],
        would_return=told["back"],
        turnover=[(label, turnover[value]) for value, label in AfterForm.Turnover.choices if value in turnover],
    )
