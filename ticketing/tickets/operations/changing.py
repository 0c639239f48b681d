"""Changing tickets that exist. Every change compares what was read with what stands in the table (`Stale` otherwise)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, changes, log
from common.errors import Refused, Stale
from ticketing.signals import ticket_cancelled, ticket_handed_over
from ticketing.tickets import rules
from ticketing.tickets.models import Ticket


def _write(ticket: Ticket, at: datetime, **fields: Any) -> None:
    """Write `fields` if the row is still as `ticket` was read, and bring `ticket` up to date.

    Raises:
        Stale: somebody else has changed the ticket since.
    """
    wished = {**fields, "changed_at": at}
    unchanged = Ticket.objects.filter(pk=ticket.pk, state=ticket.state, generation=ticket.generation, changed_at=ticket.changed_at)
    if "name" in fields:
        renamed = Ticket(**{name: wished.get(name, getattr(ticket, name)) for name in ("name", "name_other", "organisation", "email")})
        wished["search"] = renamed.folded
    if not unchanged.update(**wished):
        raise Stale
    for name, value in wished.items():
        setattr(ticket, name, value)


def _raised(ticket: Ticket) -> int:
    """Return the next generation of a live ticket's code.

    Raises:
        Refused: the ticket is cancelled, or was reissued 254 times.
    """
    if ticket.state == Ticket.State.CANCELLED:
        raise Refused(_("This ticket is cancelled."), code="ticket_cancelled")
    if ticket.generation >= rules.LAST_GENERATION:
        raise Refused(_("This ticket was replaced too often. Cancel it and issue a new one."), code="too_many_generations")
    return ticket.generation + 1


@transaction.atomic
def validate(*, tickets: Collection[Ticket], by: Actor, at: datetime) -> None:
    """Let unpaid tickets admit from now on: one statement, however many they are.

    Writes no log line: the caller's own, on the order that was paid, tells of all of them.

    Raises:
        Stale: one of them was not unpaid any more; then none has changed.
    """
    if not tickets:
        return
    numbers = [ticket.pk for ticket in tickets]
    before, after = Ticket.State.UNPAID, Ticket.State.VALID
    if Ticket.objects.filter(pk__in=numbers, state=before).update(state=after, changed_at=at) != len(numbers):
        raise Stale
    for ticket in tickets:
        ticket.state, ticket.changed_at = after, at


@transaction.atomic
def cancel(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Take the right to enter back, for good, and tell the floors above.

    Raises:
        Refused: it is cancelled already.
        Stale: it has changed since it was read.
    """
    if not rules.may_move(ticket.state, Ticket.State.CANCELLED):
        raise Refused(_("This ticket is cancelled already."), code="ticket_cancelled")
    before = str(ticket.state)
    _write(ticket, at, state=Ticket.State.CANCELLED)
    log(by=by, at=at, action="ticket.cancelled", subject=ticket, event=ticket.event, before={"state": before})
    ticket_cancelled.send(Ticket, ticket=ticket, by=by, at=at)


@transaction.atomic
def rename(
    *,
    ticket: Ticket,
    name: str,
    name_other: str | None = None,
    email: str | None = None,
    organisation: str | None = None,
    country: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Correct how the same holder is written; the printed code stays good. What is None stays as it is.

    Raises:
        Refused: the ticket is cancelled.
        Stale: it has changed since it was read.
    """
    if ticket.state == Ticket.State.CANCELLED:
        raise Refused(_("This ticket is cancelled."), code="ticket_cancelled")
    given = {"name": name, "name_other": name_other, "email": email, "organisation": organisation, "country": country}
    wished = {field: value for field, value in given.items() if value is not None}
    before, after = changes(ticket, wished)
    if not after:
        return
    _write(ticket, at, **wished)
    log(by=by, at=at, action="ticket.renamed", subject=ticket, event=ticket.event, before=before, after=after)


@transaction.atomic
def reissue(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Replace a lost or leaked code by a new one; the old one is refused as replaced.

    Raises:
        Refused: the ticket is cancelled, or was reissued 254 times.
        Stale: it has changed since it was read.
    """
    before, after = ticket.generation, _raised(ticket)
    _write(ticket, at, generation=after)
    log(
        by=by,
        at=at,
        action="ticket.reissued",
        subject=ticket,
        event=ticket.event,
        before={"generation": before},
        after={"generation": after},
    )


@transaction.atomic
def hand_over(*, ticket: Ticket, name: str, email: str, name_other: str = "", by: Actor, at: datetime) -> None:
    """Give the ticket to somebody else: a new name, a new code, and nothing left of the former holder.

    Raises:
        Refused: the product may not be handed over, or the ticket is not valid (code "not_transferable").
        Stale: it has changed since it was read.
    """
    if not rules.may_hand_over(ticket.state, is_transferable=ticket.product.is_transferable):
        raise Refused(_("This ticket cannot be handed over."), code="not_transferable")
    wished = {
        "name": name,
        "name_other": name_other,
        "email": email,
        "organisation": "",
        "country": "",
        "generation": _raised(ticket),
    }
    before, after = changes(ticket, wished)
    _write(ticket, at, **wished, answers=[])  # what the former holder said about themselves is no news for the log either
    log(by=by, at=at, action="ticket.handed_over", subject=ticket, event=ticket.event, before=before, after=after)
    ticket_handed_over.send(Ticket, ticket=ticket, by=by, at=at)
