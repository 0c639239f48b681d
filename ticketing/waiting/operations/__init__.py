"""Everything that changes the waiting list."""

from ticketing.waiting.operations.joining import ListClosed, Waiter, join, leave
from ticketing.waiting.operations.offering import NoRoom, OfferOver, close_over, decline, draw, fill, offer_now, settle
from ticketing.waiting.operations.ruling import close_list, move_up, reopen_list, save_rule

__all__ = [
    "ListClosed",
    "NoRoom",
    "OfferOver",
    "Waiter",
    "close_list",
    "close_over",
    "decline",
    "draw",
    "fill",
    "join",
    "leave",
    "move_up",
    "offer_now",
    "reopen_list",
    "save_rule",
    "settle",
]
