"""What changes hands on the day and after: receivers for interpretation, fired work."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from conference.learning.models import Choice, Enrolment
from conference.learning.operations.states import log
from ticketing.events.operations import refuse_if_locked


class Lent(Refused):
    """The receiver is with somebody else, or the person has one."""

    code = "receiver_lent"


@transaction.atomic
def lend_receiver(*, enrolment: Enrolment, number: str, by: Actor, at: datetime) -> Enrolment:
    """Note that somebody enrolled has taken a receiver.

    Raises:
        Lent: that receiver is out, or the person has one already.
        Invalid: no number.
        Refused: they are not enrolled (`not_enrolled`).
    """
    refuse_if_locked(enrolment.course.event, at)
    number = " ".join(number.split())[:12]
    if not number:
        raise Invalid(_("Write the receiver's number."), code="no_number", field="number")
    if enrolment.state != Enrolment.State.ENROLLED:
        raise Refused(_("Only somebody enrolled gets a receiver."), code="not_enrolled")
    free = Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.ENROLLED).exclude(receiver__gt="", receiver_back_at__isnull=True)
    try:
        with transaction.atomic():
            if not free.update(receiver=number, receiver_back_at=None, changed_at=at):
                raise Lent(_("%(name)s has a receiver already.") % {"name": enrolment.name})
    except IntegrityError:
        raise Lent(_("Receiver %(number)s is with somebody else.") % {"number": number}, field="number") from None
    enrolment.receiver, enrolment.receiver_back_at = number, None
    log(enrolment, "receiver.lent", by, at, number=number)
    return enrolment


@transaction.atomic
def take_back_receiver(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """Note that the receiver is back.

    Raises:
        Stale: nothing is out with this person (any more).
    """
    out = Enrolment.objects.filter(pk=enrolment.pk, receiver__gt="", receiver_back_at=None)
    if not out.update(receiver_back_at=at, changed_at=at):
        raise Stale
    enrolment.receiver_back_at = at
    log(enrolment, "receiver.returned", by, at, number=enrolment.receiver)
    return enrolment


@transaction.atomic
def hand_out_work(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """Note that somebody has collected their fired work.

    Raises:
        Refused: nothing of theirs was fired (`nothing_fired`).
        Stale: it was collected already.
    """
    makes = Choice.objects.filter(enrolment=enrolment, state=Choice.State.SEATED, activity__collects_work=True)
    if enrolment.state != Enrolment.State.ENROLLED or not (enrolment.course.collect_on or makes.exists()):
        raise Refused(_("Nothing of theirs was fired."), code="nothing_fired")
    if not Enrolment.objects.filter(pk=enrolment.pk, collected_at=None).update(collected_at=at, changed_at=at):
        raise Stale
    enrolment.collected_at = at
    log(enrolment, "work.collected", by, at)
    return enrolment
