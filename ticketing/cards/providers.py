"""Paying by card, as one of the ways to pay."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.billing import queries as ledger
from ticketing.cards import queries, rules
from ticketing.orders.models import Order


class Card:
    """A page at Stripe; offered where the partner has keys and Stripe serves the currency."""

    name = "stripe"
    label = _("Card")
    page = "card"
    """Name of the page (in `orders:`) that a press on “pay” is sent to."""

    def is_offered(self, order: Order, at: datetime) -> bool:
        if order.expires_at is not None and order.expires_at <= at:
            return False
        return rules.is_payable(ledger.owed(order), order.currency) and queries.account_of(order) is not None

    def waits_until(self, order: Order) -> datetime | None:
        return None

    def instructions(self, order: Order) -> Any:
        return _("You pay on a page of Stripe and come back here. Your tickets are mailed at once.")
