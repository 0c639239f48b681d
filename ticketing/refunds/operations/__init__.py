"""Everything that changes what must go back."""

from ticketing.refunds.operations.cancelling import give_back, set_ladder
from ticketing.refunds.operations.carrying import again, done, failed, give_account, ordered, take_back, waive, went
from ticketing.refunds.operations.owing import AboveHeld, owe, owe_surplus, return_credit

__all__ = [
    "AboveHeld",
    "again",
    "done",
    "failed",
    "give_account",
    "give_back",
    "ordered",
    "owe",
    "owe_surplus",
    "return_credit",
    "set_ladder",
    "take_back",
    "waive",
    "went",
]
