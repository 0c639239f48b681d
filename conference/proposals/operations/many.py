"""Doing one thing to many proposals: each by itself, so that one that is refused does not hold up the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from common.errors import Refused
from conference.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many were done, and which were not, with the reason."""

    done: int = 0
    refused: list[tuple[Proposal, str]] = field(default_factory=list)


def each(proposals: Iterable[Proposal], act: Callable[[Proposal], Any]) -> Outcome:
    """Do `act` to each proposal in turn; what one refuses is kept with its reason."""
    done, refused = 0, []
    for proposal in proposals:
        try:
            act(proposal)
        except Refused as no:
            refused.append((proposal, str(no)))
        else:
            done += 1
    return Outcome(done, refused)
