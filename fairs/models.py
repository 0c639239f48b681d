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
from fairs.fairday.models import AfterForm, Appearance, Incident, VisitorCount
from fairs.fairground.models import Board, Entrance, Ground, Lane, Stall, Zone
from fairs.jury.models import Ballot, Check, Conflict, Criterion, Decision, Juror, Redaction, Round, Score

__all__ = [
    "AddOn", "AllocationRules", "Application", "ApplicationPhoto", "Assignment", "Board", "Call", "CallQuestion", "Companion",
    "Entrance", "GoodsGroup", "Ground", "Lane", "LedgerEntry", "Pin", "Placement", "Plan", "Reason", "RequiredPaper", "Stall", "Wish",
    "Zone",
]  # fmt: skip
