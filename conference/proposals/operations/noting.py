"""What every operation on a proposal does at its beginning and its end: lock it, look that nobody was quicker, write the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Stale
from conference.proposals.models import Proposal


def locked(proposal: Proposal, revision: int | None = None) -> Proposal:
    """Return the proposal as it is now, locked for the transaction.

    Raises:
        Stale: it is gone, or was changed since `revision`.
    """
    found = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk).select_related("call__event__partner", "kind").first()
    if found is None:
        raise Stale
    if revision is not None and found.revision != revision:
        raise Stale(_("This was changed in another window. What you see there now is kept; look at it and save again."))
    return found


def log(proposal: Proposal, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    """Write a line about a proposal."""
    event = proposal.call.event
    history.log(by=by, at=at, action=action, subject=proposal, partner=event.partner, event=event, **sides)


def move(proposal: Proposal, to: str, *, is_shown: bool, at: datetime, **facts: Any) -> None:
    """Put a locked proposal into a state, with what changes along."""
    proposal.state = to
    if is_shown:
        proposal.shown_state = to
    proposal.changed_at, proposal.revision = at, proposal.revision + 1
    for name, value in facts.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", "shown_state", "changed_at", "revision", *facts])
