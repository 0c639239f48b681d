"""Tickets for people who order nothing: guests, press, helpers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid
from ticketing.events.models import Event
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


@transaction.atomic
def invite_guests(*, event: Event, guests: Sequence[tickets.NewTicket], by: Actor, at: datetime) -> list[Ticket]:
    """Issue a valid ticket to each guest. They take no place of a quota: who invites decides whether there is room.

    Raises:
        Invalid: a product belongs to another event, or admits nobody.
        tickets.NoKey: every signing key of the event is retired.
    """
    if any(guest.product.event_id != event.pk or not guest.product.admits for guest in guests):
        raise Invalid(_("Choose a product of this event that admits a person."), code="unknown_product", field="what")
    issued = tickets.issue_many(event=event, wanted=guests, state=Ticket.State.VALID, by=by, at=at)
    products = sorted({str(guest.product) for guest in guests})
    history.log(
        by=by,
        at=at,
        action="guests.invited",
        subject=event,
        partner=event.partner,
        event=event,
        after={"products": products, "tickets": [ticket.pk for ticket in issued]},
    )
    return issued
