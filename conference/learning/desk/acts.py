"""What can be done to many enrolments at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.errors import Refused
from conference.learning import operations as learning
from conference.learning.models import Enrolment

State = Enrolment.State


@dataclass(frozen=True, slots=True)
class Act:
    """Its label, whom it concerns, what is to be written with it ("answer", "reason" or ""), and doing it."""

    label: Any
    question: Any
    states: frozenset[str]
    asks: str
    do: Callable[[Enrolment, str, Person, datetime], Any]
    is_hard: bool = False


ACTS: dict[str, Act] = {
    "approve": Act(
        _("Approve"),
        _("They are enrolled, and get their ticket or what is to be paid."),
        frozenset({State.APPLIED}),
        "",
        lambda one, _words, by, at: learning.approve(enrolment=one, by=by, at=at),
    ),
    "offer": Act(
        _("Offer a free place"),
        _("A place is kept for them until the deadline; they say whether they take it."),
        frozenset({State.WAITING}),
        "reason",
        lambda one, words, by, at: learning.offer(enrolment=one, reason=words, by=by, at=at),
    ),
    "decline": Act(
        _("Decline"),
        _("They get your answer by letter, and their seat becomes free."),
        frozenset({State.APPLIED, State.WAITING}),
        "answer",
        lambda one, words, by, at: learning.decline(enrolment=one, answer=words, by=by, at=at),
        is_hard=True,
    ),
}


@dataclass(slots=True)
class Outcome:
    """For how many it was done, and who was refused with why."""

    done: int
    refused: list[tuple[Enrolment, str]]


def do_many(word: str, people: Sequence[Enrolment], *, words: str, by: Person, at: datetime) -> Outcome:
    """Do the same to each party, every one in a transaction of its own: one that is refused keeps no other from it."""
    outcome, seen = Outcome(0, []), set()
    for one in people:
        if one.party in seen:
            continue
        seen.add(one.party)
        try:
            outcome.done += len(ACTS[word].do(one, words, by, at))
        except Refused as refused:
            outcome.refused.append((one, str(refused)))
    return outcome
