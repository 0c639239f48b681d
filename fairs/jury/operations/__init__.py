"""Everything that changes juries, rounds, ballots and decisions."""

from fairs.jury.operations.checking import check, redact
from fairs.jury.operations.deciding import apply, change_decision
from fairs.jury.operations.refusals import Begun, Conflicted, NotBlind, NotOnScale, NotOpen, NotSeated, RoundOver, Unfinished
from fairs.jury.operations.rounds import Wanted, add_round, change_round, make_usual_rounds, remove_round
from fairs.jury.operations.running import close_round, extend, open_round, put_back
from fairs.jury.operations.seating import USUAL, Newcomer, appoint, describe, dismiss, replace
from fairs.jury.operations.voting import Said, declare_conflict, score, undo, withdraw_conflict

__all__ = [
    "USUAL", "Begun", "Conflicted", "Newcomer", "NotBlind", "NotOnScale", "NotOpen", "NotSeated", "RoundOver", "Said", "Unfinished",
    "Wanted", "add_round", "apply", "appoint", "change_decision", "change_round", "check", "close_round", "declare_conflict",
    "describe", "dismiss", "extend", "make_usual_rounds", "open_round", "put_back", "redact", "remove_round", "replace", "score",
    "undo", "withdraw_conflict",
]  # fmt: skip
