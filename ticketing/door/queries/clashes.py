"""Scans where a phone without a network let somebody in whom the server would not have: who was first, by how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet

from common.languages import fold
from ticketing.door import rules
from ticketing.door.models import ClashDecision, Scan
from ticketing.events.models import Event


@dataclass(frozen=True, slots=True)
class Clash:
    """`scan` is the one that came too late, `first` the admission that counts, where there is one."""

    scan: Scan
    first: Scan | None
    gap: timedelta | None
    suggestion: str

    @property
    def decision(self) -> ClashDecision | None:
        return getattr(self.scan, "decision", None)


def _clashing(event: Event) -> QuerySet[Scan]:
    return Scan.objects.filter(event=event, phone_verdict="admit", undone_at=None).exclude(verdict="admit")


def undecided(event: Event) -> int:
    """Return how many wait for a decision."""
    return _clashing(event).filter(decision=None).count()


def clashes(event: Event, *, words: str = "", decided: bool | None = None) -> QuerySet[Scan]:
    """Return the clashing scans, undecided ones before, newest first; those of tickets whose names or number hold `words`."""
    found = _clashing(event).select_related("ticket__product", "gate", "area", "device", "decision__decided_by")
    if decided is not None:
        found = found.filter(decision__isnull=not decided)
    for word in fold(words).split():
        found = found.filter(ticket__search__contains=word)
    return found.order_by(F("decision__decided_at").desc(nulls_first=True), "-at", "-pk")


def paired(scans: Iterable[Scan]) -> list[Clash]:
    """Put beside each scan the admission of the same ticket into the same area that stood in its way: the latest one before it."""
    scans = list(scans)
    keys = {(scan.ticket_id, scan.area_id) for scan in scans}
    admissions = Scan.objects.filter(ticket__in={ticket for ticket, _area in keys}, verdict="admit", undone_at=None, direction="entry")
    by_key: dict[tuple[int, int], list[Scan]] = {}
    for admission in admissions.select_related("gate", "device").order_by("at", "pk"):
        by_key.setdefault((admission.ticket_id, admission.area_id), []).append(admission)
    return [_clash(scan, by_key.get((scan.ticket_id, scan.area_id), [])) for scan in scans]


def _clash(scan: Scan, admissions: list[Scan]) -> Clash:
    before = [one for one in admissions if one.at <= scan.at]
    first = before[-1] if before else admissions[0] if admissions else None
    gap = abs(scan.at - first.at) if first else None
    shift = max(abs(scan.shift or 0), abs(first.shift or 0) if first else 0)
    suggestion = rules.suggested(
        reason=scan.reason,
        gap=gap.total_seconds() if gap is not None else None,
        same_gate=first is not None and first.gate_id == scan.gate_id,
        shift=shift,
    )
    return Clash(scan, first, gap, suggestion)


def clash_of(event: Event, scan_id: int) -> Clash | None:
    """Return one clash of the event."""
    scan = clashes(event).filter(pk=scan_id).first()
    return paired([scan])[0] if scan else None
