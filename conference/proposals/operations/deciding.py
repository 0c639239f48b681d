"""Deciding, and publishing decisions: everybody is told at once, and nobody before."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from conference.proposals import mails, queries, rules
from conference.proposals.models import Proposal, ProposalCall
from conference.proposals.operations.noting import locked, log, move
from ticketing.events.operations import refuse_if_locked


class NothingToPublish(Refused):
    """No decision waits to be published."""

    code = "nothing_to_publish"


@dataclass(frozen=True, slots=True)
class Published:
    """How many proposals were told what, in how many letters."""

    accepted: int
    reserve: int
    rejected: int
    letters: int


@transaction.atomic
def decide(*, proposal: Proposal, to: str, by: Actor, at: datetime, answer: str | None = None) -> Proposal:
    """Decide on a proposal; "submitted" takes a decision back that was not told. Its authors see nothing until `publish`.

    `answer` is the reason told to the authors; None leaves it as it is.

    Raises:
        Refused: it was told already, or cannot become that (`not_allowed_now`).
        events.operations.Locked: the partner is suspended.
    """
    now = locked(proposal)
    refuse_if_locked(now.call.event, at)
    before = now.state
    if not rules.may_decide(before, now.shown_state, to):
        raise Refused(
            _("A proposal that is “%(now)s” cannot become “%(then)s” now.")
            % {"now": now.get_state_display(), "then": Proposal.State(to).label},
            code="not_allowed_now",
        )
    more = {} if answer is None else {"answer": answer}
    move(now, to, is_shown=False, at=at, **more)
    log(now, by, at, "proposal.decided", before={"state": before}, after={"state": to, **({"answer": answer} if answer else {})})
    return now


@transaction.atomic
def write_note(*, proposal: Proposal, note: str, answer: str, by: Actor, at: datetime) -> Proposal:
    """Keep the internal note, and the reason that is told with the decision.

    Raises:
        Refused: another reason after the decision was told (`told`).
        events.operations.Locked: the partner is suspended.
    """
    now = locked(proposal)
    refuse_if_locked(now.call.event, at)
    is_told = now.shown_state not in (Proposal.State.DRAFT, Proposal.State.SUBMITTED) and now.shown_state == now.state
    if answer != now.answer and is_told:
        raise Refused(_("The authors have their answer already; another reason would never reach them."), code="told", field="answer")
    before, after = history.changes(now, {"note": note, "answer": answer})
    if after:
        now.note, now.answer = note, answer
        now.save(update_fields=["note", "answer"])
        log(now, by, at, "proposal.noted", before=before, after=after)
    return now


@transaction.atomic
def publish(*, call: ProposalCall, by: Actor, at: datetime) -> Published:
    """Tell all authors whose decision waits, in one transaction: all letters are written, or none. Every author gets one.

    Raises:
        NothingToPublish: nothing waits.
        events.operations.Locked: the partner is suspended.
    """
    call = ProposalCall.objects.select_for_update(of=("self",)).select_related("event__partner").get(pk=call.pk)
    refuse_if_locked(call.event, at)
    told: Counter[str] = Counter()
    letters = 0
    for waiting in list(queries.to_publish(call)):
        now = locked(waiting)
        if now.state not in rules.DECISIONS or now.state == now.shown_state:
            continue  # taken back by its speaker this very moment
        before = now.shown_state
        move(now, now.state, is_shown=True, at=at)
        log(now, by, at, "proposal.told", before={"state": before}, after={"state": now.state})
        letters += len(mails.decided(now, at=at))
        told[now.state] += 1
    if not told:
        raise NothingToPublish(_("There is no decision that its authors have not been told yet."))
    ProposalCall.objects.filter(pk=call.pk).update(decided_at=at)
    event = call.event
    after = {**told, "letters": letters}
    history.log(by=by, at=at, action="decisions.published", subject=event, partner=event.partner, event=event, after=after)
    return Published(told["accepted"], told["reserve"], told["rejected"], letters)
