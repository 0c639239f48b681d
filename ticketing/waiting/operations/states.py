"""The one way somebody on the list changes their state, and the lock under which the line moves."""

from collections import Counter
from datetime import datetime
from typing import Any

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Stale
from ticketing.catalogue import quotas
from ticketing.catalogue.models import Quota
from ticketing.events.models import Event
from ticketing.waiting import queries, rules
from ticketing.waiting.models import Wait, WaitingRule


def lock(event: Event) -> WaitingRule | None:
    """Hold the event's list and then its quotas until the transaction ends, so that one thing happens to the line at a time."""
    rule = WaitingRule.objects.select_for_update().filter(event=event).first()
    # In the order of their keys, as everybody takes places: two never wait for each other in a circle.
    list(Quota.objects.select_for_update().filter(event=event).order_by("pk"))
    return rule


def move(wait: Wait, to: str, **facts: Any) -> None:
    """Bring somebody into state `to` if the state in the table allows it, and set `facts` with it.

    Raises:
        Stale: it does not, somebody else having been quicker.
    """
    if not Wait.objects.filter(pk=wait.pk, state__in=rules.sources(to)).update(state=to, **facts):
        raise Stale
    wait.state = to
    for name, value in facts.items():
        setattr(wait, name, value)


def keep_places(event: Event) -> None:
    """Write down how many places of each quota those who wait want, so that the public leaves them. Under `lock`."""
    quotas.note_awaited(event, Counter(queries.wanted(queries.as_parties(queries.line(event), event))))


def log(wait: Wait, action: str, by: Actor, at: datetime, **after: Any) -> None:
    """Write a line about somebody on the list."""
    event = wait.event
    history.log(by=by, at=at, action=action, subject=wait, partner=event.partner, event=event, after=after)
