"""Registering one person or several together: all get seats, or all wait."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused
from conference.learning import mails, queries, rules
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from conference.learning.operations import seats, waiting
from conference.learning.operations.enrolling import enrol
from conference.learning.operations.states import lock, log
from ticketing.events.access import is_bookable
from ticketing.events.operations import refuse_if_locked

State = Enrolment.State


class NotOpen(Refused):
    """Registration has not begun, or is over."""

    code = "not_open"


class AlreadyRegistered(Refused):
    """Somebody of this name and address is registered."""

    code = "already_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """One person as registered. `activities` are the ids of what they chose; an `age` left out says that they are of age."""

    name: str
    country: str
    mode: str = SeatQuota.Mode.IN_PERSON
    name_other: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    age: int | None = None
    guardian_name: str = ""
    guardian_phone: str = ""
    diet: str = ""
    interpretation: str = ""
    photo_consent: bool = False
    gender: str = ""
    target_group: str = ""
    craft_id: int | None = None
    role: str = Enrolment.Role.LEARNER
    activities: Collection[int] = ()


@transaction.atomic
def register(*, course: Course, people: Sequence[Applicant], language: str, request_key: UUID, by: Actor, at: datetime) -> list[Enrolment]:
    """Register people who come together; return their enrolments in the order given.

    All get seats at the course, or all wait; so at each activity. `request_key` makes it safe to repeat: the second call
    finds the first one's enrolments. Staff may register outside the dates and beyond the size of a party.

    Raises:
        NotOpen: registration has not begun or is over.
        Invalid: too many people, a name twice, somebody too young or without guardian ("people-<place>-<field>").
        AlreadyRegistered: somebody is registered already.
        seats.NotProvided: no seats are set aside for somebody.
        events.operations.Locked: the partner is suspended.
    """
    known = list(Enrolment.objects.filter(course=course, request_key=request_key).order_by("number"))
    if known:
        return known
    event = course.event
    refuse_if_locked(event, at)
    _refuse_if_closed(course, by, at)
    chosen = {activity.pk: activity for activity in course.activities.all()}
    _check(course, people, chosen, by)
    lock(course)
    known = list(Enrolment.objects.filter(course=course, request_key=request_key).order_by("number"))
    if known:
        return known
    has_seats = seats.take(course, [rules.Who(one.country, one.mode) for one in people])
    party = _write(course, people, State.APPLIED if has_seats else State.WAITING, language, request_key, at)
    _choose(party, people, chosen, at)
    waiting.seat_and_tell(course, by=by, at=at, quietly=party)
    if has_seats and (isinstance(by, Person) or not course.needs_approval):
        enrol(party, by=by, at=at)
    for one in party:
        log(one, "enrolment.made", by, at, state=one.state, country=one.country, mode=one.mode, party=len(party))
    mails.registered(party, at=at)
    return party


def _refuse_if_closed(course: Course, by: Actor, at: datetime) -> None:
    if isinstance(by, Person):
        return
    if not is_bookable(course.event, at):
        raise NotOpen(_("This event takes no registrations."))
    phase = queries.phase(course, at)
    if phase == "soon":
        raise NotOpen(_("Registration has not begun yet."))
    if phase != "open":
        raise NotOpen(_("Registration is over. Ask the organiser."))


def _check(course: Course, people: Sequence[Applicant], chosen: Mapping[int, Activity], by: Actor) -> None:
    if not people:
        raise Invalid(_("Register at least one person."), code="nobody")
    if len(people) > course.party_max and not isinstance(by, Person):
        raise Invalid(_("At most %(most)s people can be registered together.") % {"most": course.party_max}, code="party_too_large")
    if len({one.name.casefold() for one in people}) < len(people):
        raise Invalid(_("Two people have the same name. Add something that tells them apart."), code="name_twice")
    if not isinstance(by, Person) and not any(one.email or one.phone for one in people):
        raise Invalid(_("Give an e-mail address or a phone number, so that you can be told of changes."), code="unreachable")
    for place, one in enumerate(people):
        check_person(course, one, chosen, prefix=f"people-{place}-")
        if queries.same_person(course, name=one.name, email=one.email):
            raise AlreadyRegistered(
                _("%(name)s is registered already. The link stands in the letter; it can be sent again.") % {"name": one.name},
                field=f"people-{place}-name",
            )


def check_person(course: Course, one: Applicant, chosen: Mapping[int, Activity], *, prefix: str = "") -> None:
    """Refuse what one person may not: too young for the course or something chosen, no guardian, what does not exist.

    Raises:
        Invalid: with the field, behind `prefix`.
    """
    if one.mode not in queries.modes(course):
        raise Invalid(_("The event is not held in this way."), code="unknown_mode", field=f"{prefix}mode")
    if unknown := set(one.activities) - chosen.keys():
        raise Invalid(
            _("Something chosen is no longer offered."), code="unknown_activity", field=f"{prefix}activities", facts={"ids": unknown}
        )
    for least, where in [(course.age_min, ""), *((chosen[pk].age_min, str(chosen[pk])) for pk in sorted(one.activities))]:
        problem = rules.age_problem(one.age, least, course.guardian_below)
        if problem == "age_needed":
            raise Invalid(_("Write the age: not everything is for every age."), code=problem, field=f"{prefix}age")
        if problem and where:
            words = _("“%(title)s” is for people from %(age)s years.") % {"title": where, "age": least}
            raise Invalid(words, code=problem, field=f"{prefix}activities")
        if problem:
            raise Invalid(_("This is for people from %(age)s years.") % {"age": least}, code=problem, field=f"{prefix}age")
    if rules.is_minor(one.age, course.guardian_below) and not one.guardian_name:
        words = _("Below %(age)s years a guardian is needed: write their name.") % {"age": course.guardian_below}
        raise Invalid(words, code="no_guardian", field=f"{prefix}guardian_name")


def _write(course: Course, people: Sequence[Applicant], state: str, language: str, request_key: UUID, at: datetime) -> list[Enrolment]:
    last = Enrolment.objects.filter(course=course).aggregate(last=Max("number"))["last"] or 0
    party = uuid4()
    made = []
    for number, one in enumerate(people, last + 1):
        enrolment = Enrolment(
            course=course,
            number=number,
            secret=secrets.token_urlsafe(18),
            request_key=request_key,
            party=party,
            state=state,
            language=language,
            asked_at=at,
            changed_at=at,
            consent_version=course.photo_consent_version if one.photo_consent else "",
            is_minor=rules.is_minor(one.age, course.guardian_below),
            **person_facts(one),
        )
        enrolment.search = enrolment.folded
        made.append(enrolment)
    return Enrolment.objects.bulk_create(made)


def person_facts(one: Applicant) -> dict[str, Any]:
    """Return what the table keeps of a person as registered."""
    facts = {name: getattr(one, name) for name in Applicant.__slots__}
    del facts["activities"]
    return facts


def _choose(party: Iterable[Enrolment], people: Iterable[Applicant], chosen: Mapping[int, Activity], at: datetime) -> None:
    """Put everybody into the line of what they chose; `waiting.seat_and_tell` seats them."""
    Choice.objects.bulk_create(
        Choice(enrolment=enrolment, activity=chosen[pk], state=Choice.State.WAITING, asked_at=at)
        for enrolment, one in zip(party, people, strict=True)
        for pk in sorted(one.activities)
    )
