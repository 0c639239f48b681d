"""Taking presence over from what machines noted: the gates' scans, an online meeting's log."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.people.models import Person
from common.errors import Invalid
from conference.learning.models import Enrolment
from conference.presence import queries, rules
from conference.presence.models import Attendance
from conference.presence.operations.recording import lock, put
from conference.programme.models import Session
from ticketing.events.models import Event


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking over: people found, rows written, rows of an earlier taking that no longer hold."""

    people: int
    written: int
    gone: int


@transaction.atomic
def take_scans(*, event: Event, areas: Mapping[int, int | None], by: Person, at: datetime) -> Taken:
    """Work out from the gates who was in which session until now. Doing so again takes in what was scanned, or taken back, since.

    Args:
        areas: for each session's key the area that proves it; None, or none given: being anywhere on the site.

    Raises:
        Invalid: an area of another event (`unknown_area`).
    """
    lock(event)
    known = {area.pk: area.within_id for area in queries.areas(event)}
    if any(area is not None and area not in known for area in areas.values()):
        raise Invalid(_("This event has no such area."), code="unknown_area", field="areas")
    past = [rules.Span(day.begins, min(day.ends, at)) for day in queries.days(event) if day.begins < at]
    blocks = queries.blocks(queries.sessions(event))
    passages = queries.passages(event)
    wanted: list[tuple[int, rules.Claim]] = []
    for enrolment, ticket in queries.people(event).exclude(ticket=None).values_list("pk", "ticket"):
        stays = rules.stays(passages.get(ticket, ()), around=known, days=past)
        wanted += [(enrolment, claim) for claim in rules.claims_from(stays, blocks, areas)]
    gone = _drop_stale(event, Attendance.How.SCAN, wanted, {block.id for block in blocks})
    written = put(wanted, by=by, at=at)
    return _told(event, "attendance.scans_taken", Taken(len({pk for pk, _claim in wanted}), written, gone), by, at)


@transaction.atomic
def take_log(*, event: Event, times: Mapping[int, Sequence[rules.Span]], sessions: Collection[Session], by: Person, at: datetime) -> Taken:
    """Take in who was online when. A log taken in again replaces what it said before of the same people.

    Args:
        times: by the key of the enrolment, when they were connected.
        sessions: what was shown there; sessions side by side cannot be told apart by a log.

    Raises:
        Invalid: nobody, no session, or sessions that overlap (`nobody`, `no_session`, `side_by_side`).
    """
    lock(event)
    if not times:
        raise Invalid(_("No line of the log belongs to somebody who is enrolled."), code="nobody")
    blocks = queries.blocks(sessions)
    if not blocks:
        raise Invalid(_("Choose what was shown online."), code="no_session", field="hall")
    spans = sorted(block.span for block in blocks)
    if any(later.begins < earlier.ends for earlier, later in pairwise(spans)):
        raise Invalid(
            _("Some of these sessions take place side by side. Choose the room whose sessions were shown online."),
            code="side_by_side",
            field="hall",
        )
    enrolled = set(Enrolment.objects.filter(course__event=event, state=Enrolment.State.ENROLLED, pk__in=times).values_list("pk", flat=True))
    wanted = [(pk, claim) for pk in times if pk in enrolled for claim in rules.claims_from_log(times[pk], blocks)]
    gone = _drop_stale(event, Attendance.How.ONLINE, wanted, {block.id for block in blocks}, among=enrolled)
    written = put(wanted, by=by, at=at)
    return _told(event, "attendance.log_taken", Taken(len({pk for pk, _claim in wanted}), written, gone), by, at)


def _drop_stale(
    event: Event, how: str, wanted: Iterable[tuple[int, rules.Claim]], sessions: Collection[int], among: Collection[int] | None = None
) -> int:
    """Take away what an earlier run proved in the same way and this one does not."""
    proven = {(enrolment, claim.session) for enrolment, claim in wanted}
    rows = Attendance.objects.filter(enrolment__course__event=event, session__in=sessions, how=how)
    if among is not None:
        rows = rows.filter(enrolment__in=among)
    stale = [pk for pk, enrolment, session in rows.values_list("pk", "enrolment", "session") if (enrolment, session) not in proven]
    return Attendance.objects.filter(pk__in=stale).delete()[0]


def _told(event: Event, action: str, taken: Taken, by: Person, at: datetime) -> Taken:
    after = {"people": taken.people, "written": taken.written, "taken back": taken.gone}
    history.log(by=by, at=at, action=action, subject=event, partner=event.partner, event=event, after=after)
    return taken
