"""Everything that changes what the bank said and what became of it."""

from ticketing.banking.operations.booking import Part, book, owe_back, set_aside, take_back, undo_aside
from ticketing.banking.operations.importing import ask, bring_in, carry_on, forget, look, receive, save_form
from ticketing.banking.operations.transferring import fetched, make_file

__all__ = [
    "Part", "ask", "book", "bring_in", "carry_on", "fetched", "forget", "look", "make_file", "owe_back", "receive", "save_form",
    "set_aside", "take_back", "undo_aside",
]  # fmt: skip
