"""Deciding what happened where two phones let one ticket in."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.history.operations import log
from accounts.models import Person
from common.errors import Stale
from ticketing.door.models import ClashDecision, Scan
from ticketing.orders import operations as orders
from ticketing.orders.models import OrderLine
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


def decide(*, scan: Scan, ruling: str, note: str = "", by: Person, at: datetime) -> ClashDecision:
    """Keep what a person decided about a clash; with "shared" the ticket is cancelled, and its buyer told.

    Raises:
        Stale: somebody decided it before.
        Refused: the ticket cannot be cancelled (any more).
    """
    try:
        with transaction.atomic():
            decision = ClashDecision.objects.create(scan=scan, ruling=ruling, note=note.strip(), decided_by=by, decided_at=at)
            log(by=by, at=at, action="clash.decided", subject=scan.ticket, event=scan.event, after={"ruling": ruling, "note": note.strip()})
            if ruling == ClashDecision.Ruling.SHARED and scan.ticket.state != Ticket.State.CANCELLED:
                _cancel(scan.ticket, by, at)
    except IntegrityError as error:
        raise Stale from error
    return decision


def reopen(*, decision: ClashDecision, by: Person, at: datetime) -> None:
    """Take a decision back, so that another can be made. A ticket cancelled with it stays cancelled."""
    with transaction.atomic():
        gone, _rows = ClashDecision.objects.filter(pk=decision.pk).delete()
        if gone:
            scan = decision.scan
            log(by=by, at=at, action="clash.reopened", subject=scan.ticket, event=scan.event, before={"ruling": decision.ruling})


def _cancel(ticket: Ticket, by: Person, at: datetime) -> None:
    if OrderLine.objects.filter(ticket=ticket).exists():
        orders.cancel_ticket(ticket=ticket, by=by, at=at)
    else:
        tickets.cancel(ticket=ticket, by=by, at=at)
