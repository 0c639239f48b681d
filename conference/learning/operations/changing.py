"""Correcting what somebody said of themselves, and choosing other activities."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused
from conference.learning import queries, rules
from conference.learning.models import Choice, Enrolment
from conference.learning.operations import charging, seats, waiting
from conference.learning.operations.states import lock, log_change
from ticketing.events.operations import refuse_if_locked
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket

CHANGEABLE = frozenset({
    "name", "name_other", "email", "phone", "organisation", "language", "guardian_name", "guardian_phone", "diet", "interpretation",
    "photo_consent", "gender", "target_group", "craft_id", "role",
})  # fmt: skip
"""What may be corrected later; country, mode and age decide about seats and stay."""

PRIVATE = frozenset({"diet", "gender", "target_group", "craft_id", "photo_consent"})
"""Of these the log says that they changed, not from what to what."""


class Over(Refused):
    """Nothing can be changed here any more."""

    code = "over"


def _refuse_if_over(enrolment: Enrolment, by: Actor, at: datetime) -> None:
    refuse_if_locked(enrolment.course.event, at)
    if enrolment.state in (Enrolment.State.WITHDRAWN, Enrolment.State.DECLINED):
        raise Over(_("This registration has ended."))
    if not isinstance(by, Person) and at >= enrolment.course.event.ends_at:
        raise Over(_("The event is over."))


@transaction.atomic
def change(*, enrolment: Enrolment, facts: Mapping[str, Any], by: Actor, at: datetime) -> Enrolment:
    """Correct what is known of a person; a changed name is on the ticket at once, whose code stays good.

    Raises:
        Over: the registration has ended; the event is over.
        Invalid: a minor would be left without a guardian.
    """
    _refuse_if_over(enrolment, by, at)
    wished = {name: value for name, value in facts.items() if name in CHANGEABLE}
    if enrolment.is_minor and not wished.get("guardian_name", enrolment.guardian_name):
        raise Invalid(_("A guardian is needed: write their name."), code="no_guardian", field="guardian_name")
    if "photo_consent" in wished:
        wished["consent_version"] = enrolment.course.photo_consent_version if wished["photo_consent"] else ""
    before, after = history.changes(enrolment, wished)
    if not after:
        return enrolment
    for name, value in wished.items():
        setattr(enrolment, name, value)
    enrolment.search, enrolment.changed_at = enrolment.folded, at
    enrolment.save(update_fields=[*(name.removesuffix("_id") for name in wished), "search", "changed_at"])
    _rename(enrolment, by, at)
    if "role" in after:
        _settle_role(enrolment, by, at)
    sides = ({name: "" if name in PRIVATE else value for name, value in side.items()} for side in (before, after))
    log_change(enrolment, "enrolment.changed", by, at, *sides)
    return enrolment


def _rename(enrolment: Enrolment, by: Actor, at: datetime) -> None:
    if enrolment.ticket_id is None:
        return
    ticket = Ticket.objects.live().filter(pk=enrolment.ticket_id).select_related("event").first()
    if ticket is not None:
        shown = {name: getattr(enrolment, name) for name in ("name", "name_other", "email", "organisation")}
        tickets.rename(ticket=ticket, **shown, by=by, at=at)


def _settle_role(enrolment: Enrolment, by: Actor, at: datetime) -> None:
    """Charge, or no longer charge, what taking part costs somebody who is something else now."""
    lock(enrolment.course)
    charging.charge(enrolment.course, enrolment.party, by=by, at=at)
    if enrolment.ticket_id is not None and not queries.fee_of(enrolment):
        tickets.validate(tickets=list(Ticket.objects.filter(pk=enrolment.ticket_id, state=Ticket.State.UNPAID)), by=by, at=at)


@transaction.atomic
def choose(*, enrolment: Enrolment, activities: Collection[int], by: Actor, at: datetime) -> list[Choice]:
    """Make what somebody chose just these activities: new ones are seated or wait, others are given up; return the choices.

    Raises:
        Over: the registration has ended; the event is over.
        Invalid: an activity does not exist, is for older people, or has begun.
    """
    _refuse_if_over(enrolment, by, at)
    course = enrolment.course
    lock(course)
    offered = {activity.pk: activity for activity in course.activities.all()}
    present = {choice.activity_id: choice for choice in enrolment.choices.select_related("activity")}
    live = {pk for pk, choice in present.items() if choice.state != Choice.State.DROPPED}
    wanted = set(activities)
    _check(enrolment, wanted - live, live - wanted, offered, by, at)
    seats.free_chosen([present[pk] for pk in live - wanted])
    for pk in sorted(wanted - live):
        if pk in present:
            Choice.objects.filter(pk=present[pk].pk).update(state=Choice.State.WAITING, asked_at=at, moved_by=None, reason="")
        else:
            Choice.objects.create(enrolment=enrolment, activity=offered[pk], state=Choice.State.WAITING, asked_at=at)
    waiting.seat_and_tell(course, by=by, at=at, quietly=[enrolment])
    if live != wanted:
        charging.charge(course, enrolment.party, by=by, at=at)
        names = [[str(offered[pk]) for pk in sorted(side)] for side in (live, wanted)]
        log_change(enrolment, "choice.changed", by, at, {"activities": names[0]}, {"activities": names[1]})
    return queries.choices_of([enrolment])


def _check(enrolment: Enrolment, added: set[int], dropped: set[int], offered: Mapping[int, Any], by: Actor, at: datetime) -> None:
    if added - offered.keys():
        raise Invalid(_("Something chosen is no longer offered."), code="unknown_activity", field="activities")
    for pk in sorted(added | dropped):
        activity = offered[pk]
        if not isinstance(by, Person) and at >= activity.starts_at:
            raise Invalid(_("“%(title)s” has begun already.") % {"title": activity}, code="has_begun", field="activities")
    for pk in sorted(added):
        activity = offered[pk]
        if rules.age_problem(enrolment.age, activity.age_min, enrolment.course.guardian_below):
            words = _("“%(title)s” is for people from %(age)s years.") % {"title": activity, "age": activity.age_min}
            raise Invalid(words, code="too_young", field="activities")


@transaction.atomic
def move_up(*, choice: Choice, reason: str, by: Person, at: datetime) -> Choice:
    """Seat somebody at an activity before those who wait longer; the reason is kept.

    Raises:
        Invalid: no reason is given.
        seats.NoSeats: no seat is free; raise the number of seats first.
    """
    course = choice.enrolment.course
    _refuse_if_over(choice.enrolment, by, at)
    if not reason.strip():
        raise Invalid(_("Write down why they go first."), code="reason_missing", field="reason")
    lock(course)
    choice.refresh_from_db()
    if choice.state != Choice.State.WAITING or not seats.take_chosen([choice]):
        raise seats.NoSeats(_("No seat is free there."))
    Choice.objects.filter(pk=choice.pk).update(moved_by=by, reason=reason[:200])
    log_change(choice.enrolment, "choice.moved_up", by, at, {}, {"activity": str(choice.activity), "reason": reason})
    charging.charge(course, choice.enrolment.party, by=by, at=at)
    return choice
