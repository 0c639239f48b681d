"""The tables of this app's rooms."""

from fairs.allocation.models import AllocationRules, Assignment, LedgerEntry, Pin, Placement, Plan, Reason
from fairs.calls.models import (
    AddOn,
    Application,
    ApplicationPhoto,
    Call,
    CallQuestion,
    Companion,
    GoodsGroup,
    RequiredPaper,
    Wish,
)
from fairs.fairground.models import Board, Entrance, Ground, Lane, Stall, Zone

__all__ = [
    "AddOn", "AllocationRules", "Application", "ApplicationPhoto", "Assignment", "Board", "Call", "CallQuestion", "Companion",
    "Entrance", "GoodsGroup", "Ground", "Lane", "LedgerEntry", "Pin", "Placement", "Plan", "Reason", "RequiredPaper", "Stall", "Wish",
    "Zone",
]  # fmt: skip
