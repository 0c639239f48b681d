"""The letters to a fair's makers, as the outbox keeps them. Tickets and orders have letters of their own, shown elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import about
from common.outbox import queries as outbox
from common.outbox.models import Message
from ticketing.events.models import Event

KINDS: Mapping[str, Any] = {
    "application.received": _("application received"),
    "application.missing": _("what is missing"),
    "application.share": _("sharing a stall"),
    "application.reconfirm": _("the fair has moved"),
    "application.withdrawn": _("application withdrawn"),
    "application.cancelled": _("application cancelled"),
    "fair.offered": _("a stall is offered"),
    "fair.waiting": _("waiting list"),
    "fair.rejected": _("not selected"),
    "fair.confirmed": _("stall confirmed"),
    "fair.lapsed": _("offer lapsed"),
    "fair.withdrawn": _("offer taken back"),
}
"""What a maker is written to about, by the kind of message."""

WHICH: Mapping[str, Any] = {"": _("All"), "under_way": _("Going out"), "sent": _("Gone out"), "trouble": _("To be looked at")}
"""Quick filters of letters."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "under_way": (Message.State.WAITING, Message.State.QUEUED, Message.State.SENDING),
    "sent": (Message.State.SENT,),
    "trouble": (Message.State.FAILED, Message.State.DOUBTFUL),
}


def _to_makers(event: Event) -> QuerySet[Message]:
    return outbox.within(about(event)).filter(Q(kind__startswith="application.") | Q(kind__startswith="fair."))


def letters(event: Event, words: str = "", which: str = "", kind: str = "") -> QuerySet[Message]:
    """Return the letters to the event's makers, newest first, whose address and subject hold every word."""
    found = _to_makers(event)
    for word in words.split():
        found = found.filter(Q(to__icontains=word) | Q(subject__icontains=word))
    if which:
        found = found.filter(state__in=_STATES[which])
    return found.filter(kind=kind) if kind else found


def letter_counts(event: Event) -> dict[str, int]:
    """Return how many letters each quick filter finds. One statement."""
    states = dict(_to_makers(event).order_by().values_list("state").annotate(n=Count("pk")))
    counted = {which: sum(states.get(state, 0) for state in kept) for which, kept in _STATES.items()}
    return {"": sum(states.values()), **counted}
