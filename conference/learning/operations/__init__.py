"""Everything that writes courses, enrolments and what people chose."""

from conference.learning.operations.changing import Over, change, choose, move_up
from conference.learning.operations.charging import FEE_KEY_VERSION
from conference.learning.operations.finding import send_links
from conference.learning.operations.handing import Lent, hand_out_work, lend_receiver, take_back_receiver
from conference.learning.operations.leaving import (
    ReceiverOut,
    TooLate,
    approve,
    decline,
    end_with_ticket,
    lapse,
    settle_paid,
    settle_unpaid,
    withdraw,
)
from conference.learning.operations.registering import AlreadyRegistered, Applicant, NotOpen, register
from conference.learning.operations.seats import NoSeats, NotProvided
from conference.learning.operations.setting_up import save_activities, save_course, save_quotas
from conference.learning.operations.waiting import OfferOver, accept, draw_lots, offer

__all__ = [
    "FEE_KEY_VERSION", "AlreadyRegistered", "Applicant", "Lent", "NoSeats", "NotOpen", "NotProvided", "OfferOver", "Over", "ReceiverOut",
    "TooLate", "accept", "approve", "change", "choose", "decline", "draw_lots", "end_with_ticket", "hand_out_work", "lapse",
    "lend_receiver", "move_up", "offer", "register", "save_activities", "save_course", "save_quotas", "send_links", "settle_paid",
    "settle_unpaid", "take_back_receiver", "withdraw",
]  # fmt: skip
