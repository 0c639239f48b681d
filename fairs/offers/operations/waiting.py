"""The waiting list: who is offered a stall that became free, and why them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.history.operations import Actor
from fairs.allocation import operations as allocation
from fairs.calls.models import Application, Call
from fairs.fairground.models import Stall
from fairs.offers import queries, rules
from fairs.offers.models import Offer
from fairs.offers.operations.offering import end, make_offer


@transaction.atomic
def offer_next(*, call: Call, stalls: Sequence[Stall], group: int | None, by: Actor, at: datetime) -> Offer | None:
    """Offer one of the free `stalls` to the next on the waiting list; None where nobody fits.

    `group` is the goods group that lost its maker, whose list goes first. Everybody who stood before and was passed over
    is kept with the reason.
    """
    line, full = queries.waiting_line(call, stalls)
    pick = rules.next_in_line(line, stalls=[stall.pk for stall in stalls], group=str(group or ""), full_groups=full)
    if pick is None:
        return None
    application = Application.objects.select_related("exhibitor", "goods_group").get(pk=pick.application)
    application.call = call
    allocation.assign(application=application, stalls=[stall for stall in stalls if stall.pk == pick.stall], by=by, at=at)
    return make_offer(application=application, by=by, at=at, from_waiting_list=True, passed_over=pick.passed_over)


def end_of_application(*, application: Application, by: Actor, at: datetime) -> None:
    """End what an application has once it is withdrawn or cancelled: its offer, or a stall that was not offered yet."""
    standing = application.offers.filter(state__in=[Offer.State.OPEN, Offer.State.ACCEPTED, Offer.State.CONFIRMED]).first()
    if standing is None:
        allocation.free(application=application, by=by, at=at)
        return
    standing.application = application
    to = Offer.State.DECLINED if application.state == Application.State.WITHDRAWN else Offer.State.WITHDRAWN
    end(standing, to, application_to=application.state, reason="", by=by, at=at)
