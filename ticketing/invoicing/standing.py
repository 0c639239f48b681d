"""What stands about papers on an order's pages, which belong to rooms below."""

from typing import Any

from django.http import HttpRequest

from accounts.roles.rules import Capability
from ticketing.invoicing import queries, wording
from ticketing.orders.models import Order


def of_order(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """Return the buyer's section: their papers, and how to get an invoice. Nothing for an order without cost or issuer."""
    if not order.total or order.placed_at is None:
        return None
    papers, may_ask = queries.of_order(order), queries.may_be_asked(order)
    if not papers and not may_ask:
        return None
    return {"template": "ticketing/invoicing/_order.html", "papers": wording.listed(papers), "may_ask": may_ask, "order": order}


def of_desk(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """Return the organiser's section on the page of an order."""
    papers, may_book = queries.of_order(order), Capability.BOOK_MONEY in request.desk.allowed
    if not papers and not (may_book and order.total):
        return None
    return {"template": "ticketing/invoicing/desk/_order.html", "papers": wording.listed(papers), "may_book": may_book, "order": order}
