"""Giving up a place, losing it, not getting it: what was held becomes free and goes to whoever waits."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from conference.learning import mails, queries
from conference.learning.models import Choice, Enrolment
from conference.learning.operations import charging, seats, waiting
from conference.learning.operations.states import lock, log, move
from ticketing.events.operations import refuse_if_locked
from ticketing.orders.models import Order
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket

State = Enrolment.State


class TooLate(Refused):
    """The event has begun."""

    code = "too_late"


class ReceiverOut(Refused):
    """Somebody still has a receiver."""

    code = "receiver_out"


def leave(people: Sequence[Enrolment], to: str, *, answer: str = "", whole: bool | None = None, by: Actor, at: datetime) -> None:
    """End the enrolments of people of one party: seats, tickets and fees with them; the next in line are served.

    Part of the caller's transaction, under the course's lock.

    Raises:
        ReceiverOut: one of them has a receiver.
        Stale: one of them has moved on.
    """
    course = people[0].course
    held = [queries.who(one) for one in people if one.state in Enrolment.HOLDING]
    for one in people:
        if one.receiver and one.receiver_back_at is None:
            raise ReceiverOut(_("%(name)s still has receiver %(number)s. Take it back first.") % {"name": one.name, "number": one.receiver})
        move(one, to, at=at, offer_until=None, answer=answer[:250])
        log(one, f"enrolment.{to}", by, at, answer=answer)
    for ticket in Ticket.objects.live().filter(pk__in=[one.ticket_id for one in people if one.ticket_id]).select_related("event"):
        tickets.cancel(ticket=ticket, by=by, at=at)
    seats.give_back(course, held)
    seats.free_chosen(queries.choices_of(people))
    charging.give_back(people, whole=whole, by=by, at=at)
    charging.charge(course, people[0].party, by=by, at=at)
    waiting.fill(course, by=by, at=at)


@transaction.atomic
def withdraw(*, enrolments: Sequence[Enrolment], reason: str = "", whole: bool | None = None, by: Actor, at: datetime) -> None:
    """Take people of one party off the course; those who registered with them stay. What they paid goes back by the conditions.

    Args:
        whole: all that was paid goes back; left open, that is so where staff take somebody off.

    Raises:
        TooLate: the event has begun; staff may still.
        ReceiverOut: one of them has a receiver.
        Stale: one of them had left already.
    """
    course = enrolments[0].course
    refuse_if_locked(course.event, at)
    if not isinstance(by, Person) and at >= course.event.starts_at:
        raise TooLate(_("The event has begun. Tell the organiser."))
    lock(course)
    wanted = {one.pk for one in enrolments}
    people = [one for one in queries.party_of(enrolments[0]) if one.pk in wanted]
    leave(people, State.WITHDRAWN, answer=reason, whole=whole, by=by, at=at)
    mails.withdrawn(people, at=at)


@transaction.atomic
def approve(*, enrolment: Enrolment, by: Actor, at: datetime) -> list[Enrolment]:
    """Approve a registration, and those made together with it: people who registered together are decided upon together.

    Raises:
        Stale: it does not wait for approval (any more).
    """
    course = enrolment.course
    refuse_if_locked(course.event, at)
    lock(course)
    party = [one for one in queries.party_of(enrolment) if one.state == State.APPLIED]
    if enrolment.pk not in {one.pk for one in party}:
        raise Stale
    waiting.enrol(party, by=by, at=at)
    for one in party:
        log(one, "enrolment.approved", by, at)
    mails.enrolled(party, at=at)
    return party


@transaction.atomic
def decline(*, enrolment: Enrolment, answer: str, by: Actor, at: datetime) -> list[Enrolment]:
    """Decline a registration that waits for approval or for a place, and those made together with it; say why.

    Raises:
        Invalid: no answer is given.
        Stale: it waits for neither (any more).
    """
    if not answer.strip():
        raise Invalid(_("Write an answer: the person is told it."), code="answer_missing", field="answer")
    course = enrolment.course
    refuse_if_locked(course.event, at)
    lock(course)
    party = [one for one in queries.party_of(enrolment) if one.state in (State.APPLIED, State.WAITING)]
    if enrolment.pk not in {one.pk for one in party}:
        raise Stale
    leave(party, State.DECLINED, answer=answer, by=by, at=at)
    mails.declined(party, at=at)
    return party


@transaction.atomic
def lapse(*, enrolment: Enrolment, at: datetime) -> bool:
    """Let an offer lapse that nobody answered in time, for all of the party; False when somebody was quicker."""
    lock(enrolment.course)
    party = [one for one in queries.party_of(enrolment) if one.state == State.OFFERED and one.offer_until and one.offer_until <= at]
    if not party:
        return False
    leave(party, State.WITHDRAWN, answer=str(_("no answer in time")), by="system", at=at)
    mails.lapsed(party, at=at)
    return True


# --- what the rooms below tell ----------------------------------------------------------------------------------------


def settle_paid(*, order: Order, by: Actor, at: datetime) -> None:
    """The fee is there: the tickets are good. Part of the transaction of the payment."""
    people = [one for one in _people_of(order) if one.state == State.ENROLLED]
    unpaid = list(Ticket.objects.filter(pk__in=[one.ticket_id for one in people if one.ticket_id], state=Ticket.State.UNPAID))
    if unpaid:
        tickets.validate(tickets=unpaid, by=by, at=at)
        for one in people:
            log(one, "enrolment.paid", by, at)
        mails.enrolled(people, at=at)


def settle_unpaid(*, order: Order, by: Actor, at: datetime) -> None:
    """The fee's order lapsed or was cancelled: who owed it is off the course, what it was for at activities is given up."""
    people = [one for one in _people_of(order) if one.state == State.ENROLLED]
    answer = str(_("not paid in time")) if order.state == Order.State.LAPSED else str(_("fee cancelled"))
    if people:
        lock(people[0].course)
        leave(people, State.WITHDRAWN, answer=answer, by=by, at=at)
        mails.withdrawn(people, at=at)
    found = Choice.objects.filter(order=order, state=Choice.State.SEATED).select_related("activity", "enrolment__course__event__partner")
    for choice in found:
        course = choice.enrolment.course
        lock(course)
        seats.free_chosen([choice])
        log(choice.enrolment, "choice.dropped", by, at, activity=str(choice.activity), reason=answer)
        waiting.fill(course, by=by, at=at)
    Choice.objects.filter(order=order).update(order=None)


def end_with_ticket(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Staff cancelled the ticket of somebody enrolled: the place ends with it."""
    found = Enrolment.objects.select_related("course__event__partner", "course__product", "course__fee_product")
    one = found.filter(ticket=ticket, state=State.ENROLLED).first()
    if one is None:
        return
    lock(one.course)
    leave([one], State.WITHDRAWN, answer=str(_("ticket cancelled")), by=by, at=at)
    mails.withdrawn([one], at=at)


def _people_of(order: Order) -> list[Enrolment]:
    """Return whose fee an order is; without a statement for orders of the shop, whose keys are random ones."""
    if order.request_key.version != charging.FEE_KEY_VERSION:
        return []
    found = Enrolment.objects.filter(order=order).order_by("number")
    return list(found.select_related("course__event__partner", "course__product", "course__fee_product", "ticket"))
