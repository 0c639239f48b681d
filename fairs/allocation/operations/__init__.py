"""Everything that writes rules, plans, assignments and the ledger."""

from fairs.allocation.operations.asking import (
    TASK,
    UNDER_WAY,
    ask_plan,
    ask_refill,
    beat,
    cancel,
    contradict,
    fail,
    finish,
    start,
    stop,
)
from fairs.allocation.operations.changing import Change, drop_pin, move_by_hand, pin, set_rules
from fairs.allocation.operations.publishing import assign, free, publish

__all__ = [
    "TASK", "UNDER_WAY", "Change", "ask_plan", "ask_refill", "assign", "beat", "cancel", "contradict", "drop_pin", "fail", "finish", "free",
    "move_by_hand", "pin", "publish", "set_rules", "start", "stop",
]  # fmt: skip
