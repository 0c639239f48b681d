"""Booking things, answering requests, moving and cancelling. The unique quarters decide who was first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import log
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from places.equipment import access, mails, queries, rules
from places.equipment.models import Bookable, BookedQuarter, Booking, TrainedUser

_OBJECTIONS = {
    "out_of_order": _("It is out of order at the moment. Ask the keeper of the place when it works again."),
    "keepers_only": _("Only the place's own people use it. Ask the keeper of the place for help."),
    "too_many": _("Fewer people can use it at once. Bring a smaller group, or book twice."),
    "needs_supervisor": _("It is used only with a supervisor. Name somebody who will be there."),
    "needs_training": _("Its users must have been shown how. Name somebody trained who will be there, or ask the keeper to show you."),
}


class Taken(Refused):
    """Somebody has the thing at that time; `facts["free_from"]` is the next time as long, if there is one in two weeks."""

    code = "taken"


@dataclass(frozen=True)
class Use:
    """What somebody wants: from, until, what for, with how many, under whom."""

    starts_at: datetime
    ends_at: datetime
    title: str
    people: int = 1
    supervisor: str = ""
    purpose: str = Booking.Purpose.OWN_WORK


def book(*, bookable: Bookable, use: Use, by: Person, at: datetime) -> Booking:
    """Ask for a thing; a keeper's own booking is confirmed at once. Either keeps others away from it.

    Raises:
        Invalid: the time is past, upside down, too long or not on whole quarters; somebody may not use the thing.
        Taken: it is booked at that time, set-up and cooling down included.
    """
    is_keeper = access.is_keeper(by, bookable.site, bookable.owner)
    _check_times(use, at)
    _check_party(bookable, use, by, is_keeper)
    with transaction.atomic():
        booking = Booking.objects.create(
            bookable=bookable,
            state=Booking.State.CONFIRMED if is_keeper else Booking.State.REQUESTED,
            purpose=use.purpose,
            starts_at=use.starts_at,
            ends_at=use.ends_at,
            title=use.title,
            person=by,
            people=use.people,
            supervisor=use.supervisor,
            asked_at=at,
            **({"decided_by": by, "decided_at": at} if is_keeper else {}),
        )
        _take(booking)
        log(by=by, at=at, action="booking.made", subject=booking, after={"bookable": bookable, "from": use.starts_at, "until": use.ends_at})
        if not is_keeper:
            mails.asked(booking, at=at)
    return booking


def confirm(*, booking: Booking, by: Person, at: datetime, answer: str = "") -> Booking:
    """Say yes to a request.

    Raises:
        Stale: it was answered or taken back meanwhile.
    """
    return _answer(booking, Booking.State.CONFIRMED, answer, by, at)


def decline(*, booking: Booking, answer: str, by: Person, at: datetime) -> Booking:
    """Say no to a request, with the reason; the time is free again.

    Raises:
        Invalid: no reason was given.
        Stale: it was answered or taken back meanwhile.
    """
    if not answer.strip():
        raise Invalid(_("Say why, so that they can ask for something else."), field="answer")
    return _answer(booking, Booking.State.DECLINED, answer, by, at)


def cancel(*, booking: Booking, by: Person, at: datetime, answer: str = "") -> Booking:
    """Give the time back.

    Raises:
        Stale: it holds no time any more.
    """
    with transaction.atomic():
        _move(booking, Booking.HOLDING, Booking.State.CANCELLED, answer=answer.strip())
        BookedQuarter.objects.filter(booking=booking).delete()
        log(by=by, at=at, action="booking.cancelled", subject=booking, after={"answer": answer})
        if booking.person_id != by.pk:
            mails.answered(booking, at=at)
    return booking


def reschedule(*, booking: Booking, starts_at: datetime, ends_at: datetime, by: Person, at: datetime) -> Booking:
    """Move a booking that holds its time, all or nothing. Somebody's own work must be confirmed anew, unless a keeper moves it.

    Raises:
        Invalid: as for `book`.
        Taken: the new time is not free; the old one is kept.
        Stale: it holds no time any more.
    """
    use = Use(starts_at, ends_at, booking.title, booking.people, booking.supervisor, booking.purpose)
    _check_times(use, at)
    with transaction.atomic():
        was = {"from": booking.starts_at, "until": booking.ends_at}
        waiting = Booking.objects.select_for_update(of=("self",)).select_related("bookable__site")
        held = waiting.filter(pk=booking.pk, state__in=Booking.HOLDING).first()
        if held is None:
            raise Stale
        is_keeper = access.is_keeper(by, held.bookable.site, held.bookable.owner)
        held.starts_at, held.ends_at, held.revision = starts_at, ends_at, held.revision + 1
        if held.purpose == Booking.Purpose.OWN_WORK and not is_keeper:
            held.state = Booking.State.REQUESTED
        held.save(update_fields=["starts_at", "ends_at", "revision", "state"])
        BookedQuarter.objects.filter(booking=held).delete()
        _take(held)
        log(by=by, at=at, action="booking.moved", subject=held, before=was, after={"from": starts_at, "until": ends_at})
        if held.person_id != by.pk:
            mails.moved(held, at=at)
        elif not is_keeper:
            mails.asked(held, at=at)
    return held


def _check_times(use: Use, at: datetime) -> None:
    span = rules.Span(use.starts_at, use.ends_at)
    longest = rules.LONGEST_MAINTENANCE if use.purpose == Booking.Purpose.MAINTENANCE else rules.LONGEST_USE
    if use.ends_at <= use.starts_at:
        raise Invalid(_("The end must be later than the beginning."), field="ends_at")
    if use.ends_at <= at:
        raise Invalid(_("That time is over. Choose a later one."), field="starts_at")
    if not span.is_on_grid:
        raise Invalid(_("Times go by quarters of an hour: 10:00, 10:15, 10:30, 10:45."), field="starts_at")
    if use.ends_at - use.starts_at > longest:
        raise Invalid(_("That is %(days)s days at most.") % {"days": longest.days}, field="ends_at")
    if use.people < 1:
        raise Invalid(_("At least one person must come."), field="people")


def _check_party(bookable: Bookable, use: Use, by: Person, is_keeper: bool) -> None:
    if use.purpose == Booking.Purpose.MAINTENANCE:
        if not is_keeper:
            raise Invalid(_("Maintenance is planned by the keeper of the place."), field="purpose")
        return
    thing = rules.Thing(
        is_usable=bookable.is_active and bookable.condition != Bookable.Condition.BROKEN,
        open_to=bookable.open_to,
        needs_training=bookable.needs_training,
        needs_supervision=bookable.needs_supervision,
        people_max=bookable.people_max,
    )
    party = rules.Party(
        is_keeper=is_keeper,
        is_trained=bookable.needs_training and TrainedUser.objects.filter(bookable=bookable, person=by).exists(),
        has_supervisor=bool(use.supervisor.strip()),
        people=use.people,
        is_event=use.purpose == Booking.Purpose.EVENT,
    )
    if word := rules.objection(thing, party):
        raise Invalid(_OBJECTIONS[word], code=word)


def _take(booking: Booking) -> None:
    """Write the quarters a booking blocks; the constraint refuses any that is taken."""
    thing = booking.bookable
    span = rules.Span(booking.starts_at, booking.ends_at).widened(thing.setup_minutes, thing.cooldown_minutes)
    rows = [BookedQuarter(bookable=thing, booking=booking, quarter=quarter) for quarter in span.quarters()]
    try:
        with transaction.atomic():
            BookedQuarter.objects.bulk_create(rows, batch_size=300)
    except IntegrityError as error:
        free = queries.next_free(thing, booking.starts_at, booking.ends_at - booking.starts_at)
        raise Taken(_taken_words(free), field="starts_at", facts={"free_from": free}) from error


def _taken_words(free: datetime | None) -> Any:
    if free is None:
        return _("It is booked at that time, and for as long in the next two weeks. Choose another thing or a later week.")
    return _("It is booked at that time, set-up and cooling down included. It is free for as long from the time shown below.")


def _answer(booking: Booking, state: str, answer: str, by: Person, at: datetime) -> Booking:
    with transaction.atomic():
        _move(booking, (Booking.State.REQUESTED,), state, answer=answer.strip(), decided_by=by, decided_at=at)
        if state not in Booking.HOLDING:
            BookedQuarter.objects.filter(booking=booking).delete()
        log(by=by, at=at, action=f"booking.{state}", subject=booking, after={"answer": answer})
        mails.answered(booking, at=at)
    return booking


def _move(booking: Booking, from_states: tuple[str, ...], to_state: str, **more: Any) -> None:
    """Change the state only from where it is expected, so that two people cannot both decide."""
    if not Booking.objects.filter(pk=booking.pk, state__in=from_states).update(state=to_state, **more):
        raise Stale
    booking.refresh_from_db(fields=["state", *more])
