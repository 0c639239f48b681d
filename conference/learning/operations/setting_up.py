"""Opening an event to registrations: dates, seats, activities."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from conference.learning import rules
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from conference.learning.operations import waiting
from conference.learning.operations.states import lock
from ticketing.catalogue import operations as catalogue
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked

PARTICIPANT = gettext_noop("Participant")


@transaction.atomic
def save_course(
    *, event: Event, facts: Mapping[str, Any], fee: Decimal | None = None, by: Actor, at: datetime, course: Course | None = None
) -> Course:
    """Open an event to registrations, or change how. `fee` is what taking part costs from now on (None: as it is).

    Raises:
        Invalid: it closes before it opens, or after the event has ended.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    _check_times(event, facts)
    if course is None:
        product = facts.get("product") or _participant(event, by, at)
        course = Course(event=event, **{**facts, "product": product})
        course.save()
        _log(course, by, at, "course.added", after={"opens_at": course.opens_at, "closes_at": course.closes_at})
    else:
        before, after = history.changes(course, facts)
        for name, value in facts.items():
            setattr(course, name, value)
        course.save()
        if after:
            _log(course, by, at, "course.changed", before=before, after=after)
    if fee is not None and fee != course.product.price:
        catalogue.save_product(event=event, product=course.product, facts={"price": fee}, by=by, at=at)
    return course


def _check_times(event: Event, facts: Mapping[str, Any]) -> None:
    opens_at, closes_at = facts.get("opens_at"), facts.get("closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(_("Registration closes after it opens."), code="closes_before_opening", field="closes_at")
    if closes_at and closes_at > event.ends_at:
        raise Invalid(_("Registration closes before the event ends."), code="closes_after_event", field="closes_at")


def _participant(event: Event, by: Actor, at: datetime) -> Product:
    """Make what the tickets of enrolled people are issued for; at a conference it is printed as a badge."""
    style = Product.Style.BADGE if event.kind == Event.Kind.CONFERENCE else Product.Style.TICKET
    facts: dict[str, Any] = {"is_public": False, "is_transferable": False, "price": Decimal(0), "style": style}
    for language in ("lv", "ru", "en"):
        with translation.override(language):
            facts[f"name_{language}"] = translation.gettext(PARTICIPANT)
    return catalogue.save_product(event=event, facts=facts, by=by, at=at)


QuotaRow = tuple[str, str, int]
"""Country ("" any), mode ("" any), seats."""


@transaction.atomic
def save_quotas(*, course: Course, rows: Sequence[QuotaRow], by: Actor, at: datetime) -> None:
    """Make the course's seats what `rows` say, counting anew who holds a seat of which; who waits is served at once.

    Raises:
        Invalid: a country and mode stand twice (`twice`), or fewer seats than are taken ("quotas-<place>-size").
    """
    refuse_if_locked(course.event, at)
    if len({row[:2] for row in rows}) < len(rows):
        raise Invalid(_("The same country and way of taking part stand twice."), code="twice")
    lock(course)
    people = [
        rules.Who(*one) for one in Enrolment.objects.filter(course=course, state__in=Enrolment.HOLDING).values_list("country", "mode")
    ]
    before = [[one.country, one.mode, one.size] for one in SeatQuota.objects.filter(course=course)]
    kept = []
    for place, (country, mode, size) in enumerate(rows):
        taken = sum(rules.Seats(0, country, mode, 0).is_for(one) for one in people)
        if taken > size:
            words = _("%(taken)s seats are taken already.") % {"taken": taken}
            raise Invalid(words, code="smaller_than_taken", field=f"quotas-{place}-size")
        values = {"size": size, "taken": taken}
        kept.append(SeatQuota.objects.update_or_create(course=course, country=country, mode=mode, defaults=values)[0].pk)
    SeatQuota.objects.filter(course=course).exclude(pk__in=kept).delete()
    after = [list(row) for row in rows]
    if before != after:
        _log(course, by, at, "course.quotas", before={"seats": before}, after={"seats": after})
    waiting.fill(course, by=by, at=at)


@transaction.atomic
def save_activities(
    *,
    course: Course,
    rows: Sequence[tuple[Activity | None, Mapping[str, Any]]],
    removed: Iterable[Activity] = (),
    by: Actor,
    at: datetime,
) -> list[Activity]:
    """Make what can be chosen at a course what `rows` say, in that order (None: a new one); who waits is served at once.

    Raises:
        Invalid: one ends before it begins, or has fewer seats than are taken ("activities-<place>-<field>").
        Refused: one to be removed has been chosen (`in_use`).
    """
    refuse_if_locked(course.event, at)
    lock(course)
    for gone in removed:
        _remove(course, gone, by, at)
    saved = [_save_activity(course, place, present, facts, by, at) for place, (present, facts) in enumerate(rows)]
    waiting.fill(course, by=by, at=at)
    return saved


def _save_activity(course: Course, place: int, present: Activity | None, facts: Mapping[str, Any], by: Actor, at: datetime) -> Activity:
    if facts["ends_at"] <= facts["starts_at"]:
        raise Invalid(_("It ends after it begins."), code="ends_before_start", field=f"activities-{place}-ends_at")
    activity = present or Activity(course=course)
    if present is not None:
        present.refresh_from_db(fields=["taken"])
        if facts.get("seats") is not None and facts["seats"] < present.taken:
            words = _("%(taken)s seats are taken already.") % {"taken": present.taken}
            raise Invalid(words, code="smaller_than_taken", field=f"activities-{place}-seats")
    before, after = ({}, dict(facts)) if present is None else history.changes(present, facts)
    for name, value in {**facts, "position": place}.items():
        setattr(activity, name, value)
    activity.save()
    if after:
        _log(course, by, at, "activity.changed" if present else "activity.added", before=before, after={**after, "title": str(activity)})
    return activity


def _remove(course: Course, activity: Activity, by: Actor, at: datetime) -> None:
    name = str(activity)
    Choice.objects.filter(activity=activity, state=Choice.State.DROPPED, order=None).delete()
    try:
        with transaction.atomic():
            activity.delete()
    except ProtectedError:
        raise Refused(_("“%(name)s” has been chosen. It can be changed, not removed.") % {"name": name}, code="in_use") from None
    _log(course, by, at, "activity.removed", before={"title": name})


def _log(course: Course, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    history.log(by=by, at=at, action=action, subject=course, partner=course.event.partner, event=course.event, **sides)
