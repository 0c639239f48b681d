"""Publishing decisions: everybody is told at once, and nobody before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from fairs.allocation.models import Assignment
from fairs.calls import operations as calls
from fairs.calls.models import Application, Call
from fairs.offers import mails, queries
from fairs.offers.operations.offering import last_place, make_offer

State = Application.State
FIRST_ROUND = timedelta(days=7)
"""Makers have a week to answer the first offers; later ones follow the shorter times of the waiting list."""


class NothingToPublish(Refused):
    """No decision waits to be published."""

    code = "nothing_to_publish"


@dataclass(frozen=True, slots=True)
class Published:
    """How many were told what."""

    offered: int
    waiting: int
    rejected: int


@transaction.atomic
def publish(*, call: Call, by: Actor, at: datetime) -> Published:
    """Tell every maker whose decision waits: an offer to those with a stall, the waiting list or a no to the others.

    Selected makers without a stall go to the waiting list. One transaction: all letters are written, or none.

    Raises:
        NothingToPublish: nothing waits.
    """
    decided = queries.to_publish(call)
    if not decided:
        raise NothingToPublish(_("There is no decision that makers have not been told yet."))
    housed = set(Assignment.objects.filter(application__in=decided).values_list("application", flat=True))
    told: dict[str, int] = {State.OFFERED: 0, State.WAITING: 0, State.REJECTED: 0}
    for application in decided:
        application.call = call
        told[_tell(application, application.pk in housed, by, at)] += 1
    Call.objects.filter(pk=call.pk).update(decided_at=at)
    call.decided_at = at
    done = Published(told[State.OFFERED], told[State.WAITING], told[State.REJECTED])
    event = call.event
    after = {"offered": done.offered, "waiting": done.waiting, "rejected": done.rejected}
    history.log(by=by, at=at, action="decisions.published", subject=event, partner=event.partner, event=event, after=after)
    return done


def _tell(application: Application, has_stall: bool, by: Actor, at: datetime) -> str:
    if application.state in (State.SELECTED, State.WAITING) and has_stall:
        make_offer(application=application, by=by, at=at, first_round=FIRST_ROUND)
        return State.OFFERED
    if application.state == State.SELECTED:
        calls.move(application=application, to=State.WAITING, by=by, at=at, place_in_list=last_place(application))
    calls.reveal(applications=[application], by=by, at=at)
    mails.decided(application, at=at)
    return State.WAITING if application.state == State.WAITING else State.REJECTED
