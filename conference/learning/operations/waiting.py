"""The waiting list: free places are offered to whoever is next, or by lot, until a deadline; seats at activities are given at once."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from conference.learning import mails, queries, rules
from conference.learning.models import Choice, Course, Enrolment
from conference.learning.operations import charging, seats
from conference.learning.operations.enrolling import enrol
from conference.learning.operations.states import lock, log, move
from ticketing.events.access import is_bookable
from ticketing.events.operations import refuse_if_locked

State = Enrolment.State


class OfferOver(Refused):
    """The place can no longer be taken."""

    code = "offer_over"


def seat_and_tell(course: Course, *, by: Actor, at: datetime, quietly: Sequence[Enrolment] = ()) -> list[Choice]:
    """Seat whom there is room for at the activities, and tell those who waited.

    `quietly` are people whom another letter of the same transaction tells. Part of the caller's transaction.
    """
    seated = seats.seat_in_line(course)
    told_otherwise = {one.pk for one in quietly}
    waited = [choice for choice in seated if choice.enrolment_id not in told_otherwise]
    for choice in waited:
        choice.enrolment.course = course
        log(choice.enrolment, "choice.seated", by, at, activity=str(choice.activity))
    for party in {choice.enrolment.party for choice in seated if choice.activity.fee > 0}:
        charging.charge(course, party, by=by, at=at)
    mails.seated(waited, at=at)
    return seated


def fill(course: Course, *, by: Actor, at: datetime) -> list[Enrolment]:
    """Give what is free to those who wait: seats at activities, and places at the course by offers. Return who was offered one.

    Part of the caller's transaction, under the course's lock. Where the organiser approves each registration, nobody is
    offered a place unasked; where the lot decides, only who has been drawn.
    """
    if not is_bookable(course.event, at) or at >= course.event.starts_at:
        return []
    seat_and_tell(course, by=by, at=at)
    offered: list[Enrolment] = []
    while not course.needs_approval:
        line = queries.line(course, drawn_only=course.waiting_rule == Course.WaitingRule.LOT)
        pick = rules.next_in_line(queries.as_parties(line), queries.seats(course))
        if pick is None:
            break
        party = next(people for people in line if str(people[0].party) == pick.id)
        passed_over = [people[0].number for people in line if str(people[0].party) in pick.passed_over]
        _offer(course, party, by, at, passed_over=passed_over)
        offered += party
    return offered


@transaction.atomic
def offer(*, enrolment: Enrolment, reason: str = "", by: Actor, at: datetime) -> list[Enrolment]:
    """Offer a free place to somebody who waits, and to those registered with them; return who was offered one.

    Raises:
        Invalid: others stand before them who would fit, and no reason is given (`reason_missing`).
        seats.NoSeats: there is not a seat for all of them.
        Stale: they no longer wait.
        events.operations.Locked: the partner is suspended.
    """
    course = enrolment.course
    refuse_if_locked(course.event, at)
    lock(course)
    line = queries.line(course)
    place = next((place for place, people in enumerate(line) if people[0].party == enrolment.party), None)
    if place is None:
        raise Stale
    free = queries.seats(course)
    before = [people for people in line[:place] if rules.fit([queries.who(one) for one in people], free)]
    if before and not reason:
        raise Invalid(_("Others stand before them on the list. Write down why they go first."), code="reason_missing", field="reason")
    _offer(course, line[place], by, at, reason=reason, passed_over=[people[0].number for people in before])
    return line[place]


def _offer(
    course: Course, party: Sequence[Enrolment], by: Actor, at: datetime, *, reason: str = "", passed_over: Sequence[int] = ()
) -> None:
    if not seats.take(course, [queries.who(one) for one in party]):
        raise seats.NoSeats(_("There are too few free seats for all who registered together."))
    until = rules.offer_until(made_at=at, hours=course.offer_hours, event_starts_at=course.event.starts_at)
    for one in party:
        one.course = course
        move(one, State.OFFERED, at=at, offer_until=until)
        log(one, "enrolment.offered", by, at, until=until, reason=reason, passed_over=list(passed_over))
    seat_and_tell(course, by=by, at=at, quietly=party)
    mails.offered(party, at=at)


@transaction.atomic
def accept(*, enrolment: Enrolment, by: Actor, at: datetime) -> list[Enrolment]:
    """Take an offered place, for all who registered together. Saying it twice changes nothing.

    Raises:
        OfferOver: the deadline has passed, or the offer has ended.
    """
    course = enrolment.course
    refuse_if_locked(course.event, at)
    lock(course)
    party = queries.party_of(enrolment)
    present = next(one for one in party if one.pk == enrolment.pk)
    if present.state == State.ENROLLED:
        return party
    offered = [one for one in party if one.state == State.OFFERED]
    if present.state != State.OFFERED or (not isinstance(by, Person) and present.offer_until is not None and at >= present.offer_until):
        raise OfferOver(_("The time to answer is over; the place goes to whoever is next."))
    for one in offered:
        one.course = course
    enrol(offered, by=by, at=at)
    for one in offered:
        log(one, "enrolment.accepted", by, at)
    mails.enrolled(offered, at=at)
    return offered


@transaction.atomic
def draw_lots(*, course: Course, by: Actor, at: datetime) -> int:
    """Draw the places of those on the waiting list who have none yet, behind those who have; return how many parties were drawn.

    The seed is written down, so that anybody can repeat the draw.

    Raises:
        Refused: nobody waits who has not been drawn (`nobody_waits`).
    """
    refuse_if_locked(course.event, at)
    lock(course)
    waiting = [people for people in queries.line(course) if people[0].lot is None]
    if not waiting:
        raise Refused(_("Nobody is on the waiting list who has not been drawn yet."), code="nobody_waits")
    last = Enrolment.objects.filter(course=course).aggregate(last=Max("lot"))["last"] or 0
    seed = secrets.randbelow(10**9)
    drawn = rules.draw((str(people[0].party) for people in waiting), seed)
    for people in waiting:
        Enrolment.objects.filter(pk__in=[one.pk for one in people]).update(lot=last + drawn[str(people[0].party)])
    numbers = [people[0].number for people in sorted(waiting, key=lambda people: drawn[str(people[0].party)])]
    event = course.event
    history.log(
        by=by, at=at, action="course.drawn", subject=course, partner=event.partner, event=event, after={"seed": seed, "numbers": numbers}
    )
    fill(course, by=by, at=at)
    return len(waiting)
