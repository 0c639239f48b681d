"""Tickets and badges as PDF. Rendered by the worker, or by a view for the holder's own ticket."""

from ticketing.tickets.documents.badges import badges_pdf
from ticketing.tickets.documents.tickets import Purchase, ticket_pdf, tickets_pdf

__all__ = ["Purchase", "badges_pdf", "ticket_pdf", "tickets_pdf"]
