"""The papers of a fair as PDF, in Latvian, Russian or English whatever the reader's language is."""

from collections.abc import Callable, Mapping
from datetime import datetime

from fairs.calls.models import Application
from fairs.offers.documents.letters import contract, contracts, decision, decisions
from fairs.offers.documents.lists import goods, placed, schedule, traders
from fairs.offers.documents.stall_cards import stall_cards
from fairs.offers.documents.stall_plan import stall_plan
from ticketing.events.models import Event

__all__ = [
    "BY_KIND",
    "contract",
    "contracts",
    "decision",
    "decisions",
    "goods",
    "placed",
    "schedule",
    "stall_cards",
    "stall_plan",
    "traders",
]


def _cards(event: Event, *, language: str, at: datetime) -> bytes | None:
    found: list[tuple[Application, str]] = placed(event)
    return stall_cards(event, found, language=language, at=at) if found else None


BY_KIND: Mapping[str, Callable[..., bytes | None]] = {
    "traders": traders,
    "plan": stall_plan,
    "schedule": schedule,
    "cards": _cards,
    "decisions": decisions,
    "contracts": contracts,
}
"""The papers of the whole fair, by the word in their address; None where there is nothing to print."""
