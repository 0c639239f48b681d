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
from fairs.fairground.models import Board, Entrance, Ground, Lane, Stall, Zone

__all__ = [
    "AddOn", "Application", "ApplicationPhoto", "Board", "Call", "CallQuestion", "Companion", "Entrance", "GoodsGroup", "Ground",
    "Lane", "RequiredPaper", "Stall", "Wish", "Zone",
]  # fmt: skip
