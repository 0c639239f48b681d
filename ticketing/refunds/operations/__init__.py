"""Everything that changes what must go back."""

from ticketing.refunds.operations.cancelling import give_back, set_ladder
from ticketing.refunds.operations.carrying import again, done, failed, give_account, ordered, take_back, waive, went
from ticketing.refunds.operations.owing import AboveHeld, owe, owe_surplus, return_credit
from ticketing.refunds.operations.upheavals import TooLate, answer, ask_buyers, ask_for_accounts, call_off, remind, step, try_again

__all__ = [
    "AboveHeld",
    "TooLate",
    "again",
    "answer",
    "ask_buyers",
    "ask_for_accounts",
    "call_off",
    "done",
    "failed",
    "give_account",
    "give_back",
    "ordered",
    "owe",
    "owe_surplus",
    "remind",
    "return_credit",
    "set_ladder",
    "step",
    "take_back",
    "try_again",
    "waive",
    "went",
]
