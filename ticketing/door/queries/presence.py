"""Who is inside: from each ticket's latest passage, so that nobody is in two places, however many gates there are."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from ticketing.door import rules
from ticketing.door.models import Area
from ticketing.events.models import Event

_LAST = """
SELECT area_id, direction, COUNT(*) FROM (
    SELECT s.area_id, s.direction, ROW_NUMBER() OVER (PARTITION BY s.ticket_id ORDER BY s.at DESC, s.id DESC) AS place
    FROM ticketing_scan s JOIN ticketing_area a ON a.id = s.area_id
    WHERE s.event_id = %s AND s.verdict = 'admit' AND s.undone_at IS NULL AND s.at <= %s
        AND (s.slot = 'once' OR s.at >= %s OR a.stays_overnight)
) passages WHERE place = 1 GROUP BY area_id, direction
"""
NEARLY = 0.95
"""Share of an area's capacity from which phones are told."""
COUNTED_EVERY = 2.0
"""Seconds that a count serves all scans of a process."""
SHARE_OF_TIME = 0.05
"""Counting a very large fair anew takes its time; it is done so seldom that it takes no more of the process than this."""


@dataclass(frozen=True, slots=True)
class AreaCount:
    """`inside` counts whoever's latest passage led into the area or a hall of it: today's, once-only ones of the whole
    event, and earlier ones where people stay overnight."""

    id: int
    name: str
    capacity: int | None
    within: int | None
    inside: int

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.inside >= self.capacity

    @property
    def is_nearly_full(self) -> bool:
        return self.capacity is not None and self.inside >= self.capacity * NEARLY


def areas(event: Event, at: datetime) -> list[AreaCount]:
    """Return who is inside, per area, each hall after its site; in two queries."""
    return _counted(event.pk, event.tz, at)


def _counted(event_id: int, zone: ZoneInfo, at: datetime) -> list[AreaCount]:
    found = list(Area.objects.filter(event=event_id))
    midnight = datetime.combine(at.astimezone(zone).date(), clock.min, zone)
    adapt: Any = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_LAST, (event_id, adapt(at), adapt(midnight)))
        people = {rules.Passage(area, direction == "exit"): number for area, direction, number in cursor.fetchall()}
    inside = rules.headcounts(people, {area.pk: area.within_id for area in found})
    found.sort(key=lambda area: (area.within_id or area.pk, area.within_id is not None, area.pk))
    return [AreaCount(area.pk, area.name, area.capacity, area.within_id, inside[area.pk]) for area in found]


class Crowd:
    """The counts a process works with while it answers scans: a little old, and never counted by two threads at once."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._counts: dict[int, tuple[float, list[AreaCount]]] = {}
        self._counting = threading.Lock()

    def _fresh(self, event_id: int, zone: str, at: datetime) -> list[AreaCount]:
        until, counts = self._counts.get(event_id, (0.0, []))
        if self._now() < until or not self._counting.acquire(blocking=not counts):
            return counts
        try:
            began = self._now()
            counts = _counted(event_id, ZoneInfo(zone), at) if Area.objects.filter(event=event_id, capacity__isnull=False).exists() else []
            took = self._now() - began
            self._counts[event_id] = (self._now() + max(COUNTED_EVERY, took / SHARE_OF_TIME), counts)
        finally:
            self._counting.release()
        return counts

    def alarm(self, *, event_id: int, zone: str, area_id: int, at: datetime) -> AreaCount | None:
        """Return the area that is full, or nearly, of `area_id` and the site around it: the fuller one."""
        counts = self._fresh(event_id, zone, at)
        around = {count.within for count in counts if count.id == area_id} | {area_id}
        crowded = [count for count in counts if count.id in around and count.is_nearly_full]
        return max(crowded, key=lambda count: count.inside / (count.capacity or 1), default=None)

    def forget(self) -> None:
        """Count anew at the next scan."""
        self._counts.clear()


crowd = Crowd()
