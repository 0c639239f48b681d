"""What being enrolled brings: a ticket, and a fee where there is one."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from accounts.history.operations import Actor
from conference.learning import queries
from conference.learning.models import Enrolment
from conference.learning.operations import charging
from conference.learning.operations.states import move
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


def enrol(party: Sequence[Enrolment], *, by: Actor, at: datetime) -> None:
    """Enrol people who hold a seat, issue their tickets and charge what it costs. Part of the caller's transaction.

    The ticket is good at once where taking part is free, otherwise once the order is paid.

    Raises:
        Stale: one of them is no longer applied or offered.
        tickets.NoKey: every signing key of the event is retired.
    """
    course = party[0].course
    for one in party:
        move(one, Enrolment.State.ENROLLED, at=at, offer_until=None)
    for state, people in _by_ticket(party).items():
        made = tickets.issue_many(event=course.event, wanted=[_ticket(one) for one in people], state=state, by=by, at=at)
        for one, ticket in zip(people, made, strict=True):
            Enrolment.objects.filter(pk=one.pk).update(ticket=ticket)
            one.ticket = ticket
    charging.charge(course, party[0].party, by=by, at=at)


def _by_ticket(party: Sequence[Enrolment]) -> dict[str, list[Enrolment]]:
    """Return the people by the state of the ticket they get: unpaid where taking part costs them something."""
    found: dict[str, list[Enrolment]] = {}
    for one in party:
        state = Ticket.State.UNPAID if queries.fee_of(one) > 0 else Ticket.State.VALID
        found.setdefault(state, []).append(one)
    return found


def _ticket(one: Enrolment) -> tickets.NewTicket:
    return tickets.NewTicket(
        product=one.course.product,
        name=one.name,
        name_other=one.name_other,
        email=one.email,
        organisation=one.organisation,
        country=one.country,
        language=one.language,
        lines=role_lines(one),
    )


def role_lines(one: Enrolment) -> list[str]:
    """Return what stands below the name on a badge: what somebody is there, unless they simply take part."""
    if one.role == Enrolment.Role.LEARNER:
        return []
    with translation.override(one.language):
        label = str(one.get_role_display())
    return [label[:1].upper() + label[1:]]
