"""Everything that changes what must go back."""

from ticketing.refunds.operations.carrying import again, done, failed, give_account, ordered, waive, went
from ticketing.refunds.operations.owing import AboveHeld, owe, owe_surplus

__all__ = ["AboveHeld", "again", "done", "failed", "give_account", "ordered", "owe", "owe_surplus", "waive", "went"]
