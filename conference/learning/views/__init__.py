"""The pages of everybody who registers."""

from conference.learning.views.mine import accept, choices, details, ics, mine, tickets_pdf, withdraw
from conference.learning.views.public import course, find, register

__all__ = ["accept", "choices", "course", "details", "find", "ics", "mine", "register", "tickets_pdf", "withdraw"]
