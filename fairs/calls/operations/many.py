"""Doing one thing to many applications: each by itself, so that one that is refused does not hold up the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from common.errors import Refused
from fairs.calls.models import Application


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many were done, and which were not, with the reason."""

    done: int = 0
    refused: list[tuple[Application, str]] = field(default_factory=list)


def each(applications: Iterable[Application], act: Callable[[Application], Any]) -> Outcome:
    """Do `act` to each application in turn; what one refuses is kept with its reason."""
    done, refused = 0, []
    for application in applications:
        try:
            act(application)
        except Refused as no:
            refused.append((application, str(no)))
        else:
            done += 1
    return Outcome(done, refused)
