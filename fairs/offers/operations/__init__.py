"""Everything that changes offers, passes, times to drive in and lists of goods."""

from fairs.offers.operations.answering import (
    OfferOver,
    accept,
    confirm,
    confirm_if_fee_paid,
    decline,
    decline_if_fee_cancelled,
    lapse,
    lapse_unpaid,
)
from fairs.offers.operations.goods import drop_goods, save_goods
from fairs.offers.operations.loading import NothingToPlan, fix_load_in, plan_load_in
from fairs.offers.operations.offering import NoStall, make_offer, withdraw_offer
from fairs.offers.operations.passes import AllMade, NewPass, NotConfirmed, limits, make_pass, refresh_lines, take_back
from fairs.offers.operations.publishing import NothingToPublish, Published, publish
from fairs.offers.operations.waiting import end_of_application, offer_next

__all__ = [
    "AllMade",
    "NewPass",
    "NoStall",
    "NotConfirmed",
    "NothingToPlan",
    "NothingToPublish",
    "OfferOver",
    "Published",
    "accept",
    "confirm",
    "confirm_if_fee_paid",
    "decline",
    "decline_if_fee_cancelled",
    "drop_goods",
    "end_of_application",
    "fix_load_in",
    "lapse",
    "lapse_unpaid",
    "limits",
    "make_offer",
    "make_pass",
    "offer_next",
    "plan_load_in",
    "publish",
    "refresh_lines",
    "save_goods",
    "take_back",
    "withdraw_offer",
]
