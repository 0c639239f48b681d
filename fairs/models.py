"""The tables of this app's rooms."""

from fairs.allocation.models import AllocationRules, Assignment, AssignmentLine, LedgerEntry, Pin, Placement, Plan, Reason
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
from fairs.fairground.models import Acknowledgement, Amenity, Board, Entrance, Ground, GroundTemplate, Lane, Stall, Tap, Zone
from fairs.jury.models import Ballot, Check, Conflict, Criterion, Decision, Juror, Redaction, Round, Score
from fairs.offers.models import FairProduct, Goods, LoadSlot, Offer, StallPass

__all__ = [
    "Acknowledgement", "AddOn", "AfterForm", "AllocationRules", "Amenity", "Appearance", "Application", "ApplicationPhoto", "Assignment",
    "AssignmentLine", "Ballot",
    "Board", "Call", "CallQuestion", "Check", "Companion", "Conflict", "Criterion", "Decision", "Entrance",
    "FairProduct", "Goods", "GoodsGroup", "Ground", "GroundTemplate", "Incident", "Juror", "Lane", "LedgerEntry", "LoadSlot", "Offer",
    "Pin", "Placement", "Plan", "Reason", "Redaction", "RequiredPaper", "Round", "Score", "Stall", "StallPass", "Tap",
    "VisitorCount", "Wish", "Zone",
]  # fmt: skip
