"""Making tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from common.errors import Refused
from common.languages import Language
from ticketing.catalogue.models import Product, Variation
from ticketing.events.models import Event
from ticketing.tickets.models import Ticket
from ticketing.tickets.queries import signing_slot


class NoKey(Refused):
    """The event has no signing key that still signs, so a code could not be made."""

    code = "no_signing_key"

    def __init__(self) -> None:
        super().__init__(_("This event has no key to sign tickets with. Make one in the event's door settings first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What is wanted of one ticket. `lines` is printed below the name; `attention` is shown at the door, `to_ask` has it ask."""

    product: Product
    variation: Variation | None = None
    name: str = ""
    name_other: str = ""
    email: str = ""
    organisation: str = ""
    country: str = ""
    language: str = Language.LV
    lines: Sequence[str] = ()
    attention: str = ""
    to_ask: bool = False

    @property
    def window_id(self) -> int | None:
        """The variation's window goes before the product's."""
        if self.variation is not None and self.variation.window_id is not None:
            return self.variation.window_id
        return self.product.window_id


@transaction.atomic(savepoint=False)
def issue_many(*, event: Event, wanted: Sequence[NewTicket], state: str, by: Actor, at: datetime) -> list[Ticket]:
    """Make one ticket for each of `wanted`, in order, by one INSERT and one SELECT (none where `signing_keys` is prefetched).

    Writes no log line: the caller's own, on the order or the application, tells of all of them.

    Raises:
        NoKey: every signing key of the event is retired.
    """
    slot = signing_slot(event)
    if slot is None:
        raise NoKey
    tickets = [
        Ticket(
            event=event,
            product=new.product,
            variation=new.variation,
            window_id=new.window_id,
            state=state,
            key_slot=slot,
            name=new.name,
            name_other=new.name_other,
            email=new.email,
            organisation=new.organisation,
            country=new.country,
            language=new.language,
            lines=list(new.lines),
            attention=new.attention,
            to_ask=new.to_ask,
            issued_at=at,
            changed_at=at,
        )
        for new in wanted
    ]
    for ticket in tickets:
        ticket.search = ticket.folded
    return Ticket.objects.bulk_create(tickets)


@transaction.atomic
def issue(
    *,
    event: Event,
    product: Product,
    variation: Variation | None = None,
    name: str,
    name_other: str = "",
    email: str = "",
    language: str,
    state: str,
    by: Actor,
    at: datetime,
    lines: Sequence[str] = (),
    attention: str = "",
    organisation: str = "",
    country: str = "",
) -> Ticket:
    """Make one ticket and log it.

    Raises:
        NoKey: every signing key of the event is retired.
    """
    new = NewTicket(
        product=product,
        variation=variation,
        name=name,
        name_other=name_other,
        email=email,
        organisation=organisation,
        country=country,
        language=language,
        lines=lines,
        attention=attention,
    )
    (ticket,) = issue_many(event=event, wanted=[new], state=state, by=by, at=at)
    log(
        by=by,
        at=at,
        action="ticket.issued",
        subject=ticket,
        event=event,
        after={"name": name, "product": product.number, "state": str(state)},
    )
    return ticket
