"""The papers of a fair as PDF, in Latvian, Russian or English whatever the reader's language is."""

from fairs.offers.documents.letters import contract, decision
from fairs.offers.documents.lists import goods, schedule, traders
from fairs.offers.documents.stall_cards import stall_cards

__all__ = ["contract", "decision", "goods", "schedule", "stall_cards", "traders"]
