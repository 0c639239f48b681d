"""The tables of this app's rooms."""

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
    "AddOn", "Application", "ApplicationPhoto", "Ballot", "Board", "Call", "CallQuestion", "Check", "Companion", "Conflict", "Criterion",
    "Decision", "Entrance", "GoodsGroup", "Ground", "Juror", "Lane", "Redaction", "RequiredPaper", "Round", "Score", "Stall", "Wish", "Zone",
]  # fmt: skip
