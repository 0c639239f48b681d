"""Noting that people were in a session. All of it queues at the event's course, so that a weaker proof never wins a race."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.people.models import Person
from common.errors import Refused
from conference.learning.models import Course, Enrolment
from conference.presence import rules
from conference.presence.models import Attendance
from conference.programme.models import Session
from ticketing.events.models import Event

EARLY = timedelta(hours=2)
"""People sign when they arrive; before that, nobody can have been there."""


class NotThere(Refused):
    """The person is not enrolled at this event, or the session has no time or is cancelled."""

    code = "not_there"


class TooEarly(Refused):
    """The session has not begun."""

    code = "too_early"


def lock(event: Event) -> Course:
    """Hold the event's course until the transaction ends.

    Raises:
        NotThere: nobody can be enrolled at the event.
    """
    course = Course.objects.select_for_update(of=("self",)).filter(event=event).first()
    if course is None:
        raise NotThere(_("Nobody can register for this event, so nobody can be on its lists."))
    return course


def check(event: Event, session: Session, at: datetime) -> None:
    """Refuse a session that nobody can have been in.

    Raises:
        NotThere: cancelled, of another event, a break, or without a time.
        TooEarly: it begins in more than two hours.
    """
    slot = getattr(session, "slot", None)
    if session.event_id != event.pk or session.state != Session.State.PLANNED or session.is_break or slot is None:
        raise NotThere(_("This session does not take place, or has no time yet."))
    if at < slot.starts_at - EARLY:
        raise TooEarly(_("This session has not begun yet. Its list opens two hours before."))


@transaction.atomic
def note(*, session: Session, enrolment: Enrolment, how: str, by: Person, at: datetime) -> Attendance:
    """Note that somebody was in a session from its beginning to its end. A better proof that is there already stays.

    Raises:
        NotThere: see there.
        TooEarly: see there.
    """
    event = session.event
    lock(event)
    check(event, session, at)
    if enrolment.state != Enrolment.State.ENROLLED or enrolment.course.event_id != event.pk:
        raise NotThere(_("%(name)s is not enrolled at this event.") % {"name": enrolment.name})
    before = Attendance.objects.filter(session=session, enrolment=enrolment).first()
    if before is not None and not rules.replaces(how, before.how):
        return before
    whole = (rules.Span(session.slot.starts_at, session.slot.ends_at),)
    put([(enrolment.pk, rules.Claim(session.pk, whole, how))], by=by, at=at)
    after = {"session": session.number, "how": how}
    history.log(by=by, at=at, action="attendance.noted", subject=enrolment, partner=event.partner, event=event, after=after)
    return Attendance.objects.get(session=session, enrolment=enrolment)


@transaction.atomic
def note_many(*, session: Session, enrolments: Iterable[Enrolment], how: str, by: Person, at: datetime) -> int:
    """Note several people at once; return how many were noted. The arguments and refusals are those of `note`."""
    return sum(note(session=session, enrolment=one, how=how, by=by, at=at).recorded_at == at for one in enrolments)


@transaction.atomic
def clear(*, session: Session, enrolment: Enrolment, by: Person, at: datetime) -> bool:
    """Take back that somebody was in a session, whatever proved it; tell whether anything was there to take back."""
    event = session.event
    lock(event)
    row = Attendance.objects.filter(session=session, enrolment=enrolment).first()
    if row is None:
        return False
    before = {"session": session.number, "how": row.how, "from": row.from_at, "until": row.until_at}
    row.delete()
    history.log(by=by, at=at, action="attendance.cleared", subject=enrolment, partner=event.partner, event=event, before=before)
    return True


@transaction.atomic
def type_in(
    *,
    event: Event,
    halves: Mapping[str, Collection[Session]],
    signed: Mapping[str, Collection[int]],
    by: Person,
    at: datetime,
) -> tuple[int, int]:
    """Type in a signed sheet: who signed in which half-day. What was typed before and is not signed now goes; other proofs stay.

    Args:
        halves: the sessions of each half-day on the sheet, by its word.
        signed: the keys of the enrolments that signed, by the same word.

    Returns:
        How many half-days of people are signed now, and how many rows of an earlier typing went.

    Raises:
        NotThere: see there.
        TooEarly: see there.
    """
    lock(event)
    enrolled = set(Enrolment.objects.filter(course__event=event, state=Enrolment.State.ENROLLED).values_list("pk", flat=True))
    wanted: list[tuple[int, rules.Claim]] = []
    gone = 0
    count = 0
    for word, sessions in halves.items():
        names = enrolled & set(signed.get(word, ()))
        count += len(names)
        for session in sessions:
            check(event, session, at)
            whole = (rules.Span(session.slot.starts_at, session.slot.ends_at),)
            wanted += [(pk, rules.Claim(session.pk, whole, Attendance.How.SIGNATURE)) for pk in names]
            typed = Attendance.objects.filter(session=session, how=Attendance.How.SIGNATURE).exclude(enrolment__in=names)
            gone += typed.delete()[0]
    put(wanted, by=by, at=at)
    after = {"half-days": len(halves), "signed": count, "taken back": gone}
    history.log(by=by, at=at, action="attendance.typed", subject=event, partner=event.partner, event=event, after=after)
    return count, gone


def put(wanted: Iterable[tuple[int, rules.Claim]], *, by: Person, at: datetime) -> int:
    """Write claims of enrolments, a better or newer proof over a weaker one; return how many rows were written.

    Runs in a transaction that holds the event's course.
    """
    asked = {(enrolment, claim.session): claim for enrolment, claim in wanted}
    held = Attendance.objects.filter(enrolment__in={enrolment for enrolment, _session in asked})
    proofs = {(enrolment, session): how for enrolment, session, how in held.values_list("enrolment", "session", "how")}
    rows = [
        Attendance(
            session_id=session,
            enrolment_id=enrolment,
            from_at=claim.spans[0].begins,
            until_at=claim.spans[-1].ends,
            spans=[[span.begins.isoformat(), span.ends.isoformat()] for span in claim.spans] if len(claim.spans) > 1 else [],
            how=claim.how,
            recorded_by=by,
            recorded_at=at,
        )
        for (enrolment, session), claim in asked.items()
        if (enrolment, session) not in proofs or rules.replaces(claim.how, proofs[enrolment, session])
    ]
    Attendance.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["from_at", "until_at", "spans", "how", "recorded_by", "recorded_at"],
    )
    return len(rows)
