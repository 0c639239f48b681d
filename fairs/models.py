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
from fairs.offers.models import FairProduct, Goods, LoadSlot, Offer, StallPass

__all__ = [
    "AddOn", "AfterForm", "Appearance", "Application", "ApplicationPhoto", "Board", "Call", "CallQuestion", "Companion",
    "Entrance", "FairProduct", "Goods", "GoodsGroup", "Ground", "Incident", "Lane", "LoadSlot", "Offer",
    "RequiredPaper", "Stall", "StallPass", "VisitorCount", "Wish", "Zone",
]  # fmt: skip
