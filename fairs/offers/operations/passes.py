"""Badges, helpers' wristbands and vehicle passes: made by the maker, within the number the call allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.offers.models import StallPass
from fairs.offers.operations.products import product_for
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket

Kind = StallPass.Kind


class NotConfirmed(Refused):
    """Passes are made once the place is confirmed."""

    code = "not_confirmed"


class AllMade(Refused):
    """As many passes of this kind as the call allows are made."""

    code = "all_passes_made"


@dataclass(frozen=True, slots=True)
class NewPass:
    """What stands on a pass: a person's name, or a vehicle's number plate."""

    kind: str
    name: str
    name_other: str = ""


def limits(application: Application) -> dict[str, int]:
    """Return how many passes of each kind an application may have: the call's number for each of its stalls."""
    call, stalls = application.call, max(Assignment.objects.filter(application=application).count(), 1)
    return {Kind.BADGE: call.badges_max * stalls, Kind.WRISTBAND: call.wristbands_max * stalls, Kind.VEHICLE: call.vehicles_max * stalls}


@transaction.atomic
def make_pass(*, application: Application, new: NewPass, by: Actor, at: datetime) -> StallPass:
    """Make one pass with its ticket, valid at once.

    Raises:
        NotConfirmed: the place is not confirmed yet.
        Invalid: no name.
        AllMade: the number of the call is reached.
        Stale: somebody else made the last one this instant.
    """
    if application.state != Application.State.CONFIRMED:
        raise NotConfirmed(_("Passes can be made once your place is confirmed."))
    name = new.name.strip()
    if not name:
        raise Invalid(_("Give a name, or the number plate of the vehicle."), code="name_missing", field="name")
    number = _free_number(application, new.kind)
    product = product_for(event=application.call.event, kind=new.kind, by=by, at=at)
    (ticket,) = tickets.issue_many(
        event=application.call.event,
        wanted=[
            tickets.NewTicket(
                product=product,
                name=name,
                name_other=new.name_other.strip(),
                email=application.exhibitor.email,
                organisation=str(application.exhibitor)[:150],
                country=application.exhibitor.country,
                language=application.language,
                lines=printed_lines(application),
            )
        ],
        state=Ticket.State.VALID,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            made = StallPass.objects.create(application=application, kind=new.kind, number=number, ticket=ticket, made_at=at)
    except IntegrityError:
        raise Stale from None
    _log(made, "pass.made", by, at)
    return made


@transaction.atomic
def take_back(*, made: StallPass, by: Actor, at: datetime) -> None:
    """Cancel a pass; its number may be made anew.

    Raises:
        Stale: it was taken back already.
        Refused: as `tickets.cancel`.
    """
    if not StallPass.objects.filter(pk=made.pk, returned_at=None).update(returned_at=at):
        raise Stale
    if made.ticket.state != Ticket.State.CANCELLED:
        tickets.cancel(ticket=made.ticket, by=by, at=at)
    _log(made, "pass.returned", by, at)


def take_back_all(*, application: Application, by: Actor, at: datetime) -> None:
    """Cancel every pass of an application that has lost its place. Part of the caller's transaction."""
    for made in application.passes.filter(returned_at=None).select_related("ticket__event", "application__call__event__partner"):
        take_back(made=made, by=by, at=at)


def printed_lines(application: Application) -> list[str]:
    """Return what stands below the name on each of an application's passes: the studio and its stalls."""
    numbers = list(Assignment.objects.filter(application=application).order_by("stall__number").values_list("stall__number", flat=True))
    if not numbers:
        return []
    with translation.override(application.language):
        return [_("stall %(stalls)s") % {"stalls": ", ".join(numbers)}]


def refresh_lines(*, application: Application, at: datetime) -> None:
    """Bring what is printed on an application's passes up to date after its stalls have changed."""
    lines = printed_lines(application)
    Ticket.objects.filter(pk__in=application.passes.filter(returned_at=None).values("ticket")).update(lines=lines, changed_at=at)


def _free_number(application: Application, kind: str) -> int:
    taken = set(application.passes.filter(kind=kind, returned_at=None).values_list("number", flat=True))
    allowed: Sequence[int] = range(1, limits(application)[kind] + 1)
    free = next((number for number in allowed if number not in taken), None)
    if free is None:
        raise AllMade(_("All the passes of this kind are made. Take one back first, or ask the organiser."))
    return free


def _log(made: StallPass, action: str, by: Actor, at: datetime) -> None:
    event = made.application.call.event
    history.log(
        by=by,
        at=at,
        action=action,
        subject=made.application,
        partner=event.partner,
        event=event,
        after={"kind": made.kind, "name": made.ticket.name},
    )
