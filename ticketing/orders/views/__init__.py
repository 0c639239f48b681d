"""The public pages of the shop, one file for each step: choosing, the cart, the order, its tickets, lost links."""

from ticketing.orders.views.carts import cart, drop
from ticketing.orders.views.choosing import choose
from ticketing.orders.views.finding import find
from ticketing.orders.views.orders import ics, order, pdf, resend
from ticketing.orders.views.tickets import hand_over, rename, ticket_pdf

__all__ = [
    "cart", "choose", "drop", "find", "hand_over", "ics", "order", "pdf", "rename", "resend", "ticket_pdf",
]  # fmt: skip
