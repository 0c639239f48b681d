"""Everything that changes calls and applications."""

from fairs.calls.operations.calling import copy, save_call, save_parts, save_prices
from fairs.calls.operations.deciding import ask_for_missing, cancel, link_companion, mark, requote
from fairs.calls.operations.filling import AlreadyApplied, BeingDecided, Closed, answer_share, begin, save
from fairs.calls.operations.many import Outcome, each
from fairs.calls.operations.moving import move, note_judging, reveal, set_score
from fairs.calls.operations.sending import ask_to_reconfirm, reconfirm, submit, withdraw

__all__ = [
    "AlreadyApplied", "BeingDecided", "Closed", "Outcome", "answer_share", "ask_for_missing", "ask_to_reconfirm", "begin", "cancel", "copy",
    "each", "link_companion", "mark", "move", "note_judging", "reconfirm", "requote", "reveal", "save", "save_call", "save_parts",
    "save_prices", "set_score", "submit", "withdraw",
]  # fmt: skip
