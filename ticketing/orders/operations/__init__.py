"""Everything that changes an order."""

from ticketing.catalogue.quotas import SoldOut
from ticketing.orders.operations.cancelling import cancel, cancel_line, cancel_ticket, drop_expired, lapse
from ticketing.orders.operations.changing import hand_over, reissue, rename, resend
from ticketing.orders.operations.charging import Charge, charge
from ticketing.orders.operations.finding import send_links
from ticketing.orders.operations.grouping import order_group
from ticketing.orders.operations.holding import Offered, Want, drop, hold
from ticketing.orders.operations.inviting import invite_guests
from ticketing.orders.operations.paying import choose_payment, mark_paid
from ticketing.orders.operations.placing import Buyer, Holder, HoldExpired, place
from ticketing.orders.operations.questions import answer_at_door, save_question
from ticketing.orders.operations.quotas import save_quota
from ticketing.orders.operations.reviving import NotRevivable, revive

__all__ = [
    "Buyer",
    "Charge",
    "HoldExpired",
    "Holder",
    "NotRevivable",
    "Offered",
    "SoldOut",
    "Want",
    "answer_at_door",
    "cancel",
    "cancel_line",
    "cancel_ticket",
    "charge",
    "choose_payment",
    "drop",
    "drop_expired",
    "hand_over",
    "hold",
    "invite_guests",
    "lapse",
    "mark_paid",
    "order_group",
    "place",
    "reissue",
    "rename",
    "resend",
    "revive",
    "save_question",
    "save_quota",
    "send_links",
]
