"""The tables of this app's rooms."""

from fairs.allocation.models import Pin, Placement, Plan
from fairs.calls.models import Application, Call, Fair, GoodsGroup, Neighbour, RequiredDocument, StallSize, Wish
from fairs.fairday.models import Arrival, FairReport, Incident, VisitorCount
from fairs.fairground.models import Board, Fairground, Lane, Row, Stall, Zone
from fairs.jury.models import Comment, Conflict, Criterion, Decision, Juror, Round, Score
from fairs.offers.models import Offer, StallPass

__all__ = [
    "Application", "Arrival", "Board", "Call", "Comment", "Conflict", "Criterion", "Decision", "Fair", "FairReport", "Fairground",
    "GoodsGroup", "Incident", "Juror", "Lane", "Neighbour", "Offer", "Pin", "Placement", "Plan", "RequiredDocument", "Round", "Row",
    "Score", "Stall", "StallPass", "StallSize", "VisitorCount", "Wish", "Zone",
]  # fmt: skip
