"""The one way an enrolment changes its state, and the lock that lets changes of one course go one after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Stale
from conference.learning import rules
from conference.learning.models import Course, Enrolment


def lock(course: Course) -> None:
    """Let two who take or free seats of one course go one after the other.

    A party needs seats of several quotas and activities; taken under one lock, nobody waits for another in a circle. The
    guarded UPDATEs in `seats` and the checks in the tables stand behind it.
    """
    Course.objects.select_for_update().get(pk=course.pk)


def move(enrolment: Enrolment, to: str, *, at: datetime, **facts: Any) -> None:
    """Bring an enrolment into state `to` if its present state in the database is the one that was read and allows it.

    Raises:
        Stale: it is not, or does not.
    """
    if to not in rules.MOVES[enrolment.state]:
        raise Stale
    facts["changed_at"] = at
    if not Enrolment.objects.filter(pk=enrolment.pk, state=enrolment.state).update(state=to, **facts):
        raise Stale
    enrolment.state = to
    for name, value in facts.items():
        setattr(enrolment, name, value)


def log(enrolment: Enrolment, action: str, by: Actor, at: datetime, **after: Any) -> None:
    """Write a line into an enrolment's history."""
    log_change(enrolment, action, by, at, {}, after)


def log_change(enrolment: Enrolment, action: str, by: Actor, at: datetime, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """As `log`, with what it was before."""
    event = enrolment.course.event
    history.log(by=by, at=at, action=action, subject=enrolment, partner=event.partner, event=event, before=before, after=after)
