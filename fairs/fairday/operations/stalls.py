"""Changing stalls on the morning: two makers swap, or somebody from the waiting list stands in for one who has not come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Refused
from fairs.allocation import operations as allocation
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.offers import operations as offers
from fairs.offers import queries
from ticketing.events.models import EventDay


class StallTaken(Refused):
    """Somebody has the stall."""

    code = "stall_taken"


@transaction.atomic
def swap(*, one: Application, other: Application, by: Actor, at: datetime) -> None:
    """Let two makers change places, with their passes.

    Raises:
        Refused: one of them has no stall, or they have not as many stalls as each other (`not_as_many`).
    """
    first, second = queries.stalls_of(one), queries.stalls_of(other)
    if not first or not second:
        raise Refused(_("Both makers need a stall to swap."), code="no_stall")
    if len(first) != len(second):
        raise Refused(_("They have not as many stalls as each other."), code="not_as_many")
    for application in (one, other):
        allocation.free(application=application, by=by, at=at)
    for application, stalls in ((one, second), (other, first)):
        allocation.assign(application=application, stalls=stalls, by=by, at=at)
        offers.refresh_lines(application=application, at=at)


@transaction.atomic
def substitute(*, absent: Application, instead: Application, day: EventDay, by: Actor, at: datetime) -> None:
    """Give the stall of a maker who has not come to one from the waiting list, who stands there at once.

    The absent maker keeps their place in the books: what they paid and why they did not come is for the organiser to settle.

    Raises:
        Refused: the absent maker is not marked as absent (`not_absent`) or has no stall; the other does not wait.
    """
    if not absent.appearances.filter(day=day, absent_at__isnull=False, came_at=None).exists():
        raise Refused(_("Mark the maker as not come first; then the stall can be given to another."), code="not_absent")
    if instead.state != Application.State.WAITING:
        raise Refused(_("Choose somebody from the waiting list."), code="not_waiting")
    stalls = queries.stalls_of(absent)
    if not stalls:
        raise StallTaken(_("This stall was given away already."))
    allocation.free(application=absent, by=by, at=at)
    allocation.assign(application=instead, stalls=stalls, by=by, at=at)
    offer = offers.make_offer(application=instead, by=by, at=at, from_waiting_list=True)
    offers.accept(offer=offer, by=by, at=at)
    calls.reveal(applications=[instead], by=by, at=at)
