"""The one way a card payment changes its state."""

from typing import Any

from ticketing.cards import rules
from ticketing.cards.models import CardSession


def move(session: CardSession, to: str, **facts: Any) -> bool:
    """Bring the session into state `to` if its present state in the database allows it, and set `facts` with it; tell whether."""
    moved = CardSession.objects.filter(pk=session.pk, state__in=rules.sources(to)).update(state=to, **facts)
    if moved:
        session.state = to
        for name, value in facts.items():
            setattr(session, name, value)
    return bool(moved)
