"""What speakers do with a whole proposal: send it, take it back, say that they come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from conference.proposals import mails, queries, rules
from conference.proposals.models import Proposal
from conference.proposals.operations.filling import refuse_unless_editable
from conference.proposals.operations.noting import locked, log, move
from ticketing.events.operations import refuse_if_locked


class Incomplete(Invalid):
    """Something is missing; `facts["missing"]` says what, as (step, word)."""

    code = "incomplete"


@transaction.atomic
def submit(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Send a draft. Its first author gets a letter, co-authors learn that they are named. Sending twice changes nothing.

    Raises:
        Closed: the call is closed, or the proposal is decided or withdrawn.
        Incomplete: something is missing.
    """
    now = locked(proposal)
    if now.shown_state == Proposal.State.SUBMITTED:
        return now
    refuse_unless_editable(now, at)
    if lacks := queries.missing(now):
        raise Incomplete(_("Something is still missing."), facts={"missing": lacks})
    move(now, Proposal.State.SUBMITTED, is_shown=True, at=at, submitted_at=at)
    log(now, by, at, "proposal.sent", after={"number": now.number})
    mails.received(now, at=at)
    return now


@transaction.atomic
def send_link(*, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Send the secret link to the first author once more, to the address it went to at the beginning.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(proposal.call.event, at)
    mails.begun(proposal, at=at, again=True)
    log(proposal, by, at, "proposal.link_sent", after={"number": proposal.number})


@transaction.atomic
def withdraw(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Take a proposal back, for good; all authors are told. Its place in a programme is freed by whoever laid it out.

    Raises:
        Refused: it was taken back already, or its authors know that it is not accepted (`not_allowed_now`).
    """
    now = locked(proposal)
    if not rules.may_move(now.state, Proposal.State.WITHDRAWN) or now.shown_state == Proposal.State.REJECTED:
        raise Refused(_("There is nothing to take back."), code="not_allowed_now")
    before = now.state
    move(now, Proposal.State.WITHDRAWN, is_shown=True, at=at)
    log(now, by, at, "proposal.withdrawn", before={"state": before})
    if before != Proposal.State.DRAFT:
        mails.withdrawn(now, at=at)
    return now


@transaction.atomic
def confirm(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Note that the speaker comes. Only what was accepted and told can be confirmed; doing so twice changes nothing.

    Raises:
        Refused: it is not accepted, as far as its authors know (`not_allowed_now`).
    """
    now = locked(proposal)
    if now.state == Proposal.State.CONFIRMED:
        return now
    if now.state != Proposal.State.ACCEPTED or now.shown_state != Proposal.State.ACCEPTED:
        raise Refused(_("Only an accepted proposal can be confirmed."), code="not_allowed_now")
    move(now, Proposal.State.CONFIRMED, is_shown=True, at=at)
    log(now, by, at, "proposal.confirmed", after={"number": now.number})
    mails.confirmed(now, at=at)
    return now
