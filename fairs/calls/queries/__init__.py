"""Reads of calls and applications for screens, files and the rooms above."""

from fairs.calls.queries.calls import call_of, calls_before, closed_calls, goods_of, is_being_decided, phase_of, public_calls
from fairs.calls.queries.counts import GroupCount, goods_counts
from fairs.calls.queries.desk import Check, checklist, end_of_list, numbered, state_counts, untold
from fairs.calls.queries.facts import AllocationFacts, PlaceWish, allocation_facts
from fairs.calls.queries.lacks import Lacks, duplicates, lacks_of
from fairs.calls.queries.letters import letter_counts, letters
from fairs.calls.queries.making import application_at, applications_of, earlier_applications, messages_about, product_words, shares_asked_of
from fairs.calls.queries.prices import Example, examples, price_of, read_prices

__all__ = [
    "AllocationFacts", "Check", "Example", "GroupCount", "Lacks", "PlaceWish", "allocation_facts", "application_at",
    "applications_of", "call_of", "calls_before", "checklist", "closed_calls", "duplicates", "earlier_applications",
    "end_of_list", "examples", "goods_counts", "goods_of", "is_being_decided", "lacks_of", "letter_counts", "letters",
    "messages_about", "numbered", "phase_of", "price_of", "product_words", "public_calls", "read_prices", "shares_asked_of",
    "state_counts", "untold",
]  # fmt: skip
